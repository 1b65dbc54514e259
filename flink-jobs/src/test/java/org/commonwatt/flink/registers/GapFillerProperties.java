package org.commonwatt.flink.registers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.flink.registers.Readings.SLOT;
import static org.commonwatt.flink.registers.Readings.START;

import java.math.BigInteger;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.flink.vee.PastDay;
import org.commonwatt.flink.vee.SimilarDays;
import org.commonwatt.flink.vee.VeeRules;
import org.commonwatt.model.Quality;

/** Long gaps, against the share of each border computed by itself from the whole course. */
class GapFillerProperties {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final MeterRules RULES = new MeterRules(VeeRules.DEFAULT, BERLIN, List.of());

  private static SimilarDays similar(Random random, int days) {
    SimilarDays similar = SimilarDays.NONE;
    for (int day = 0; day < days; day++) {
      PastDay past = new PastDay(day, random.nextBoolean(), course(random), course(random));
      similar = similar.with(past, 3);
    }
    return similar;
  }

  /** Hours without energy, and now and then a day without. */
  private static int[] course(Random random) {
    int[] course = new int[96];
    boolean idle = random.nextInt(4) == 0;
    for (int slot = 0; slot < 96; slot++) {
      course[slot] = idle || random.nextInt(3) == 0 ? 0 : random.nextInt(3_000);
    }
    return course;
  }

  private static long share(
      SimilarDays similar,
      boolean imports,
      RegisterReading before,
      RegisterReading after,
      long border) {
    long from = imports ? before.importWh() : before.exportWh();
    long rise = (imports ? after.importWh() : after.exportWh()) - from;
    long start = before.timeMillis();
    long whole = similar.weight(imports, start, after.timeMillis(), 15, BERLIN);
    long part = similar.weight(imports, start, border, 15, BERLIN);
    if (whole == 0) {
      whole = after.timeMillis() - start;
      part = border - start;
    }
    return from
        + BigInteger.valueOf(rise)
            .multiply(BigInteger.valueOf(part))
            .divide(BigInteger.valueOf(whole))
            .longValueExact();
  }

  @Property(tries = 200)
  void aWalkAlongTheGapGivesEachBorderTheShareThatItHasByItself(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int days,
      @ForAll @IntRange(min = 0, max = 899_999) int offsetMillis,
      @ForAll @LongRange(min = 7_200_001, max = 6 * 86_400_000L) long gapMillis,
      @ForAll @IntRange(min = 0, max = 200_000) int importWh,
      @ForAll @IntRange(min = 0, max = 200_000) int exportWh) {
    SimilarDays similar = similar(new Random(seed), days);
    RegisterReading before = Readings.at(0, START + offsetMillis, 5_000, 70);
    RegisterReading after =
        Readings.at(1, before.timeMillis() + gapMillis, 5_000L + importWh, 70L + exportWh);
    List<BorderRegisters> expected = new ArrayList<>();
    for (long at = (before.timeMillis() / SLOT + 1) * SLOT; at < after.timeMillis(); at += SLOT) {
      expected.add(
          new BorderRegisters(
              at,
              share(similar, true, before, after, at),
              share(similar, false, before, after, at),
              Quality.SUBSTITUTED));
    }
    if (after.timeMillis() % SLOT == 0) {
      expected.add(BorderRegisters.exactly(after));
    }
    assertThat(new GapFiller(Readings.RULES, RULES, similar).borders(before, after, false))
        .isEqualTo(expected);
  }
}
