package org.commonwatt.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.core.Promises.Agreement;
import org.commonwatt.core.storage.StorageRefusal;
import org.commonwatt.model.Command.AnswerCall;
import org.commonwatt.model.Command.CallStorage;
import org.commonwatt.model.Command.CancelCall;
import org.commonwatt.model.Command.SetCallPrice;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.DispatchCall.Answer;
import org.commonwatt.model.DispatchCall.End;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CallAnswered;
import org.commonwatt.model.Event.CallEnded;
import org.commonwatt.model.Event.CallPriceSet;
import org.commonwatt.model.Event.CallRejected;
import org.commonwatt.model.Event.CallTakenBack;
import org.commonwatt.model.Event.CommitmentWithdrawn;
import org.commonwatt.model.Event.StorageCalled;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.UnitCalled;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageCommitment;
import org.jspecify.annotations.Nullable;

/** Calls storage units for the grid operator, one after the other, and commits who accepts. */
final class CallDesk {
  /** The most calls that are kept. */
  static final int MOST_CALLS = 1_000;

  private static final long MINUTE_MILLIS = 60_000L;

  private final SlotSchedule schedule;
  private final StorageDesk storage;
  private final CallChecks checks;
  private final TreeMap<String, CallState> calls = new TreeMap<>();
  private final TreeMap<String, Long> prices = new TreeMap<>(); // by unit

  CallDesk(SlotSchedule schedule, StorageDesk storage, CallChecks checks) {
    this.schedule = schedule;
    this.storage = storage;
    this.checks = checks;
  }

  void setPrice(SetCallPrice command, EventSink sink) {
    Rejection rejection = checks.refusal(command);
    if (rejection != null) {
      sink.emit(new CallRejected(command.participant(), command.unit(), rejection));
      return;
    }
    prices.put(command.unit(), command.priceMicroPerKwh());
    sink.emit(new CallPriceSet(command.participant(), command.unit(), command.priceMicroPerKwh()));
  }

  void call(CallStorage command, long timeMillis, EventSink sink) {
    String id = command.call().call();
    Rejection rejection = refusal(command, timeMillis);
    if (rejection != null) {
      sink.emit(new CallRejected(command.operator(), id, rejection));
      return;
    }
    StorageCalled called = new StorageCalled(command.operator(), command.call(), timeMillis);
    CallState state = new CallState(called);
    calls.put(id, state);
    sink.emit(called);
    next(state, timeMillis, sink);
  }

  /** Why a call is refused, null when it is not. */
  @Nullable Rejection refusal(CallStorage command, long timeMillis) {
    String id = command.call().call();
    Rejection rejection = checks.refusal(command, timeMillis);
    if (rejection == null && calls.containsKey(id)) {
      return new Rejection(
          RejectionCode.CALL_EXISTS, "there is a call " + id + ": look up what became of it");
    }
    return rejection == null && calls.size() >= MOST_CALLS
        ? RegistrationChecks.full("the market has as many calls as it can keep")
        : rejection;
  }

  void answer(AnswerCall command, long timeMillis, EventSink sink) {
    CallState state = calls.get(command.call());
    Rejection rejection = checks.refusal(command, state);
    UnitCalled asked = state == null ? null : state.asked();
    if (rejection != null || state == null || asked == null) {
      Rejection told = rejection == null ? new Rejection(RejectionCode.NOT_CALLED, "") : rejection;
      sink.emit(new CallRejected(command.participant(), command.call(), told));
      return;
    }
    if (command.accept()) {
      accept(state, asked, sink);
    } else {
      answered(state, asked, Answer.REFUSED, command.reason(), sink);
    }
    next(state, timeMillis, sink);
  }

  void cancel(CancelCall command, long timeMillis, EventSink sink) {
    CallState state = calls.get(command.call());
    Rejection rejection = checks.refusal(command, state, timeMillis);
    if (rejection != null || state == null) {
      Rejection told = rejection == null ? Refusals.notReady() : rejection;
      sink.emit(new CallRejected(command.operator(), command.call(), told));
      return;
    }
    List<Event> gone = new ArrayList<>();
    long promised = 0;
    UnitCalled asked = state.asked();
    if (asked != null) {
      gone.add(new CallTakenBack(command.call(), asked.unit(), asked.owner(), true));
    }
    for (UnitCalled one : state.accepted()) {
      CommittedUnit unit = storage.find(one.unit());
      StorageCommitment kept = unit == null ? null : unit.commitment(command.call());
      if (unit != null && kept != null && unit.withdraw(command.call()) == null) {
        storage.withdrawn(one.unit(), command.call(), kept.fromMillis());
        gone.add(new CallTakenBack(command.call(), one.unit(), one.owner(), true));
        gone.add(new CommitmentWithdrawn(one.unit(), command.call(), kept.owner()));
      } else if (kept != null) {
        gone.add(new CallTakenBack(command.call(), one.unit(), one.owner(), false));
        promised += one.injectionSlotWh();
      }
    }
    end(state, new CallEnded(command.call(), End.CANCELLED, promised, command.reason()), sink);
    gone.forEach(sink::emit);
  }

