package org.commonwatt.audit;

import org.commonwatt.model.Command.AnswerCall;
import org.commonwatt.model.Command.CallStorage;
import org.commonwatt.model.Command.CancelCall;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.DispatchCall.End;
import org.commonwatt.model.Event.UnitCalled;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Ids;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.StorageSpec;
import org.jspecify.annotations.Nullable;

/** Which calls, answers and cancellations are refused, by precedence. */
final class CallRefusals {
  private static final int LETTERS = 200;
  private static final int SLOTS = 2_688;
  private static final long MINUTE = 60_000;
  private static final long PRICE = 10_000_000_000L;
  private static final long MOVED = 100_000_000_000L;

  private final MarketState state;
  private final AccountChecks checks;

  CallRefusals(MarketState state, AccountChecks checks) {
    this.state = state;
    this.checks = checks;
  }

  @Nullable RejectionCode of(CallStorage asked) {
    DispatchCall call = asked.call();
    boolean ids = Ids.isValid(call.call()) && Ids.isValid(call.area());
    RejectionCode code = stranger(asked.operator(), call.reason(), ids);
    Rulebook rules = state.rulebook;
    if (code != null || rules == null) {
      return code;
    }
    if (rules.fallbacks() == null) {
      return RejectionCode.NOT_IN_RULES;
    }
    if (!rules.areas().ids().contains(call.area())) {
      return RejectionCode.UNKNOWN_AREA;
    }
    int minutes = rules.timing().slotMinutes();
    if (!DeliverySlot.isBorder(call.fromMillis(), minutes)
        || !DeliverySlot.isBorder(call.toMillis(), minutes)) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    if (!fits(call)) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    return call.fromMillis() <= state.clock ? RejectionCode.DEADLINE_PAST : null;
  }

  private boolean fits(DispatchCall call) {
    long span = call.toMillis() - call.fromMillis();
    if (call.fromMillis() < 0 || span <= 0 || span > SLOTS * length()) {
      return false;
    }
    long energy = call.injectionSlotWh();
    return energy != 0
        && energy >= -StorageSpec.MOST
        && energy <= StorageSpec.MOST
        && Math.abs(energy) * (span / length()) <= MOVED
        && isPrice(call.priceMicroPerKwh())
        && call.answerMinutes() >= 1
        && call.answerMinutes() <= DispatchCall.MOST_MINUTES;
  }

  @Nullable RejectionCode of(AnswerCall asked, @Nullable CallCourse course) {
    if (!Ids.isValid(asked.call()) || !Ids.isValid(asked.unit())) {
      return RejectionCode.MALFORMED;
    }
    RejectionCode code = checks.unlessKnown(asked.participant());
    if (code != null) {
      return code;
    }
    UnitCalled one = course == null ? null : course.asked.get(asked.unit());
    if (course == null || one == null || !one.owner().equals(asked.participant())) {
      return RejectionCode.UNKNOWN_CALL;
    }
    boolean silent = asked.reason().isBlank();
    if (asked.accept() != silent || asked.reason().length() > LETTERS) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    if (course.end != null) {
      return RejectionCode.CALL_ENDED;
    }
    UnitCalled open = course.open;
    return open == null || !open.unit().equals(asked.unit()) ? RejectionCode.NOT_CALLED : null;
  }

  @Nullable RejectionCode of(CancelCall asked, @Nullable CallCourse course) {
    RejectionCode code = stranger(asked.operator(), asked.reason(), Ids.isValid(asked.call()));
    if (code != null) {
      return code;
    }
    if (course == null) {
      return RejectionCode.UNKNOWN_CALL;
    }
    if (course.end == End.CANCELLED) {
      return RejectionCode.CALL_ENDED;
    }
    return course.call().fromMillis() <= state.clock ? RejectionCode.DEADLINE_PAST : null;
  }

  private @Nullable RejectionCode stranger(String operator, String reason, boolean wellSpelt) {
    boolean sentence = !reason.isBlank() && reason.length() <= LETTERS;
    if (!Ids.isValid(operator) || !wellSpelt || !sentence) {
      return RejectionCode.MALFORMED;
    }
    Rulebook rules = state.rulebook;
    if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    Fallbacks fallbacks = rules.fallbacks();
    boolean other = fallbacks != null && !fallbacks.operator().equals(operator);
    return other ? RejectionCode.NOT_OPERATOR : null;
  }

  private long length() {
    return (state.rulebook == null ? 15 : state.rulebook.timing().slotMinutes()) * MINUTE;
  }

  /** Whether a price may be asked for, or paid. */
  static boolean isPrice(long price) {
    return price >= 0 && price <= PRICE;
  }
}
