package org.commonwatt.core;

import java.util.List;
import org.commonwatt.model.Command.AnswerCall;
import org.commonwatt.model.Command.CallStorage;
import org.commonwatt.model.Command.CancelCall;
import org.commonwatt.model.Command.SetCallPrice;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.Event.CallEnded;
import org.commonwatt.model.Event.UnitCalled;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageSpec;
import org.jspecify.annotations.Nullable;

/** Why something about calls is refused, in order of precedence. */
final class CallChecks {
  private static final long MINUTE_MILLIS = 60_000L;

  private final SlotSchedule schedule;
  private final RegistrationChecks registrations;
  private final StorageDesk storage;

  CallChecks(SlotSchedule schedule, RegistrationChecks registrations, StorageDesk storage) {
    this.schedule = schedule;
    this.registrations = registrations;
    this.storage = storage;
  }

  @Nullable Rejection refusal(SetCallPrice command) {
    Rejection rejection = Refusals.unlessId("unit", command.unit());
    if (rejection == null) {
      rejection = registrations.known(command.participant());
    }
    if (rejection != null) {
      return rejection;
    }
    CommittedUnit unit = storage.find(command.unit());
    if (unit == null || !unit.spec().owner().equals(command.participant())) {
      return new Rejection(
          RejectionCode.UNKNOWN_STORAGE_UNIT,
          command.participant() + " has no storage unit " + command.unit());
    }
    return isPrice(command.priceMicroPerKwh())
        ? null
        : outOfRange("a price is 0 to 10,000,000,000 µ/kWh");
  }

  /** A call, but for its id. */
  @Nullable Rejection refusal(CallStorage command, long timeMillis) {
    DispatchCall call = command.call();
    Rules rules = schedule.rules();
    Rejection ids = Refusals.unlessId("call", call.call());
    if (ids == null) {
      ids = Refusals.unlessId("area", call.area());
    }
    Rejection rejection = OperatorChecks.stranger(command.operator(), call.reason(), ids, rules);
    if (rejection != null || rules == null) {
      return rejection;
    }
    if (rules.rulebook().fallbacks() == null) {
      return new Rejection(
          RejectionCode.NOT_IN_RULES,
          "the rulebook names no operator who may call storage: that needs fallbacks");
    }
    if (!rules.rulebook().areas().ids().contains(call.area())) {
      return new Rejection(
          RejectionCode.UNKNOWN_AREA,
          "area " + call.area() + " is not in the rulebook: name one that is");
    }
    int minutes = rules.rulebook().timing().slotMinutes();
    for (long edge : List.of(call.fromMillis(), call.toMillis())) {
      if (!DeliverySlot.isBorder(edge, minutes)) {
        return Refusals.misaligned(edge, rules);
      }
    }
    String wrong = wrong(call, minutes * MINUTE_MILLIS);
    if (wrong != null) {
      return outOfRange(wrong);
    }
    return call.fromMillis() <= timeMillis
        ? new Rejection(
            RejectionCode.DEADLINE_PAST, "its first slot has begun: call for slots that have not")
        : null;
  }

  /** An answer to a call that is there, or not. */
  @Nullable Rejection refusal(AnswerCall command, @Nullable CallState state) {
    Rejection rejection = Refusals.unlessId("call", command.call());
    if (rejection == null) {
      rejection = Refusals.unlessId("unit", command.unit());
    }
    if (rejection == null) {
      rejection = registrations.known(command.participant());
    }
    if (rejection != null) {
      return rejection;
    }
    boolean isOwn =
        state != null
            && state.units().stream()
                .anyMatch(
                    one ->
                        one.unit().equals(command.unit())
                            && one.owner().equals(command.participant()));
    if (state == null || !isOwn) {
      return new Rejection(
          RejectionCode.UNKNOWN_CALL,
          command.unit()
              + " of "
              + command.participant()
              + " was not called for "
              + command.call());
    }
    boolean hasReason = !command.reason().isBlank();
    if (command.accept() == hasReason || command.reason().length() > OperatorChecks.MAX_REASON) {
      return outOfRange("a refusal has a reason of 1 to 200 characters, an acceptance none");
    }
    if (state.end() != null) {
      return ended(command.call());
    }
    UnitCalled asked = state.asked();
    return asked == null || !asked.unit().equals(command.unit())
        ? new Rejection(
            RejectionCode.NOT_CALLED,
            command.unit() + " has answered, or the time to answer is over")
        : null;
  }

  @Nullable Rejection refusal(CancelCall command, @Nullable CallState state, long timeMillis) {
    Rules rules = schedule.rules();
    Rejection rejection =
        OperatorChecks.stranger(
            command.operator(), command.reason(), Refusals.unlessId("call", command.call()), rules);
    if (rejection != null) {
      return rejection;
    }
    if (state == null) {
      return new Rejection(
          RejectionCode.UNKNOWN_CALL, "there is no call " + command.call() + ": look them up");
    }
    CallEnded end = state.end();
    if (end != null && end.end() == DispatchCall.End.CANCELLED) {
      return ended(command.call());
    }
    return state.call().fromMillis() <= timeMillis
        ? new Rejection(RejectionCode.DEADLINE_PAST, "its first slot has begun")
        : null;
  }

  private static @Nullable String wrong(DispatchCall call, long lengthMillis) {
    long most = StorageSpec.MAX_SLOTS * lengthMillis;
    if (call.fromMillis() < 0
        || call.toMillis() <= call.fromMillis()
        || call.toMillis() - call.fromMillis() > most) {
      return "a call is for 1 to " + StorageSpec.MAX_SLOTS + " slots";
    }
    long slots = (call.toMillis() - call.fromMillis()) / lengthMillis;
    long energy = call.injectionSlotWh();
    if (energy == 0 || energy > StorageSpec.MOST || energy < -StorageSpec.MOST) {
      return "a call is for 1 to 10,000,000,000 Wh in a slot, either way";
    }
    if (Math.abs(energy) * slots > StorageCommitment.MOST_MOVED_WH) {
      return "a call moves at most 100,000,000,000 Wh in all";
    }
    if (!isPrice(call.priceMicroPerKwh())) {
      return "a price is 0 to 10,000,000,000 µ/kWh";
    }
    return call.answerMinutes() < 1 || call.answerMinutes() > DispatchCall.MOST_MINUTES
        ? "a unit has 1 to 1,440 minutes to answer"
        : null;
  }

  private static boolean isPrice(long price) {
    return price >= 0 && price <= DispatchCall.MOST_PRICE;
  }

  private static Rejection ended(String call) {
    return new Rejection(
        RejectionCode.CALL_ENDED, "call " + call + " has ended: look up what became of it");
  }

  private static Rejection outOfRange(String wrong) {
    return new Rejection(RejectionCode.VALUE_OUT_OF_RANGE, wrong);
  }
}
