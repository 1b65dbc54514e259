package org.commonwatt.ingest;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.commonwatt.ingest.sunspec.MeterRegisters;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/**
 * Refuses readings that cannot be true, before they reach the log. Of several reasons the first in
 * the order of {@link RejectionCode} is given.
 *
 * <p>A reading is compared with the last accepted one. It must not be older ({@code READING_LATE}),
 * nor of the same instant ({@code READING_DUPLICATE}, or {@code READING_CONFLICT} with other
 * values); no register may go backwards ({@code REGISTER_DECREASED}: a reset or a wrap at 2³²,
 * which are not told apart yet); none may grow by more than the rated power allows in the time
 * between ({@code VALUE_OUT_OF_RANGE}). It must not lie in the future ({@code READING_FUTURE}).
 */
public final class EdgeValidator {
  /** The largest credible register: a terawatt-hour. */
  static final long LARGEST_REGISTER_WH = 1_000_000_000_000L;

  private static final BigInteger MILLIS_PER_HOUR = BigInteger.valueOf(3_600_000);

  private final InstantSource clock;
  private final Duration futureTolerance;

  /**
   * A validator.
   *
   * @param clock the time that readings are made at: simulated in a demo
   * @param futureTolerance by how much a reading may lie ahead of the clock
   */
  public EdgeValidator(InstantSource clock, Duration futureTolerance) {
    this.clock = clock;
    this.futureTolerance = futureTolerance;
  }

  /**
   * Judges a reading.
   *
   * @param meter whose rated power counts
   * @param last last accepted reading, if there is one
   * @param registers what was read
   * @param timeMillis instant that it stands for
   * @return why it is refused, or empty
   */
  Optional<Rejection> validate(
      MeterSource meter, @Nullable LastReading last, MeterRegisters registers, long timeMillis) {
    if (last != null) {
      Optional<Rejection> order = compareWithLast(last, registers, timeMillis);
      if (order.isPresent()) {
        return order;
      }
    }
    Instant time = Instant.ofEpochMilli(timeMillis);
    Instant now = clock.instant();
    if (time.isAfter(now.plus(futureTolerance))) {
      return rejected(
          RejectionCode.READING_FUTURE,
          "reading of %s, but it is %s: check the clock of the collector".formatted(time, now));
    }
    return range(meter, last, registers, timeMillis);
  }

  private static Optional<Rejection> compareWithLast(
      LastReading last, MeterRegisters registers, long timeMillis) {
    Instant lastTime = Instant.ofEpochMilli(last.timeMillis());
    if (timeMillis > last.timeMillis()) {
      return decrease("import", last.importWh(), registers.importWh())
          .or(() -> decrease("export", last.exportWh(), registers.exportWh()));
    }
    if (timeMillis < last.timeMillis()) {
      return rejected(
          RejectionCode.READING_LATE,
          "a reading of " + lastTime + " was accepted already: poll in order of time");
    }
    return last.importWh() == registers.importWh() && last.exportWh() == registers.exportWh()
        ? rejected(
            RejectionCode.READING_DUPLICATE, "the reading of " + lastTime + " is known already")
        : rejected(
            RejectionCode.READING_CONFLICT,
            "the reading of %s was import %d Wh, export %d Wh: poll each instant once"
                .formatted(lastTime, last.importWh(), last.exportWh()));
  }

  private static Optional<Rejection> decrease(String register, long before, long now) {
    return now >= before
        ? Optional.empty()
        : rejected(
            RejectionCode.REGISTER_DECREASED,
            "the %s register fell from %d to %d Wh: was the meter replaced, or did it wrap?"
                .formatted(register, before, now));
  }

  private static Optional<Rejection> range(
      MeterSource meter, @Nullable LastReading last, MeterRegisters registers, long timeMillis) {
    if (Math.max(registers.importWh(), registers.exportWh()) > LARGEST_REGISTER_WH) {
      return rejected(
          RejectionCode.VALUE_OUT_OF_RANGE,
          "a register above %d Wh is not credible: check the scale factor"
              .formatted(LARGEST_REGISTER_WH));
    }
    if (last == null) {
      return Optional.empty();
    }
    BigInteger most = mostWh(meter, timeMillis - last.timeMillis(), registers.resolutionWh());
    return jump("import", registers.importWh() - last.importWh(), most)
        .or(() -> jump("export", registers.exportWh() - last.exportWh(), most));
  }

  /** Rated power × time, rounded up, and one step of the register for its own rounding. */
  private static BigInteger mostWh(MeterSource meter, long millis, long resolutionWh) {
    return BigInteger.valueOf(meter.ratedPowerW())
        .multiply(BigInteger.valueOf(millis))
        .add(MILLIS_PER_HOUR.subtract(BigInteger.ONE))
        .divide(MILLIS_PER_HOUR)
        .add(BigInteger.valueOf(resolutionWh));
  }

  private static Optional<Rejection> jump(String register, long growth, BigInteger most) {
    return BigInteger.valueOf(growth).compareTo(most) <= 0
        ? Optional.empty()
        : rejected(
            RejectionCode.VALUE_OUT_OF_RANGE,
            "the %s register grew by %d Wh, the rated power allows %d: check meter and rated power"
                .formatted(register, growth, most));
  }

  private static Optional<Rejection> rejected(RejectionCode code, String message) {
    return Optional.of(new Rejection(code, message));
  }
}
