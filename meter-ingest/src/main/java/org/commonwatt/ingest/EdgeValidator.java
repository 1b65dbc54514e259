package org.commonwatt.ingest;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/**
 * Refuses readings that cannot be true, before they reach the log. Of several reasons the first in
 * the order of {@link RejectionCode} is given.
 *
 * <p>A reading is compared with the last accepted one. It must not be older ({@code READING_LATE}),
 * nor of the same instant ({@code READING_DUPLICATE}, or {@code READING_CONFLICT} with other
 * values); no register may grow by more than the rated power allows in the time between ({@code
 * VALUE_OUT_OF_RANGE}), unless the meter was {@linkplain #know replaced}. It must not lie in the
 * future ({@code READING_FUTURE}), but by as much as its meter's clock is known to be fast.
 *
 * <p>A register that shows less than before passes: it may have wrapped, been reset, or be that of
 * another meter, and the metering job has the rules that tell these apart.
 */
public final class EdgeValidator {
  /** The largest credible register: a terawatt-hour. */
  static final long LARGEST_REGISTER_WH = 1_000_000_000_000L;

  private static final BigInteger MILLIS_PER_HOUR = BigInteger.valueOf(3_600_000);

  private final InstantSource clock;
  private final Duration futureTolerance;
  private volatile Map<String, List<MeterSwap>> swaps = Map.of();

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
   * Knows which meters were replaced, instead of those that were known before: registers of a new
   * meter may stand higher than those of the old one. Thread-safe.
   *
   * @param announced replacements, those of one meter in order of time
   */
  public void know(List<MeterSwap> announced) {
    swaps = announced.stream().collect(Collectors.groupingBy(MeterSwap::meter));
  }

  /** The time by the ingest's own clock, UTC ms. */
  long nowMillis() {
    return clock.millis();
  }

  /**
   * Judges a reading.
   *
   * @param raw the reading
   * @param last last accepted reading of the meter, if there is one
   * @return why it is refused, or empty
   */
  Optional<Rejection> validate(RawReading raw, @Nullable LastReading last) {
    MeterRegisters registers = raw.registers();
    long timeMillis = raw.timeMillis();
    if (last != null) {
      Optional<Rejection> order = compareWithLast(last.shown(), registers, timeMillis);
      if (order.isPresent()) {
        return order;
      }
    }
    Instant time = Instant.ofEpochMilli(timeMillis);
    Instant now = clock.instant();
    if (time.isAfter(now.plus(futureTolerance).plusMillis(raw.aheadMillis()))) {
      return rejected(
          RejectionCode.READING_FUTURE,
          "reading of %s, but it is %s: check the clock of the collector".formatted(time, now));
    }
    return range(raw, last);
  }

  private static Optional<Rejection> compareWithLast(
      LastReading.Shown last, MeterRegisters registers, long timeMillis) {
    Instant lastTime = Instant.ofEpochMilli(last.timeMillis());
    if (timeMillis > last.timeMillis()) {
      return Optional.empty();
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

  private Optional<Rejection> range(RawReading raw, @Nullable LastReading last) {
    MeterRegisters registers = raw.registers();
    if (Math.min(registers.importWh(), registers.exportWh()) < 0) {
      return rejected(
          RejectionCode.VALUE_OUT_OF_RANGE,
          "a register is not negative: check the type in the register map");
    }
    if (Math.max(registers.importWh(), registers.exportWh()) > LARGEST_REGISTER_WH) {
      return rejected(
          RejectionCode.VALUE_OUT_OF_RANGE,
          "a register above %d Wh is not credible: check the scale factor"
              .formatted(LARGEST_REGISTER_WH));
    }
    if (last == null) {
      return Optional.empty();
    }
    Optional<Rejection> jump = jump(raw, continued(raw, last.shown()));
    LastReading.Shown before = last.beforeFall();
    boolean returns = before != null && !isBelow(registers, before) && jump(raw, before).isEmpty();
    return returns ? Optional.empty() : jump;
  }

  /** Through replacements that were announced: what the present meter would have shown. */
  private LastReading.Shown continued(RawReading raw, LastReading.Shown last) {
    LastReading.Shown shown = last;
    for (MeterSwap swap : swaps.getOrDefault(raw.meter(), List.of())) {
      if (swap.isBetween(last.timeMillis(), raw.timeMillis())) {
        shown = swap.shifted(shown);
      }
    }
    return shown;
  }

  private static boolean isBelow(MeterRegisters registers, LastReading.Shown before) {
    return registers.importWh() < before.importWh() || registers.exportWh() < before.exportWh();
  }

  private static Optional<Rejection> jump(RawReading raw, LastReading.Shown before) {
    BigInteger most = mostWh(raw, raw.timeMillis() - before.timeMillis());
    MeterRegisters registers = raw.registers();
    return jump("import", registers.importWh() - before.importWh(), most)
        .or(() -> jump("export", registers.exportWh() - before.exportWh(), most));
  }

  /** Rated power × time, rounded up, and one step of the register for its own rounding. */
  private static BigInteger mostWh(RawReading raw, long millis) {
    return BigInteger.valueOf(raw.ratedPowerW())
        .multiply(BigInteger.valueOf(millis))
        .add(MILLIS_PER_HOUR.subtract(BigInteger.ONE))
        .divide(MILLIS_PER_HOUR)
        .add(BigInteger.valueOf(raw.registers().resolutionWh()));
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
