package org.commonwatt.system;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.ledger.ConflictRetry;
import org.commonwatt.ledger.memory.LedgerFaults;
import org.commonwatt.ledger.memory.MemoryChain;
import org.commonwatt.ledger.memory.MemoryLedger;

/** What the same commands give: a program of its own, so that another Java can run it. */
final class StateHashes {
  private static final int SEEDS = 8;
  private static final int FRAMES = 200;

  private StateHashes() {}

  /** What one market came to: of its chain of events, its state, and a market restored from it. */
  record Line(int seed, String events, String state, String restored) {}

  /** Prints the version of this Java, then the lines. */
  public static void main(String[] arguments) {
    System.out.println(Runtime.version().feature());
    all().forEach(System.out::println);
  }

  /** The hashes of some markets; their ledger is a fake, whose transactions have the same ids. */
  static List<Line> all() {
    List<Line> lines = new ArrayList<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      MemoryLedger ledger =
          new MemoryLedger(
              new MemoryChain(), MemoryLedger.SUBMITTER, LedgerFaults.NONE, ConflictRetry.NONE);
      RandomMarket market = new RandomMarket(seed, ledger, seed % 4 != 0);
      market.drive(FRAMES);
      lines.add(
          new Line(
              seed,
              market.eventHash().hex(),
              market.stateHash().hex(),
              market.restoredHash().hex()));
    }
    return lines;
  }
}
