package org.commonwatt.ledger.embedded;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.commonwatt.ledger.LedgerException;

/** Lets readers wait until a ledger has grown or was closed. */
final class Growth {

  /** Something has changed. */
  synchronized void announce() {
    notifyAll();
  }

  /**
   * Waits until the condition, which only an announced change can make true, holds.
   *
   * @param deadline in {@link System#nanoTime}
   * @return whether it does
   */
  synchronized boolean await(BooleanSupplier condition, long deadline) {
    while (!condition.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LedgerException("interrupted while waiting for an event", e);
      }
    }
    return true;
  }
}
