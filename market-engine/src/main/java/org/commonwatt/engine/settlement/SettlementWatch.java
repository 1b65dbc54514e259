package org.commonwatt.engine.settlement;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.commonwatt.core.SettlementWait;
import org.jspecify.annotations.Nullable;

/**
 * Notices that settlement does not move on: slots settle in order, so one missing metered position
 * holds up all that follow, and so does a ledger that confirms nothing. Tells when it is asked;
 * wait times count from the first time it was.
 */
public final class SettlementWatch {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MOST_NAMES = 5;

  private final InstantSource wall;
  private @Nullable SettlementWait last;
  private long sinceMillis;

  /** A watch over real time. */
  public SettlementWatch(InstantSource wall) {
    this.wall = wall;
  }

  /**
   * Takes what settlement waits for now.
   *
   * @return what is wrong when it has waited for the same slot for two minutes
   */
  public synchronized Optional<String> trouble(Optional<SettlementWait> now) {
    if (now.isEmpty()) {
      last = null;
      return Optional.empty();
    }
    SettlementWait wait = now.get();
    if (last == null || !last.slot().equals(wait.slot())) {
      sinceMillis = wall.millis();
    }
    last = wait;
    return wall.millis() - sinceMillis < PATIENCE.toMillis()
        ? Optional.empty()
        : Optional.of("settlement waits at slot " + wait.slot() + cause(wait));
  }

  private static String cause(SettlementWait wait) {
    String cause =
        wait.ledger()
            ? " for the ledger: it has confirmed too few of the slots that are settled"
            : wait.missing().isEmpty()
                ? " for the market's next tick"
                : " for the metered position of "
                    + names(wait.missing())
                    + ": look at their meters";
    return wait.full() ? cause + "; no further slot opens until then" : cause;
  }

  private static String names(List<String> missing) {
    String some = String.join(", ", missing.subList(0, Math.min(MOST_NAMES, missing.size())));
    int more = missing.size() - MOST_NAMES;
    return more > 0 ? some + " and " + more + " more" : some;
  }
}
