package org.commonwatt.flink.registers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.flink.registers.Readings.MINUTE;
import static org.commonwatt.flink.registers.Readings.START;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.commonwatt.flink.registers.Readings.Meter;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.RejectionCode;

/** Whatever the order, the repeats and the horizons within the lateness: one result. */
class ShuffleProperties {
  private static final int LATENESS_MINUTES = 20;

  /** One reading and the instant, in minutes, at which it arrives. */
  record Arrival(RegisterReading reading, int minute) {}

  @Property(tries = 500)
  void shufflesWithinTheLatenessChangeNothing(
      @ForAll("readings") List<RegisterReading> readings, @ForAll long seed) {
    Meter inOrder = run(inOrder(readings), 1);
    Meter shuffled = run(shuffled(readings, new Random(seed), false), 1);
    assertThat(shuffled.energies).isEqualTo(inOrder.energies);
    assertThat(shuffled.rejected).containsExactlyInAnyOrderElementsOf(inOrder.rejected);
    assertThat(shuffled.waiting()).isEqualTo(inOrder.waiting());
  }

  @Property(tries = 500)
  void repeatsWithinTheLatenessAddDuplicatesAndNothingElse(
      @ForAll("distinct") List<RegisterReading> readings, @ForAll long seed) {
    Meter inOrder = run(inOrder(readings), 1);
    Meter repeated = run(shuffled(readings, new Random(seed), true), 1);
    assertThat(repeated.energies).isEqualTo(inOrder.energies);
    assertThat(withoutDuplicates(repeated)).isEqualTo(withoutDuplicates(inOrder));
  }

  @Property(tries = 500)
  void coarserHorizonsChangeNothing(
      @ForAll("readings") List<RegisterReading> readings, @ForAll("steps") int step) {
    Meter fine = run(inOrder(readings), 1);
    Meter coarse = run(inOrder(readings), step);
    assertThat(coarse.energies).isEqualTo(fine.energies);
    assertThat(coarse.rejected).containsExactlyInAnyOrderElementsOf(fine.rejected);
  }

  @Property(tries = 500)
  void slotsAreWithoutHolesAndTheirSumIsTheRiseOfTheRegisters(
      @ForAll("readings") List<RegisterReading> readings) {
    Meter meter = run(inOrder(readings), 1);
    for (int i = 1; i < meter.energies.size(); i++) {
      assertThat(meter.energies.get(i).slot()).isEqualTo(meter.energies.get(i - 1).slot().plus(1));
    }
    assertThat(meter.energies).allMatch(e -> e.importWh() >= 0 && e.exportWh() >= 0);
    long most = readings.stream().mapToLong(RegisterReading::importWh).max().orElse(0);
    long least = readings.stream().mapToLong(RegisterReading::importWh).min().orElse(0);
    assertThat(meter.energies.stream().mapToLong(e -> e.importWh()).sum())
        .isLessThanOrEqualTo(most - least);
  }

  @Property(tries = 500)
  void everyReadingIsUsedOrRefusedOrWaitsAndTheUsedOnesNeverFall(
      @ForAll("readings") List<RegisterReading> readings, @ForAll long seed) {
    Meter meter = run(shuffled(readings, new Random(seed), false), 1);
    List<String> refused = meter.rejected.stream().map(RejectedReading::rawHex).toList();
    List<RegisterReading> used = new ArrayList<>(readings);
    for (String raw : refused) {
      assertThat(used.remove(firstWith(raw, used))).isTrue();
    }
    meter.waitingReadings().forEach(waiting -> assertThat(used.remove(waiting)).isTrue());
    used.sort(RegisterReading.CANONICAL);
    for (int i = 1; i < used.size(); i++) {
      assertThat(used.get(i).timeMillis()).isGreaterThan(used.get(i - 1).timeMillis());
      assertThat(used.get(i).isBelow(used.get(i - 1))).isFalse();
    }
  }

  private static RegisterReading firstWith(String raw, List<RegisterReading> readings) {
    return readings.stream().filter(r -> r.rawHex().equals(raw)).findFirst().orElseThrow();
  }

  @Provide
  Arbitrary<Integer> steps() {
    return Arbitraries.integers().between(2, 200);
  }

  /** Mostly rising registers, with dips, spikes and several readings of one instant. */
  @Provide
  Arbitrary<List<RegisterReading>> readings() {
    Arbitrary<RegisterReading> one =
        Combinators.combine(
                Arbitraries.integers().between(0, 120),
                Arbitraries.integers().between(0, 3),
                Arbitraries.frequencyOf(
                    Tuple.of(8, Arbitraries.just(0)),
                    Tuple.of(1, Arbitraries.integers().between(-50, 50))))
            .as((minute, sequence, error) -> noisy(minute, sequence, error));
    return one.list().ofMinSize(0).ofMaxSize(30);
  }

  @Provide
  Arbitrary<List<RegisterReading>> distinct() {
    return readings().map(all -> all.stream().distinct().toList());
  }

  private static RegisterReading noisy(int minute, int sequence, int error) {
    long importWh = 1_000 + 7L * minute + error;
    return Readings.reading(sequence, minute, importWh, 500 + 3L * minute - error);
  }

  private static List<Arrival> inOrder(List<RegisterReading> readings) {
    return readings.stream()
        .sorted(RegisterReading.CANONICAL)
        .map(reading -> new Arrival(reading, minuteOf(reading)))
        .toList();
  }

  private static List<Arrival> shuffled(
      List<RegisterReading> readings, Random random, boolean repeat) {
    List<Arrival> arrivals = new ArrayList<>();
    for (RegisterReading reading : readings) {
      int copies = repeat ? 1 + random.nextInt(3) : 1;
      for (int i = 0; i < copies; i++) {
        arrivals.add(new Arrival(reading, minuteOf(reading) + random.nextInt(LATENESS_MINUTES)));
      }
    }
    Collections.shuffle(arrivals, random);
    return arrivals;
  }

  private static int minuteOf(RegisterReading reading) {
    return (int) ((reading.timeMillis() - START) / MINUTE);
  }

  /** Lets the readings arrive minute by minute, the horizon following by the lateness. */
  private static Meter run(List<Arrival> arrivals, int step) {
    Meter meter = new Meter();
    for (int minute = 0; minute <= 400; minute++) {
      for (Arrival arrival : arrivals) {
        if (arrival.minute() == minute) {
          meter.arrive(arrival.reading());
        }
      }
      if (minute % step == 0) {
        meter.settle(START + (minute - LATENESS_MINUTES) * MINUTE);
      }
    }
    return meter.settle(START + 400 * MINUTE);
  }

  /** A copy of a refused reading is refused like the first, so copies collapse here. */
  private static Set<RejectedReading> withoutDuplicates(Meter meter) {
    return meter.rejected.stream()
        .filter(r -> r.rejection().code() != RejectionCode.READING_DUPLICATE)
        .collect(Collectors.toSet());
  }
}
