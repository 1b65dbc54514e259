package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
import org.commonwatt.model.Ids;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageLimit;
import org.jspecify.annotations.Nullable;

/** Which storage units are called for which energy, and what comes of it. */
final class CallRules {
  private static final int CALLS = 1_000;
  private static final int COMMITMENTS = 10_000;
  private static final long MINUTE = 60_000;
  private static final long MEMORY_MILLIS = 72 * 60 * MINUTE;

  private final MarketState state;
  private final AccountChecks checks;
  private final CallRefusals refusals;
  private final StorageRules storage;
  private final Map<String, Long> prices = new HashMap<>();
  private final TreeMap<String, CallCourse> calls = new TreeMap<>();

  CallRules(MarketState state, AccountChecks checks, StorageRules storage) {
    this.state = state;
    this.checks = checks;
    this.refusals = new CallRefusals(state, checks);
    this.storage = storage;
  }

  void setPrice(SetCallPrice asked, List<Event> out) {
    RejectionCode code = Ids.isValid(asked.unit()) ? null : RejectionCode.MALFORMED;
    code = code == null ? checks.unlessKnown(asked.participant()) : code;
    if (code == null && !storage.isOf(asked.unit(), asked.participant())) {
      code = RejectionCode.UNKNOWN_STORAGE_UNIT;
    }
    if (code == null && !CallRefusals.isPrice(asked.priceMicroPerKwh())) {
      code = RejectionCode.VALUE_OUT_OF_RANGE;
    }
    if (code != null) {
      refuse(asked.participant(), asked.unit(), code, out);
      return;
    }
    prices.put(asked.unit(), asked.priceMicroPerKwh());
    out.add(new CallPriceSet(asked.participant(), asked.unit(), asked.priceMicroPerKwh()));
  }

  void call(CallStorage asked, List<Event> out) {
    DispatchCall call = asked.call();
    RejectionCode code = refusals.of(asked);
    if (code == null && calls.containsKey(call.call())) {
      code = RejectionCode.CALL_EXISTS;
    }
    if (code == null && calls.size() >= CALLS) {
      code = RejectionCode.REGISTRATIONS_FULL;
    }
    if (code != null) {
      refuse(asked.operator(), call.call(), code, out);
      return;
    }
    CallCourse course = new CallCourse(new StorageCalled(asked.operator(), call, state.clock));
    calls.put(call.call(), course);
    out.add(course.called);
    goOn(course, out);
  }

  void answer(AnswerCall asked, List<Event> out) {
    CallCourse course = calls.get(asked.call());
    RejectionCode code = refusals.of(asked, course);
    UnitCalled open = course == null ? null : course.open;
    if (code != null || course == null || open == null) {
      refuse(asked.participant(), asked.call(), code, out);
      return;
    }
    if (!asked.accept()) {
      close(course, open, Answer.REFUSED, asked.reason(), out);
    } else {
      StorageCommitment one =
          commitment(course, open.owner(), open.injectionSlotWh(), open.fromMillis());
      StorageLimit limit = storage.take(open.unit(), one);
      if (limit == null) {
        course.accepted.add(open);
        close(course, open, Answer.ACCEPTED, "", out);
        storage.agreed(
            open.unit(), course.called.operator(), List.of(open.priceMicroPerKwh()), one);
        out.add(new StorageCommitted(open.unit(), one));
      } else {
        close(course, open, Answer.NOT_FEASIBLE, limit.name(), out);
      }
    }
    goOn(course, out);
  }

  void cancel(CancelCall asked, List<Event> out) {
    CallCourse course = calls.get(asked.call());
    RejectionCode code = refusals.of(asked, course);
    if (code != null || course == null) {
      refuse(asked.operator(), asked.call(), code, out);
      return;
    }
    long promised = 0;
    List<Event> gone = new ArrayList<>();
    UnitCalled open = course.open;
    if (open != null) {
      gone.add(new CallTakenBack(asked.call(), open.unit(), open.owner(), true));
    }
    for (UnitCalled one : course.accepted) {
      UnitRecount unit = storage.unit(one.unit());
      StorageCommitment kept = unit == null ? null : unit.kept.get(asked.call());
      if (unit == null || kept == null) {
        continue;
      }
      boolean free = unit.withdraw(asked.call()) == null;
      gone.add(new CallTakenBack(asked.call(), one.unit(), one.owner(), free));
      if (free) {
        state.promises.end(
            one.unit(), asked.call(), StoredPromises.End.TAKEN_BACK, kept.fromMillis());
        gone.add(new CommitmentWithdrawn(one.unit(), asked.call(), kept.owner()));
      } else {
        promised += one.injectionSlotWh();
      }
    }
    course.open = null;
    course.end = End.CANCELLED;
    out.add(new CallEnded(asked.call(), End.CANCELLED, promised, asked.reason()));
    out.addAll(gone);
  }

  /** A unit cannot keep its part of calls any more. */
  void lost(String unit, List<String> commitments, List<Event> out) {
    for (String commitment : commitments) {
      CallCourse course = holds(unit, commitment) ? calls.get(commitment) : null;
      if (course == null) {
        continue;
      }
      course.wanted = course.end == null ? course.wanted : course.promised();
      course.accepted.removeIf(one -> one.unit().equals(unit));
      course.shrank = true;
      course.end = null;
      if (course.open == null) {
        goOn(course, out);
      }
    }
  }

