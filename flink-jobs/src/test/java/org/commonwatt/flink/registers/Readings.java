package org.commonwatt.flink.registers;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.RejectionCode;

/** Short spellings for the tests of the pure part. */
final class Readings {
  static final long MINUTE = 60_000L;
  static final long SLOT = 15 * MINUTE;
  static final long START = 1_659_398_400_000L; // 2022-08-02T00:00Z, a border
  static final SlotRules RULES = new SlotRules(15, 40L * 24 * 60 * MINUTE);

  private Readings() {}

  /** A reading so many minutes after the start. */
  static RegisterReading reading(long sequence, double minutes, long importWh, long exportWh) {
    return at(sequence, START + Math.round(minutes * MINUTE), importWh, exportWh);
  }

  static RegisterReading at(long sequence, long timeMillis, long importWh, long exportWh) {
    return new RegisterReading(
        "m-1",
        "p-1",
        sequence,
        timeMillis,
        importWh,
        exportWh,
        0,
        Quality.ACTUAL,
        "%016x%016x%016x%016x".formatted(sequence, timeMillis, importWh, exportWh));
  }

  static List<RejectionCode> codes(List<RejectedReading> rejected) {
    return rejected.stream().map(r -> r.rejection().code()).toList();
  }

  /** Collects what comes out of a meter over many steps. */
  static final class Meter {
    private final BorderInterpolator interpolator = new BorderInterpolator(RULES);
    private MeterState state = MeterState.NEW;
    final List<IntervalEnergy> energies = new ArrayList<>();
    final List<RejectedReading> rejected = new ArrayList<>();
    int restarts;

    Meter arrive(RegisterReading... readings) {
      for (RegisterReading reading : readings) {
        keep(interpolator.arrive(state, List.of(reading)));
      }
      return this;
    }

    Meter settle(long horizonMillis) {
      keep(interpolator.settle(state, horizonMillis));
      return this;
    }

    Meter settleMinutes(double minutes) {
      return settle(START + Math.round(minutes * MINUTE));
    }

    List<RejectionCode> codes() {
      return Readings.codes(rejected);
    }

    List<RegisterReading> waitingReadings() {
      return state.waiting();
    }

    int waiting() {
      return state.waiting().size();
    }

    private void keep(Settlement settlement) {
      state = settlement.state();
      energies.addAll(settlement.energies());
      rejected.addAll(settlement.rejected());
      restarts += settlement.restarts();
    }
  }
}
