package org.commonwatt.flink.defects;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.commonwatt.flink.defects.Planted.Span;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.vee.MeterReplacement;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.flink.vee.VeeRules;

/** Puts one defect into a home's readings, at a place and of a size that the seed decides. */
final class Defects {
  private static final int DAY = 96;
  private static final long MODULUS = 5_000_000;
  private static final int TOLERANCE_MILLIS = 2_000;

  private final Random random;
  private final Series series;
  private final int at;

  Defects(Series series, Random random) {
    this.series = series;
    this.random = random;
    this.at = (6 + random.nextInt(RealHomes.DAYS - 12)) * DAY + random.nextInt(DAY);
  }

  /** The instant of a slot's start, and of the reading there. */
  private long time(int slot) {
    return series.start + slot * Series.SLOT;
  }

  /** With the readings of twelve days before the defect and six after. */
  private Planted planted(List<RegisterReading> readings, List<Span> told, int slots) {
    List<RegisterReading> around =
        readings.stream()
            .filter(reading -> reading.timeMillis() >= time(at - 12 * DAY))
            .filter(reading -> reading.timeMillis() <= time(at + 6 * DAY))
            .toList();
    return new Planted(around, told, new Span(time(at - 1), time(at + slots)));
  }

  /** More energy in one interval than the rest of the day explains. */
  Planted spike() {
    int day = at / DAY * DAY;
    long[] sorted = Arrays.copyOfRange(series.imports, day, day + DAY);
    Arrays.sort(sorted);
    long third = sorted[DAY - 3];
    series.imports[at] += third * 19 / 10 + 501 + random.nextInt(4_000);
    return planted(series.readings(), List.of(new Span(time(at), time(at + 1))), 1);
  }

  /** More than the connection carries, in or out, from one reading on. */
  Planted rating(long ratedW) {
    long energy = ratedW / 4 + 2 + random.nextInt(50_000);
    (random.nextBoolean() ? series.imports : series.exports)[at] = energy;
    return planted(series.readings(), List.of(Span.instant(time(at + 1))), 1);
  }

  /** The meter does not count for two days. */
  Planted zero() {
    Arrays.fill(series.imports, at, at + 2 * DAY, 0);
    Arrays.fill(series.exports, at, at + 2 * DAY, 0);
    Span still = new Span(time(at), time(at + 2 * DAY));
    return planted(series.readings(), still.days(series, DAY * Series.SLOT), 2 * DAY);
  }

  /** One reading lies below the one before. */
  Planted negative() {
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
    return planted(readings, List.of(Span.instant(time(at))), 1);
  }

  /** The same energy in each interval of half a day. */
  Planted stuck() {
    boolean imports = random.nextBoolean();
    long energy = 20 + random.nextInt(800);
    Arrays.fill(series.imports, at, at + DAY / 2 + 1, imports ? energy : 0);
    Arrays.fill(series.exports, at, at + DAY / 2 + 1, imports ? 0 : energy);
    Span same = new Span(time(at), time(at + DAY / 2 + 1));
    return planted(series.readings(), same.days(series, DAY / 4 * Series.SLOT), DAY / 2 + 1);
  }

  /** A reading comes again, the same or with other values. */
  Planted duplicate() {
    List<RegisterReading> readings = series.readings();
    long other = random.nextBoolean() ? 0 : 1 + random.nextInt(100);
    readings.add(at + 1, Series.moved(readings.get(at), 0, other, 0));
    return planted(readings, List.of(Span.instant(time(at))), 1);
  }

  /** For half a day and more readings come each 5, 30 or 60 minutes instead of each 15. */
  Planted intervalSize() {
    int every = List.of(-3, 2, 4).get(random.nextInt(3));
    List<RegisterReading> readings = new ArrayList<>();
    List<RegisterReading> right = series.readings();
    int end = at + DAY / 2 + random.nextInt(5);
    for (int i = 0; i < right.size(); i++) {
      boolean wrong = i >= at && i < end;
      if (wrong && every < 0) {
        readings.add(between(right.get(i - 1), right.get(i), 1));
        readings.add(between(right.get(i - 1), right.get(i), 2));
      }
      if (!wrong || every < 0 || i % every == 0) {
        readings.add(right.get(i));
      }
    }
    int first = every < 0 ? at - 1 : (at + every - 2) / every * every;
    long four = every < 0 ? 4 * Series.SLOT / 3 : 4 * every * Series.SLOT;
    Span told = new Span(time(first), time(first) + four);
    return planted(readings, List.of(told), end - at);
  }

