package org.commonwatt.cli.laptop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wall clock as far as a witness bears it out. A market's time never goes back: one tick of a
 * clock that is set ahead closes gates for good. So where the wall clock is ahead of the witness by
 * more than {@link #BOUND} the witness's time is the one that counts, until they agree again. A
 * clock that is behind closes nothing early: it counts, and is reported. Thread-safe.
 */
final class ClockGuard implements InstantSource {
  /** How far the clocks may be apart; clocks that are kept are within a second. */
  static final Duration BOUND = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(ClockGuard.class);

  private final InstantSource wall;
  private final Supplier<OptionalLong> witness;
  private volatile boolean told;

  /**
   * A guard of a clock.
   *
   * @param witness the time by another's clock, UTC, milliseconds since the epoch; empty while that
   *     is not known
   */
  ClockGuard(InstantSource wall, Supplier<OptionalLong> witness) {
    this.wall = wall;
    this.witness = witness;
  }

  /**
   * The time to go by.
   *
   * @throws IllegalStateException while the witness has said nothing
   */
  @Override
  public Instant instant() {
    Instant here = wall.instant();
    Instant there =
        Instant.ofEpochMilli(
            witness
                .get()
                .orElseThrow(() -> new IllegalStateException("nobody has told the time yet")));
    Optional<String> trouble = difference(here, there);
    if (trouble.isPresent() && !told) {
      LOG.error("{}", trouble.get());
    } else if (told && trouble.isEmpty()) {
      LOG.info("the clocks of this machine and of the broker agree again");
    }
    told = trouble.isPresent();
    return here.isAfter(there.plus(BOUND)) ? there : here;
  }

  /** What is wrong now, with a code; empty when the clocks agree, or nobody knows. */
  Optional<String> trouble() {
    OptionalLong there = witness.get();
    return there.isEmpty()
        ? Optional.empty()
        : difference(wall.instant(), Instant.ofEpochMilli(there.getAsLong()));
  }

  private static Optional<String> difference(Instant here, Instant there) {
    Duration ahead = Duration.between(there, here);
    if (ahead.abs().compareTo(BOUND) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        ahead.isNegative()
            ? "CLOCK_BEHIND: the clock of the engine's machine is "
                + -ahead.toSeconds()
                + " s behind the broker's, and gates close as much too late: set it"
            : "CLOCK_AHEAD: the clock of the engine's machine is "
                + ahead.toSeconds()
                + " s ahead of the broker's, whose time the market goes by until they agree"
                + " within "
                + BOUND.toSeconds()
                + " s: set the one that is wrong");
  }
}
