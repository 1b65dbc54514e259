package org.commonwatt.ledger;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How a ledger goes on when a transaction met a read conflict: it makes a new one of the same call,
 * with new reads and a new id, after a pause that doubles each time. The invalid ones stay in their
 * blocks. Anything else that made a transaction invalid would do so again and is not retried.
 *
 * @param attempts most transactions of one call, 1 or more
 * @param first longest pause after the first; zero for none
 * @param longest upper bound of the pauses
 */
public record ConflictRetry(int attempts, Duration first, Duration longest) {
  /** Eight transactions, pauses of up to 20 ms, 40 ms and so on to 640 ms. */
  public static final ConflictRetry DEFAULT =
      new ConflictRetry(8, Duration.ofMillis(20), Duration.ofSeconds(1));

  /** One transaction: an invalid one is the answer. */
  public static final ConflictRetry NONE = new ConflictRetry(1, Duration.ZERO, Duration.ZERO);

  /** Fabric's words for a transaction that had read what another one then changed. */
  private static final Set<String> CONFLICTS =
      Set.of("MVCC_READ_CONFLICT", "PHANTOM_READ_CONFLICT");

  /** Checks the numbers. */
  public ConflictRetry {
    if (attempts < 1 || first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "at least one attempt, and pauses from zero up: " + attempts + ", " + first + longest);
    }
  }

  /**
   * Whether a new transaction of the same call may succeed where this one did not.
   *
   * @param code a verdict in Fabric's words
   */
  public static boolean isConflict(String code) {
    return CONFLICTS.contains(code);
  }

  /**
   * Submits until a transaction meets no conflict, or the attempts are used up.
   *
   * @param once makes a new transaction of the call and tells what became of it
   * @return what became of the last one
   */
  public SubmitOutcome submit(Supplier<SubmitOutcome> once) {
    SubmitOutcome outcome = once.get();
    Duration pause = first;
    for (int made = 1; made < attempts && metConflict(outcome) && slept(pause); made++) {
      outcome = once.get();
      pause = pause.multipliedBy(2).compareTo(longest) < 0 ? pause.multipliedBy(2) : longest;
    }
    return outcome;
  }

  private static boolean metConflict(SubmitOutcome outcome) {
    return outcome instanceof SubmitOutcome.Invalid invalid && isConflict(invalid.code());
  }

  /** Half of the pause to all of it, by chance: clients that met once must not meet each time. */
  private static boolean slept(Duration pause) {
    long nanos = pause.toNanos();
    try {
      if (nanos > 0) {
        TimeUnit.NANOSECONDS.sleep(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
      }
      return true;
    } catch (InterruptedException e) {
      // The outcome so far is known and true: it is the answer.
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
