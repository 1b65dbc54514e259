package org.commonwatt.flink.defects;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.vee.MeterReplacement;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.flink.vee.VeeRules;

/** Puts one defect into a home's readings, at a place and of a size that the seed decides. */
final class Defects {
  private static final int DAY = 96;
  private static final long MODULUS = 5_000_000;

  private final Random random;
  private final Series series;
  private final int at;

  Defects(Series series, Random random) {
    this.series = series;
    this.random = random;
    this.at = (6 + random.nextInt(RealHomes.DAYS - 12)) * DAY + random.nextInt(DAY);
  }

  /** The readings of twelve days before the defect and six after. */
  List<RegisterReading> around(List<RegisterReading> readings) {
    long defect = series.start + at * Series.SLOT;
    return readings.stream()
        .filter(reading -> reading.timeMillis() >= defect - 12L * DAY * Series.SLOT)
        .filter(reading -> reading.timeMillis() <= defect + 6L * DAY * Series.SLOT)
        .toList();
  }

  /** More energy in one interval than the rest of the day explains. */
  List<RegisterReading> spike() {
    int day = at / DAY * DAY;
    long[] sorted = Arrays.copyOfRange(series.imports, day, day + DAY);
    Arrays.sort(sorted);
    long third = sorted[DAY - 3];
    series.imports[at] += third * 19 / 10 + 501 + random.nextInt(4_000);
    return series.readings();
  }

  /** More than the connection carries, in or out, from one reading on. */
  List<RegisterReading> rating(long ratedW) {
    long energy = ratedW / 4 + 2 + random.nextInt(50_000);
    (random.nextBoolean() ? series.imports : series.exports)[at] = energy;
    return series.readings();
  }

  /** The meter does not count for two days. */
  List<RegisterReading> zero() {
    Arrays.fill(series.imports, at, at + 2 * DAY, 0);
    Arrays.fill(series.exports, at, at + 2 * DAY, 0);
    return series.readings();
  }

  /** One reading lies below the one before. */
  List<RegisterReading> negative() {
    List<RegisterReading> readings = series.readings();
    long below = 1 + random.nextInt(3_000);
    boolean imports = random.nextBoolean();
    readings.set(
        at,
        Series.moved(
            readings.get(at),
            0,
            imports ? -series.imports[at - 1] - below : 0,
            imports ? 0 : -series.exports[at - 1] - below));
    return readings;
  }

  /** The same energy in each interval of half a day. */
  List<RegisterReading> stuck() {
    boolean imports = random.nextBoolean();
    long energy = 20 + random.nextInt(800);
    Arrays.fill(series.imports, at, at + DAY / 2 + 1, imports ? energy : 0);
    Arrays.fill(series.exports, at, at + DAY / 2 + 1, imports ? 0 : energy);
    return series.readings();
  }

  /** A reading comes again, the same or with other values. */
  List<RegisterReading> duplicate() {
    List<RegisterReading> readings = series.readings();
    long other = random.nextBoolean() ? 0 : 1 + random.nextInt(100);
    readings.add(at + 1, Series.moved(readings.get(at), 0, other, 0));
    return readings;
  }

  /** For half a day and more readings come each 5, 30 or 60 minutes instead of each 15. */
  List<RegisterReading> intervalSize() {
    int every = List.of(-3, 2, 4).get(random.nextInt(3));
    List<RegisterReading> readings = new ArrayList<>();
    List<RegisterReading> right = series.readings();
    for (int i = 0; i < right.size(); i++) {
      boolean wrong = i >= at && i < at + DAY / 2 + random.nextInt(5);
      if (wrong && every < 0) {
        readings.add(between(right.get(i - 1), right.get(i), 1));
        readings.add(between(right.get(i - 1), right.get(i), 2));
      }
      if (!wrong || every < 0 || i % every == 0) {
        readings.add(right.get(i));
      }
    }
    return readings;
  }

  private static RegisterReading between(RegisterReading from, RegisterReading to, int third) {
    return Series.reading(
        to.sequence(),
        from.timeMillis() + third * Series.SLOT / 3,
        from.importWh() + (to.importWh() - from.importWh()) * third / 3,
        from.exportWh() + (to.exportWh() - from.exportWh()) * third / 3);
  }

  /** For two days the registers count in another unit or with another multiplier. */
  List<RegisterReading> multiplier() {
    int factor = List.of(10, 40, 100, 1_000).get(random.nextInt(4));
    boolean more = random.nextBoolean();
    for (long[] energies : List.of(series.imports, series.exports)) {
      for (int slot = at; slot < at + 2 * DAY; slot++) {
        energies[slot] = more ? energies[slot] * factor : energies[slot] / factor;
      }
    }
    return series.readings();
  }

  /** From one reading on the clock goes wrong by 1 to 20 s each quarter-hour, for a day. */
  List<RegisterReading> clock() {
    List<RegisterReading> readings = series.readings();
    long each = (1 + random.nextInt(20)) * (random.nextBoolean() ? 1_000L : -1_000L);
    for (int i = at; i < at + DAY; i++) {
      long drift = Math.max(-600_000, Math.min(600_000, (i - at + 1) * each));
      readings.set(i, Series.moved(readings.get(i), drift, 0, 0));
    }
    return readings;
  }

  /** The registers wrap, are reset, or belong to another meter from one reading on. */
  List<RegisterReading> registerStep(List<MeterReplacement> replacements) {
    List<RegisterReading> readings = series.readings();
    RegisterReading last = readings.get(at - 1);
    int kind = random.nextInt(3);
    if (kind == 0) {
      series.firstImport = MODULUS - (last.importWh() - series.firstImport) - 1;
      readings = series.readings();
      readings.replaceAll(r -> r.importWh() < MODULUS ? r : Series.moved(r, 0, -MODULUS, 0));
      return readings;
    }
    long[] first = kind == 1 ? new long[2] : new long[] {random.nextInt(9_000), 17};
    if (kind == 2) {
      replacements.add(
          new MeterReplacement(
              "m-1",
              last.timeMillis() + 1 + random.nextInt(800_000),
              last.importWh(),
              last.exportWh(),
              first[0],
              first[1]));
    }
    for (int i = at; i < readings.size(); i++) {
      readings.set(
          i,
          Series.moved(readings.get(i), 0, first[0] - last.importWh(), first[1] - last.exportWh()));
    }
    return readings;
  }

  /** No reading comes for 24 to 72 hours. */
  List<RegisterReading> prolonged() {
    List<RegisterReading> readings = series.readings();
    readings.subList(at, at + DAY + random.nextInt(2 * DAY)).clear();
    return readings;
  }

  /** The meter's rules: rated, with a rhythm, and registers of seven digits. */
  static MeterRules rules(Series series, long ratedW, List<MeterReplacement> replacements) {
    VeeRules usual = VeeRules.DEFAULT;
    return new MeterRules(
        new VeeRules(
            new VeeRules.Register(ratedW, ratedW, MODULUS, 1),
            new VeeRules.Clock(900, 2),
            usual.shape(),
            usual.gaps()),
        series.zone,
        replacements);
  }
}