  /** What is not answered in time. */
  void tick(List<Event> out) {
    for (CallCourse course : calls.values()) {
      UnitCalled open = course.open;
      if (open != null && open.untilMillis() <= state.clock) {
        close(course, open, Answer.TIMED_OUT, "", out);
        goOn(course, out);
      }
    }
  }

  /** Forgets calls whose last slot ended 72 hours ago. */
  void forget() {
    long before = state.clock - MEMORY_MILLIS;
    calls.values().removeIf(course -> course.call().toMillis() <= before);
  }

  /** Whether a unit has promised a commitment to the operator. */
  boolean holds(String unit, String commitment) {
    CallCourse course = calls.get(commitment);
    return course != null
        && course.end != End.CANCELLED
        && course.accepted.stream().anyMatch(one -> one.unit().equals(unit));
  }

  private static void close(
      CallCourse course, UnitCalled open, Answer answer, String reason, List<Event> out) {
    course.open = null;
    out.add(new CallAnswered(open.call(), open.unit(), open.owner(), answer, reason));
  }

  private void goOn(CallCourse course, List<Event> out) {
    DispatchCall call = course.call();
    long left = course.wanted - course.promised();
    boolean begun = call.fromMillis() <= state.clock;
    long until = state.clock + call.answerMinutes() * MINUTE;
    long from = begun ? -Math.floorDiv(-until, length()) * length() : 0;
    boolean over = left == 0 || from >= call.toMillis() || (begun && !course.shrank);
    UnitCalled next = over ? null : next(course, left, from);
    if (next != null) {
      course.open = next;
      course.asked.put(next.unit(), next);
      out.add(next);
      return;
    }
    course.end = course.promised() == call.injectionSlotWh() ? End.FILLED : End.EXHAUSTED;
    out.add(new CallEnded(call.call(), course.end, course.promised(), ""));
  }

  /** Who asks for least, and of these the first by id, of those who can keep something. */
  private @Nullable UnitCalled next(CallCourse course, long left, long from) {
    DispatchCall call = course.call();
    TreeMap<Long, TreeMap<String, UnitRecount>> byPrice = new TreeMap<>();
    storage
        .units()
        .forEach(
            (id, unit) -> {
              long price = prices.getOrDefault(id, call.priceMicroPerKwh());
              boolean fits =
                  unit.spec.area().equals(call.area())
                      && !course.asked.containsKey(id)
                      && price <= call.priceMicroPerKwh();
              if (fits) {
                byPrice.computeIfAbsent(price, first -> new TreeMap<>()).put(id, unit);
              }
            });
    for (Map.Entry<Long, TreeMap<String, UnitRecount>> same : byPrice.entrySet()) {
      for (Map.Entry<String, UnitRecount> one : same.getValue().entrySet()) {
        long most = most(one.getValue(), course, left, from);
        if (most != 0) {
          long begin = from == 0 ? call.fromMillis() : from;
          long until = Math.min(begin, state.clock + call.answerMinutes() * MINUTE);
          String owner = one.getValue().spec.owner();
          return new UnitCalled(call.call(), one.getKey(), owner, most, same.getKey(), until, from);
        }
      }
    }
    return null;
  }

  /** By halving between what is kept and what is not, after all of it was tried. */
  private long most(UnitRecount unit, CallCourse course, long left, long from) {
    String id = course.call().call();
    if (unit.kept.containsKey(id) || unit.kept.size() >= COMMITMENTS) {
      return 0;
    }
    if (canKeep(unit, course, left, from)) {
      return left;
    }
    long low = 0;
    long high = Math.abs(left);
    while (high - low > 1) {
      long middle = (low + high) / 2;
      if (canKeep(unit, course, Long.signum(left) * middle, from)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Long.signum(left) * low;
  }

  private boolean canKeep(UnitRecount unit, CallCourse course, long injectionSlotWh, long from) {
    StorageCommitment one = commitment(course, unit.spec.owner(), injectionSlotWh, from);
    boolean kept = unit.commit(one) == null;
    unit.kept.remove(one.id());
    return kept;
  }

  private StorageCommitment commitment(
      CallCourse course, String owner, long injectionSlotWh, long later) {
    DispatchCall call = course.call();
    long from = later == 0 ? call.fromMillis() : later;
    long slots = (call.toMillis() - from) / length();
    return new StorageCommitment(
        call.call(),
        injectionSlotWh > 0 ? owner : course.called.operator(),
        Kind.FIRM_SCHEDULE,
        from,
        call.toMillis(),
        0,
        0,
        0,
        0,
        Collections.nCopies((int) slots, injectionSlotWh));
  }

  private long length() {
    return (state.rulebook == null ? 15 : state.rulebook.timing().slotMinutes()) * MINUTE;
  }

  private static void refuse(
      String account, String call, @Nullable RejectionCode code, List<Event> out) {
    RejectionCode told = code == null ? RejectionCode.NOT_CALLED : code;
    out.add(new CallRejected(account, call, Expected.refusal(told)));
  }
}