  /** Whether a commitment of a unit is promised for a call that was not taken back. */
  boolean holds(String unit, String commitment) {
    CallState state = calls.get(commitment);
    return state != null
        && !state.isCancelled()
        && state.accepted().stream().anyMatch(one -> one.unit().equals(unit));
  }

  /**
   * Calls the next one for what a unit has lost of what it had accepted, in slots that still lie
   * ahead.
   */
  void lost(String unit, List<String> commitments, long timeMillis, EventSink sink) {
    for (String commitment : commitments) {
      CallState state = calls.get(commitment);
      if (state != null && holds(unit, commitment)) {
        state.lose(unit, timeMillis);
        if (state.asked() == null) { // else it goes on when that one has answered
          next(state, timeMillis, sink);
        }
      }
    }
  }

  /** Goes on with whoever has not answered in time, and ends what has begun. */
  void advance(long timeMillis, EventSink sink) {
    for (CallState state : calls.values()) {
      UnitCalled asked = state.asked();
      if (asked != null && asked.untilMillis() <= timeMillis) {
        answered(state, asked, Answer.TIMED_OUT, "", sink);
        next(state, timeMillis, sink);
      }
    }
  }

  /** Forgets calls whose last slot ended at an instant or before. */
  void forget(long untilMillis) {
    calls.values().removeIf(state -> state.call().toMillis() <= untilMillis);
  }

  /** All calls that are kept, by id. */
  List<CallView> views() {
    return calls.values().stream().map(CallState::view).toList();
  }

  /** Who would be called now if each accepted, in that order, for a call that is not refused. */
  List<UnitCalled> preview(CallStorage command) {
    CallState state = new CallState(new StorageCalled(command.operator(), command.call(), 0));
    CallPlan plan = plan();
    long left = command.call().injectionSlotWh();
    for (UnitCalled one = plan.next(state, left, 0, 0); one != null; ) {
      state.units().add(one);
      left -= one.injectionSlotWh();
      one = left == 0 ? null : plan.next(state, left, 0, 0);
    }
    return state.units();
  }

  void save(StateWriter out) {
    out.number(prices.size());
    prices.forEach(
        (unit, price) -> {
          out.text(unit);
          out.number(price);
        });
    out.number(calls.size());
    calls.values().forEach(state -> state.save(out));
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      prices.put(in.text(), in.number());
    }
    for (int left = in.count(); left > 0; left--) {
      CallState state = CallState.restore(in);
      calls.put(state.call().call(), state);
    }
  }

  private void accept(CallState state, UnitCalled asked, EventSink sink) {
    CallPlan plan = plan();
    StorageRefusal refusal = plan.commit(state, asked);
    if (refusal != null) {
      answered(state, asked, Answer.NOT_FEASIBLE, refusal.code().name(), sink);
      return;
    }
    answered(state, asked, Answer.ACCEPTED, "", sink);
    StorageCommitment promised = plan.commitment(state, asked);
    storage.agreed(
        new Agreement(
            asked.unit(),
            asked.owner(),
            state.called().operator(),
            List.of(asked.priceMicroPerKwh()),
            promised));
    sink.emit(new StorageCommitted(asked.unit(), promised));
  }

  /** Calls who is next for what is left, or ends. */
  private void next(CallState state, long timeMillis, EventSink sink) {
    DispatchCall call = state.call();
    long promised = state.promisedSlotWh();
    long left = state.wantedSlotWh() - promised;
    UnitCalled next = left == 0 ? null : next(state, left, timeMillis);
    if (next != null) {
      state.units().add(next);
      sink.emit(next);
      return;
    }
    End how = call.injectionSlotWh() == promised ? End.FILLED : End.EXHAUSTED;
    end(state, new CallEnded(call.call(), how, promised, ""), sink);
  }

  /**
   * Who is next. In a call that has begun that is only asked after a loss; then whoever is called
   * has all of its time to answer, and is called for the slots behind it.
   */
  private @Nullable UnitCalled next(CallState state, long left, long timeMillis) {
    DispatchCall call = state.call();
    long until = timeMillis + call.answerMinutes() * MINUTE_MILLIS;
    if (timeMillis < call.fromMillis()) {
      return plan().next(state, left, 0, Math.min(call.fromMillis(), until));
    }
    long length = slotMillis();
    long from = Math.floorDiv(until + length - 1, length) * length;
    return state.hasLost() && from < call.toMillis() ? plan().next(state, left, from, until) : null;
  }

  private static void answered(
      CallState state, UnitCalled asked, Answer answer, String reason, EventSink sink) {
    CallAnswered answered =
        new CallAnswered(state.call().call(), asked.unit(), asked.owner(), answer, reason);
    state.answers().add(answered);
    sink.emit(answered);
  }

  private static void end(CallState state, CallEnded ended, EventSink sink) {
    state.end(ended);
    sink.emit(ended);
  }

  private CallPlan plan() {
    return new CallPlan(storage, prices, slotMillis());
  }

  private long slotMillis() {
    Rules rules = schedule.rules();
    if (rules == null) {
      throw new IllegalStateException("a market with calls has a rulebook");
    }
    return rules.rulebook().timing().slotMinutes() * MINUTE_MILLIS;
  }
}
