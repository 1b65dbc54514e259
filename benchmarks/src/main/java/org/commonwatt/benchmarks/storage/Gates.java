package org.commonwatt.benchmarks.storage;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import org.commonwatt.core.storage.auction.AuctionResult;
import org.commonwatt.core.storage.auction.StorageAuction;
import org.commonwatt.core.storage.auction.StorageAuctionCase;

/**
 * How long a gate takes that as much waits for as a window may have: one clearing of a day each,
 * with the default budget, after one to warm up.
 */
final class Gates {
  private static final int BIDS = 1_000;
  private static final int[][] UNITS_AND_LINKED = {
    {100, 0}, {100, 100}, {100, 400}, {10, 1_000}, {100, 1_000}
  };

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Gates() {}

  static void run() {
    System.out.println("| bids | units | linked | processor, ms | result |");
    System.out.println("|---|---|---|---|---|");
    clear(SunnyDays.auction(1, BIDS, 100, 0));
    for (int[] one : UNITS_AND_LINKED) {
      long start = THREADS.getCurrentThreadCpuTime();
      AuctionResult result = clear(SunnyDays.auction(1, BIDS, one[0], one[1]));
      long millis = (THREADS.getCurrentThreadCpuTime() - start) / 1_000_000;
      boolean proven = result.value().welfareNano().equals(result.value().boundNano());
      System.out.printf(
          Locale.ROOT,
          "| %d | %d | %d | %d | %s |%n",
          BIDS,
          one[0],
          one[1],
          millis,
          proven ? "optimum" : "gap");
    }
  }

  private static AuctionResult clear(StorageAuctionCase input) {
    if (StorageAuction.clear(input) instanceof AuctionResult result) {
      return result;
    }
    throw new IllegalStateException("a sunny day is a case");
  }
}
