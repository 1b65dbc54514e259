package org.commonwatt.engine.settlement;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
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

  private final LongSupplier nanos;
  private final boolean named;
  private @Nullable SettlementWait last;
  private long since;

  /**
   * Has seen nothing yet.
   *
   * @param nanos waits are measured by, like {@link System#nanoTime}: the wall clock may jump
   * @param named whether it says whose positions are missing: where everybody reads what it tells
   *     and members have accounts, that is their own matter
   */
  public SettlementWatch(LongSupplier nanos, boolean named) {
    this.nanos = nanos;
    this.named = named;
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
      since = nanos.getAsLong();
    }
    last = wait;
    return nanos.getAsLong() - since < PATIENCE.toNanos()
        ? Optional.empty()
        : Optional.of("settlement waits at slot " + wait.slot() + cause(wait));
  }

  private String cause(SettlementWait wait) {
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

  private String names(List<String> missing) {
    if (!named) {
      return missing.size() + (missing.size() == 1 ? " participant" : " participants");
    }
    String some = String.join(", ", missing.subList(0, Math.min(MOST_NAMES, missing.size())));
    int more = missing.size() - MOST_NAMES;
    return more > 0 ? some + " and " + more + " more" : some;
  }
}
