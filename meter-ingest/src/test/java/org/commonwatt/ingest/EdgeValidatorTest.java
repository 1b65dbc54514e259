package org.commonwatt.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.sunspec.MeterRegisters;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EdgeValidatorTest {
  private static final MeterSource METER =
      new MeterSource("m", new Endpoint("127.0.0.1", 502), 1, 12_000);
  private static final long HOUR = 3_600_000;

  private final ManualClock clock = new ManualClock("2026-01-01T10:00:00Z");
  private final EdgeValidator validator = new EdgeValidator(clock, Duration.ofSeconds(2));
  private final long now = clock.millis();
  private final LastReading last =
      new LastReading(4, now - HOUR, 10_000, 20_000, Hash.of(new byte[] {1}));

  @Test
  void takesWhatCanBeTrue() {
    assertThat(judge(null, 5, 6, now)).isEmpty();
    assertThat(judge(last, 10_000, 20_000, now)).isEmpty();
    assertThat(judge(last, 10_500, 20_500, now)).isEmpty();
  }

  @Test
  void aRegisterThatFellIsRefused() {
    assertRefused(RejectionCode.REGISTER_DECREASED, judge(last, 9_999, 20_000, now), "import");
    assertRefused(RejectionCode.REGISTER_DECREASED, judge(last, 10_000, 19_999, now), "export");
  }

  @Test
  void aJumpIsWhatTheRatedPowerCannotHaveCarried() {
    // 12 kW for an hour, and one Wh for the rounding of the register.
    assertThat(judge(last, 22_001, 32_001, now)).isEmpty();
    assertRefused(
        RejectionCode.VALUE_OUT_OF_RANGE, judge(last, 22_002, 20_000, now), "allows 12001");
    assertRefused(RejectionCode.VALUE_OUT_OF_RANGE, judge(last, 10_000, 32_002, now), "export");
    assertThat(judge(last, 10_004, 20_000, last.timeMillis() + 900)).isEmpty();
    assertRefused(
        RejectionCode.VALUE_OUT_OF_RANGE,
        judge(last, 10_005, 20_000, last.timeMillis() + 900),
        "grew by 5 Wh");
  }

  @Test
  void aCoarseRegisterMayStepByItsResolution() {
    MeterRegisters coarse = new MeterRegisters(11_000, 20_000, 0, 1_000);
    assertThat(validator.validate(METER, last, coarse, last.timeMillis() + 1)).isEmpty();
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
    assertRefused(
        RejectionCode.VALUE_OUT_OF_RANGE, judge(null, 1_000_000_000_001L, 1, now), "scale factor");
  }

  @Test
  void anInstantIsTakenOnceAndInOrder() {
    assertRefused(
        RejectionCode.READING_DUPLICATE,
        judge(last, 10_000, 20_000, last.timeMillis()),
        "known already");
    assertRefused(
        RejectionCode.READING_CONFLICT,
        judge(last, 10_001, 20_000, last.timeMillis()),
        "import 10000 Wh");
    assertRefused(
        RejectionCode.READING_LATE,
        judge(last, 10_000, 20_000, last.timeMillis() - 1),
        "order of time");
  }

  @Test
  void everyReasonAgainstReadingsButAnUnknownMeterIsGivenHere() {
    Set<RejectionCode> given = EnumSet.of(RejectionCode.UNKNOWN_METER); // by ReadingDecoderTest
    List<Optional<Rejection>> refusals =
        List.of(
            judge(last, 9_999, 20_000, now),
            judge(null, 1, 1, now + 2_001),
            judge(last, 10_000, 20_000, last.timeMillis()),
            judge(last, 10_001, 20_000, last.timeMillis()),
            judge(last, 10_000, 20_000, last.timeMillis() - 1));
    refusals.forEach(refusal -> given.add(refusal.orElseThrow().code()));
    assertThat(given)
        .isEqualTo(EnumSet.range(RejectionCode.UNKNOWN_METER, RejectionCode.READING_FUTURE));
  }

  @Test
  void ofSeveralReasonsTheFirstInTheDocumentedOrderIsGiven() {
    assertRefused(
        RejectionCode.REGISTER_DECREASED, judge(last, 9_999, 99_999_999, now + 60_000), "import");
    assertRefused(
        RejectionCode.READING_FUTURE, judge(last, 10_000, 99_999_999, now + 60_000), "clock");
  }

  private Optional<Rejection> judge(
      @Nullable LastReading before, long importWh, long exportWh, long timeMillis) {
    return validator.validate(
        METER, before, new MeterRegisters(importWh, exportWh, 0, 1), timeMillis);
  }

  private static void assertRefused(
      RejectionCode code, Optional<Rejection> rejection, String messagePart) {
    assertThat(rejection).isPresent();
    assertThat(rejection.get().code()).isEqualTo(code);
    assertThat(rejection.get().message()).contains(messagePart);
  }
}
