package org.commonwatt.ingest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.registers.MeterRegisters;

/**
 * Who of the units behind one gateway is asked in a round, and in which order: one request at a
 * time, so each that does not answer costs the others its time limit.
 *
 * <p>Who answered last time comes before who did not, and of those who answered another one is
 * first in each round. Who did not answer three times in a row rests for 1 of its own polls, then
 * after each further failure for 2, 4 and at most 8, and up to as many again, by its id, so that
 * silent units do not all come back in one round. A unit alone never rests: it costs nobody else.
 * For use by one thread at a time.
 */
final class GatewaySchedule {
  private static final int FAILURES_BEFORE_REST = 3;
  private static final int MOST_DOUBLINGS = 3;
  private static final Set<FailureCode> SILENCE =
      Set.of(FailureCode.TIMEOUT, FailureCode.GARBLED, FailureCode.UNIT_UNREACHABLE);

  private final List<MeterSource> units;
  private final Map<String, Unit> states = new HashMap<>();
  private final Set<String> resting = new HashSet<>(); // in this round
  private final AtomicBoolean underWay = new AtomicBoolean();
  private long round;

  /** What is known of a unit. */
  private static final class Unit {
    private int failures;
    private int rests;
    private DeviceFailure last = new DeviceFailure(FailureCode.TIMEOUT, "");
  }

  /**
   * A schedule.
   *
   * @param units all units behind the gateway, in order
   */
  GatewaySchedule(List<MeterSource> units) {
    this.units = List.copyOf(units);
    units.forEach(unit -> states.put(unit.meter(), new Unit()));
  }

  /** Takes part in a poll; false when the part in an earlier one has not ended. */
  boolean begin() {
    return underWay.compareAndSet(false, true);
  }

  /** The part in a poll has ended. */
  void end() {
    underWay.set(false);
  }

  /**
   * Begins a round.
   *
   * @param due whether a unit is to be asked at all
   * @return who is asked, in order
   */
  List<MeterSource> next(Predicate<MeterSource> due) {
    round++;
    resting.clear();
    for (MeterSource unit : units) {
      Unit state = state(unit);
      if (state.rests > 0 && due.test(unit)) {
        state.rests--;
        resting.add(unit.meter());
      }
    }
    List<MeterSource> turn = new ArrayList<>(units);
    Collections.rotate(turn, (int) -(round % units.size()));
    return turn.stream()
        .filter(due)
        .filter(unit -> !resting.contains(unit.meter()))
        .sorted(Comparator.comparingInt(unit -> state(unit).failures))
        .toList();
  }

  /** Who of those that are due rests in this round, with how it failed last. */
  List<Polled> resting() {
    return units.stream()
        .filter(unit -> resting.contains(unit.meter()))
        .map(unit -> new Polled(unit, new DeviceResult.Failed<>(rest(state(unit)))))
        .toList();
  }

  /** Takes what came of asking a unit. */
  void told(MeterSource unit, DeviceResult<MeterRegisters> result) {
    Unit state = state(unit);
    if (!(result instanceof DeviceResult.Failed<MeterRegisters> failed)
        || !SILENCE.contains(failed.failure().code())) {
      state.failures = 0;
      return;
    }
    state.failures++;
    state.last = failed.failure();
    int doublings = Math.min(state.failures - FAILURES_BEFORE_REST, MOST_DOUBLINGS);
    if (doublings >= 0 && units.size() > 1) {
      int rounds = 1 << doublings;
      state.rests = rounds + Math.floorMod(unit.meter().hashCode(), rounds);
    }
  }

  private static DeviceFailure rest(Unit state) {
    return new DeviceFailure(
        state.last.code(),
        state.last.message() + "; not asked this time, after " + state.failures + " failures");
  }

  private Unit state(MeterSource unit) {
    Unit state = states.get(unit.meter());
    if (state == null) {
      throw new IllegalArgumentException("no unit " + unit.meter() + " behind this gateway");
    }
    return state;
  }
}
