package org.commonwatt.flink.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.registers.SlotRules;
import org.commonwatt.flink.vee.Finding;
import org.commonwatt.flink.vee.LocalDay;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.flink.vee.VeeCheck;
import org.commonwatt.flink.vee.VeeRules;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slots of 5, 15, 30 and 60 minutes, and days of 23, 24 and 25 hours. */
class SlotLengthsTest {
  private static final long MINUTE = 60_000L;
  private static final long START = 1_659_398_400_000L; // a border of every length
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** A reading so many seconds after the start, and what the registers have risen by since. */
  record Rise(int seconds, int importWh, int exportWh) {}

  private static ChainStep run(int slotMinutes, MeterRules rules, List<RegisterReading> readings) {
    MeterChain chain = new MeterChain(new SlotRules(slotMinutes, Duration.ofDays(40).toMillis()));
    MeterMemory memory = MeterMemory.NEW;
    List<IntervalEnergy> energies = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (RegisterReading reading : readings) {
      memory = chain.arrive(memory, List.of(reading)).memory();
      ChainStep step = chain.settle(memory, reading.timeMillis(), rules);
      memory = step.memory();
      energies.addAll(step.energies());
      findings.addAll(step.findings());
      assertThat(step.rejected()).isEmpty();
    }
    return new ChainStep(memory, energies, List.of(), findings, 0);
  }

  private static RegisterReading reading(long timeMillis, long importWh, long exportWh) {
    return new RegisterReading(
        "m-1", "home-1", 0, timeMillis, importWh, exportWh, 0, Quality.ACTUAL, "00");
  }

  @Property(tries = 200)
  void whateverTheLengthEachSlotIsTheDifferenceOfItsBordersOnTheLineBetweenReadings(
      @ForAll("lengths") int slotMinutes, @ForAll("rises") List<Rise> rises) {
    TreeMap<Long, long[]> registers = new TreeMap<>();
    long time = START;
    long importWh = 1_000;
    long exportWh = 2_000;
    List<RegisterReading> readings = new ArrayList<>();
    for (Rise rise : rises) {
      time += rise.seconds() * 1_000L;
      importWh += rise.importWh();
      exportWh += rise.exportWh();
      registers.put(time, new long[] {importWh, exportWh});
      readings.add(reading(time, importWh, exportWh));
    }
    long length = slotMinutes * MINUTE;
    List<IntervalEnergy> expected = new ArrayList<>();
    long first = registers.firstKey();
    for (long start = (first + length - 1) / length * length; start + length <= time; ) {
      long end = start + length;
      expected.add(
          new IntervalEnergy(
              "m-1",
              "home-1",
              new DeliverySlot(start, slotMinutes),
              1,
              at(registers, end, 0) - at(registers, start, 0),
              at(registers, end, 1) - at(registers, start, 1),
              registers.containsKey(start) && registers.containsKey(end)
                  ? Quality.ACTUAL
                  : Quality.ESTIMATED));
      start = end;
    }
    assertThat(run(slotMinutes, MeterRules.DEFAULT, readings).energies()).isEqualTo(expected);
  }

  /** The register on the straight line between the readings around an instant, rounded down. */
  private static long at(TreeMap<Long, long[]> registers, long time, int register) {
    var before = registers.floorEntry(time);
    var after = registers.ceilingEntry(time);
    long from = before.getValue()[register];
    if (before.getKey().equals(after.getKey())) {
      return from;
    }
    return from
        + (after.getValue()[register] - from)
            * (time - before.getKey())
            / (after.getKey() - before.getKey());
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.of(5, 15, 30, 60);
  }

  /** Up to two hours apart, so that the line holds; often exactly on borders. */
  @Provide
  Arbitrary<List<Rise>> rises() {
    Arbitrary<Integer> seconds =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 7_200),
            Arbitraries.of(300, 900, 1_800, 3_600, 7_200));
    return Combinators.combine(
            seconds,
            Arbitraries.integers().between(0, 5_000),
            Arbitraries.integers().between(0, 5_000))
        .as(Rise::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-29, 5, 276", "2026-03-29, 15, 92", "2026-03-29, 30, 46", "2026-03-29, 60, 23",
    "2026-07-01, 5, 288", "2026-07-01, 15, 96", "2026-07-01, 30, 48", "2026-07-01, 60, 24",
    "2026-10-25, 5, 300", "2026-10-25, 15, 100", "2026-10-25, 30, 50", "2026-10-25, 60, 25",
  })
  void aDayHasTheSlotsOfItsHoursAlsoWhenClocksChange(LocalDate date, int slotMinutes, int slots) {
    LocalDay day = new LocalDay(date, BERLIN);
    ChainStep whole = run(slotMinutes, ofBerlin(), readingsOf(day, slotMinutes));
    assertThat(startingIn(day, whole.energies())).hasSize(slots);
    assertThat(startingIn(day, whole.energies()).stream().mapToLong(IntervalEnergy::importWh).sum())
        .isEqualTo((day.endMillis() - day.startMillis()) / MINUTE);
    assertThat(whole.findings()).extracting(Finding::check).doesNotContain(VeeCheck.DAY_LENGTH);
  }

  @ParameterizedTest
  @CsvSource({"2026-03-29, 92", "2026-07-01, 96", "2026-10-25, 100"})
  void aDayOfWhichTheEndIsMissingHasTooFewSlotsAndIsFound(LocalDate date, int slots) {
    LocalDay day = new LocalDay(date, BERLIN);
    LocalDay later = new LocalDay(date.plusDays(50), BERLIN);
    List<RegisterReading> readings = new ArrayList<>(readingsOf(day, 15));
    readings.removeIf(reading -> reading.timeMillis() > day.endMillis() - 15 * MINUTE);
    readings.addAll(readingsOf(later, 15)); // after so long a silence the meter starts anew
    List<Finding> found =
        run(15, ofBerlin(), readings).findings().stream()
            .filter(finding -> finding.check() == VeeCheck.DAY_LENGTH)
            .toList();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).fromMillis()).isEqualTo(day.startMillis());
    assertThat(found.get(0).untilMillis()).isEqualTo(day.endMillis());
    assertThat(found.get(0).detail())
        .isEqualTo((slots - 1) + " intervals; the local day has " + slots);
  }

  private static MeterRules ofBerlin() {
    return new MeterRules(VeeRules.DEFAULT, BERLIN, List.of());
  }

  /** A Wh each minute; on each border from midnight to two slots after the next. */
  private static List<RegisterReading> readingsOf(LocalDay day, int slotMinutes) {
    List<RegisterReading> readings = new ArrayList<>();
    long length = slotMinutes * MINUTE;
    for (long time = day.startMillis(); time <= day.endMillis() + 2 * length; time += length) {
      readings.add(reading(time, time / MINUTE, 0));
    }
    return readings;
  }

  private static List<IntervalEnergy> startingIn(LocalDay day, List<IntervalEnergy> energies) {
    return energies.stream()
        .filter(energy -> energy.slot().startMillis() >= day.startMillis())
        .filter(energy -> energy.slot().startMillis() < day.endMillis())
        .toList();
  }
}