  private static RegisterReading between(RegisterReading from, RegisterReading to, int third) {
    return Series.reading(
        to.sequence(),
        from.timeMillis() + third * Series.SLOT / 3,
        from.importWh() + (to.importWh() - from.importWh()) * third / 3,
        from.exportWh() + (to.exportWh() - from.exportWh()) * third / 3);
  }

  /** For two days the registers count in another unit or with another multiplier. */
  Planted multiplier() {
    int factor = List.of(10, 40, 100, 1_000).get(random.nextInt(4));
    boolean more = random.nextBoolean();
    for (long[] energies : List.of(series.imports, series.exports)) {
      for (int slot = at; slot < at + 2 * DAY; slot++) {
        energies[slot] = more ? energies[slot] * factor : energies[slot] / factor;
      }
    }
    Span wrong = new Span(time(at), time(at + 2 * DAY));
    return planted(series.readings(), wrong.days(series, DAY * Series.SLOT), 2 * DAY);
  }

  /** From one reading on the clock goes wrong by 1 to 20 s each quarter-hour, for a day. */
  Planted clock() {
    List<RegisterReading> readings = series.readings();
    long each = (1 + random.nextInt(20)) * (random.nextBoolean() ? 1_000L : -1_000L);
    for (int i = at; i < at + DAY; i++) {
      long drift = Math.max(-600_000, Math.min(600_000, (i - at + 1) * each));
      readings.set(i, Series.moved(readings.get(i), drift, 0, 0));
    }
    int seen = at;
    while (Math.abs(readings.get(seen).timeMillis() - time(seen)) <= TOLERANCE_MILLIS) {
      seen++;
    }
    Span told = Span.instant(readings.get(seen).timeMillis());
    return planted(readings, List.of(told), DAY);
  }

  /** The registers wrap, are reset, or belong to another meter from one reading on. */
  Planted registerStep(List<MeterReplacement> replacements) {
    List<RegisterReading> readings = series.readings();
    RegisterReading last = readings.get(at - 1);
    int kind = random.nextInt(3);
    if (kind == 0) {
      series.firstImport = MODULUS - (last.importWh() - series.firstImport) - 1;
      readings = series.readings();
      readings.replaceAll(r -> r.importWh() < MODULUS ? r : Series.moved(r, 0, -MODULUS, 0));
      int wrapped = at;
      while (readings.get(wrapped).importWh() >= readings.get(wrapped - 1).importWh()) {
        wrapped++;
      }
      return planted(readings, List.of(Span.instant(time(wrapped))), wrapped - at + 1);
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
    int told = kind == 2 ? at : risenAfter(readings);
    return planted(readings, List.of(Span.instant(time(told))), told - at + 1);
  }

  /** A reset counts when a second reading shows that the registers rise again. */
  private int risenAfter(List<RegisterReading> readings) {
    RegisterReading zero = readings.get(at);
    int risen = at + 1;
    while (readings.get(risen).importWh() == zero.importWh()
        && readings.get(risen).exportWh() == zero.exportWh()) {
      risen++;
    }
    return risen;
  }

  /** No reading comes for 24 to 72 hours. */
  Planted prolonged() {
    List<RegisterReading> readings = series.readings();
    int gone = DAY + random.nextInt(2 * DAY);
    readings.subList(at, at + gone).clear();
    Span estimated = new Span(time(at - 1), time(at + gone));
    return planted(readings, estimated.days(series, DAY / 2 * Series.SLOT), gone);
  }

  /** The meter's rules: rated, with a rhythm, and registers of seven digits. */
  static MeterRules rules(Series series, long ratedW, List<MeterReplacement> replacements) {
    VeeRules usual = VeeRules.DEFAULT;
    return new MeterRules(
        new VeeRules(
            new VeeRules.Register(ratedW, ratedW, MODULUS, 1),
            new VeeRules.Clock(900, TOLERANCE_MILLIS / 1_000),
            usual.shape(),
            usual.gaps()),
        series.zone,
        replacements);
  }
}
