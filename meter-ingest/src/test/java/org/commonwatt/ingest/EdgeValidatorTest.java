package org.commonwatt.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.model.RejectionCode.VALUE_OUT_OF_RANGE;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EdgeValidatorTest {
  private static final long RATED_W = 12_000;
  private static final long HOUR = 3_600_000;

  private final ManualClock clock = new ManualClock("2026-01-01T10:00:00Z");
  private final EdgeValidator validator = new EdgeValidator(clock, Duration.ofSeconds(2));
  private final long now = clock.millis();
  private final LastReading last =
      new LastReading(
          4, new LastReading.Shown(now - HOUR, 10_000, 20_000), null, Hash.of(new byte[] {1}));

  @Test
  void takesWhatCanBeTrue() {
    assertThat(judge(null, 5, 6, now)).isEmpty();
    assertThat(judge(last, 10_000, 20_000, now)).isEmpty();
    assertThat(judge(last, 10_500, 20_500, now)).isEmpty();
  }

  @Test
  void aRegisterThatFellIsForTheMeteringJobToJudge() {
    assertThat(judge(last, 9_999, 20_000, now)).isEmpty();
    assertThat(judge(last, 0, 0, now)).isEmpty();
    assertRefused(VALUE_OUT_OF_RANGE, judge(last, 9_999, 32_002, now), "export");
  }

  @Test
  void anAnnouncedMeterMayStandHigherThanTheOneBeforeAndIsHeldToThatFromThenOn() {
    assertRefused(VALUE_OUT_OF_RANGE, judge(last, 90_100, 20_000, now), "import");
    validator.know(List.of(new MeterSwap("m", now - HOUR / 2, 80_000, -20_000)));
    assertThat(judge(last, 90_100, 7, now)).isEmpty(); // shifted, 10,100 and 20,007
    assertThat(judge(last, 102_001, 0, now)).isEmpty();
    assertRefused(VALUE_OUT_OF_RANGE, judge(last, 102_002, 0, now), "allows 12001");
    assertRefused(VALUE_OUT_OF_RANGE, judge(last, 90_100, 12_002, now), "export");
    LastReading swapped = after(last, 90_100, 7, now - HOUR / 4);
    assertThat(judge(swapped, 90_200, 8, now)).isEmpty();
    assertRefused(VALUE_OUT_OF_RANGE, judge(swapped, 180_000, 8, now), "import");
    validator.know(List.of(new MeterSwap("other", now - HOUR / 2, 80_000, 0)));
    assertRefused(VALUE_OUT_OF_RANGE, judge(last, 90_100, 20_000, now), "import");
  }

  @Test
  void aRegisterIsNotNegative() {
    assertRefused(VALUE_OUT_OF_RANGE, judge(null, -1, 0, now), "not negative");
    assertRefused(VALUE_OUT_OF_RANGE, judge(last, 10_000, -1, now), "not negative");
  }

  @Test
  void afterZerosTheRegistersGoOnFromWhereTheyWere() {
    LastReading zero = after(last, 0, 0, now - 2_000);
    LastReading zeroStill = after(zero, 0, 0, now - 1_000);
    assertThat(judge(zeroStill, 10_500, 20_000, now)).isEmpty();
    assertThat(judge(zeroStill, 22_001, 20_000, now)).isEmpty();
    assertRefused(VALUE_OUT_OF_RANGE, judge(zeroStill, 22_002, 20_000, now), "allows 5");
    assertRefused(VALUE_OUT_OF_RANGE, judge(zeroStill, 9_999, 20_000, now), "allows 5");
    assertThat(after(zeroStill, 10_500, 20_000, now).beforeFall()).isNull();
  }

  @Test
  void whatRisesFromWhereItFellToGoesOnFromThereOnly() {
    LastReading reset = after(after(last, 0, 20_000, now - 2_000), 1, 20_001, now - 1_000);
    assertThat(judge(reset, 2, 20_001, now)).isEmpty();
    assertRefused(VALUE_OUT_OF_RANGE, judge(reset, 10_500, 20_001, now), "import");
  }

  @Test
  void aRegisterThatDidNotFallSaysNothingOfTheOneThatDid() {
    LastReading half = after(after(last, 0, 20_000, now - 2_000), 0, 20_001, now - 1_000);
    assertThat(judge(half, 10_500, 20_001, now)).isEmpty();
  }

  @Test
  void aJumpIsWhatTheRatedPowerCannotHaveCarried() {
    // 12 kW for an hour, and one Wh for the rounding of the register.
    assertThat(judge(last, 22_001, 32_001, now)).isEmpty();
    assertRefused(VALUE_OUT_OF_RANGE, judge(last, 22_002, 20_000, now), "allows 12001");
    assertRefused(VALUE_OUT_OF_RANGE, judge(last, 10_000, 32_002, now), "export");
    assertThat(judge(last, 10_004, 20_000, last.shown().timeMillis() + 900)).isEmpty();
    assertRefused(
        VALUE_OUT_OF_RANGE,
        judge(last, 10_005, 20_000, last.shown().timeMillis() + 900),
        "grew by 5 Wh");
  }

  @Test
  void aCoarseRegisterMayStepByItsResolution() {
    MeterRegisters coarse = new MeterRegisters(11_000, 20_000, 0, 1_000);
    assertThat(validator.validate(raw(coarse, last.shown().timeMillis() + 1), last)).isEmpty();
  }

  @Test
  void theFutureIsRefusedBeyondTheTolerance() {
    assertThat(judge(null, 1, 1, now + 2_000)).isEmpty();
    assertRefused(
        RejectionCode.READING_FUTURE, judge(null, 1, 1, now + 2_001), "2026-01-01T10:00:00Z");
  }

  @Test
  void anIncredibleRegisterIsOutOfRangeEvenAsTheFirst() {
    assertThat(judge(null, 1_000_000_000_000L, 1, now)).isEmpty();
    assertRefused(VALUE_OUT_OF_RANGE, judge(null, 1_000_000_000_001L, 1, now), "scale factor");
  }

  @Test
  void anInstantIsTakenOnceAndInOrder() {
    assertRefused(
        RejectionCode.READING_DUPLICATE,
        judge(last, 10_000, 20_000, last.shown().timeMillis()),
        "known already");
    assertRefused(
        RejectionCode.READING_CONFLICT,
        judge(last, 10_001, 20_000, last.shown().timeMillis()),
        "import 10000 Wh");
    assertRefused(
        RejectionCode.READING_LATE,
        judge(last, 10_000, 20_000, last.shown().timeMillis() - 1),
        "order of time");
  }

  @Test
  void everyReasonThatIsGivenHereIsKnown() {
    Set<RejectionCode> given = EnumSet.noneOf(RejectionCode.class);
    List<Optional<Rejection>> refusals =
        List.of(
            judge(null, 1, 1, now + 2_001),
            judge(last, 10_000, 20_000, last.shown().timeMillis()),
            judge(last, 10_001, 20_000, last.shown().timeMillis()),
            judge(last, 10_000, 20_000, last.shown().timeMillis() - 1));
    refusals.forEach(refusal -> given.add(refusal.orElseThrow().code()));
    assertThat(given)
        .isEqualTo(EnumSet.range(RejectionCode.READING_CONFLICT, RejectionCode.READING_FUTURE));
  }

  @Test
  void ofSeveralReasonsTheFirstInTheDocumentedOrderIsGiven() {
    assertRefused(
        RejectionCode.READING_FUTURE, judge(last, 10_000, 99_999_999, now + 60_000), "clock");
  }

  private static LastReading after(LastReading before, long importWh, long exportWh, long time) {
    MeterReading reading =
        new MeterReading(
            "m", before.sequence() + 1, time, importWh, exportWh, 0, Quality.ACTUAL, before.hash());
    return LastReading.of(reading, new byte[] {2}, before);
  }

  private Optional<Rejection> judge(
      @Nullable LastReading before, long importWh, long exportWh, long timeMillis) {
    return validator.validate(
        raw(new MeterRegisters(importWh, exportWh, 0, 1), timeMillis), before);
  }

  private static RawReading raw(MeterRegisters registers, long timeMillis) {
    return new RawReading("m", RATED_W, timeMillis, registers, Quality.ACTUAL);
  }

  private static void assertRefused(
      RejectionCode code, Optional<Rejection> rejection, String messagePart) {
    assertThat(rejection).isPresent();
    assertThat(rejection.get().code()).isEqualTo(code);
    assertThat(rejection.get().message()).contains(messagePart);
  }
}
