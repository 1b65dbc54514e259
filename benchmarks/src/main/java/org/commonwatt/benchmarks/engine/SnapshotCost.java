package org.commonwatt.benchmarks.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.engine.snapshot.Snapshot;
import org.commonwatt.engine.snapshot.SnapshotFolder;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Hash;

/** Time and size of a snapshot against the number of open orders. */
final class SnapshotCost {
  private static final int[] OPEN = {1_000, 10_000, 100_000};
  private static final int RUNS = 9;
  private static final Snapshot.Subject SUBJECT =
      new Snapshot.Subject(BenchMarket.MARKET, Keyring.NONE);
  private static final Snapshot.Place PLACE = new Snapshot.Place(1, 1, Hash.ZERO, 0, 1);

  private SnapshotCost() {}

  /** Prints a table; each figure is the best of {@value #RUNS}. */
  static void print() throws IOException {
    Path folder = Files.createTempDirectory("snapshot-cost");
    System.out.println("open orders | MiB | write and force ms | check, read and restore ms");
    try {
      for (int open : OPEN) {
        print(open, folder);
      }
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  private static void print(int open, Path folder) throws IOException {
    MarketStateMachine machine = machine(open);
    SnapshotFolder store = new SnapshotFolder(folder, 1);
    double written = Double.MAX_VALUE;
    double restored = Double.MAX_VALUE;
    for (int run = 1; run <= RUNS; run++) {
      long begun = System.nanoTime();
      store.write(run, out -> Snapshot.write(out, SUBJECT, PLACE, machine::save));
      long middle = System.nanoTime();
      restore(store);
      written = Math.min(written, (middle - begun) / 1e6);
      restored = Math.min(restored, (System.nanoTime() - middle) / 1e6);
    }
    long size = Files.size(folder.resolve(store.names().get(0)));
    System.out.printf(
        "%,d | %.2f | %.1f | %.1f%n", open, size / 1024.0 / 1024.0, written, restored);
  }

  private static MarketStateMachine machine(int open) {
    BenchMarket market = BenchMarket.plain();
    MarketStateMachine machine = new MarketStateMachine();
    market.opening().forEach(command -> apply(machine, command));
    for (int i = 0; i < open; i++) {
      apply(machine, market.order(i));
    }
    return machine;
  }

  private static void apply(MarketStateMachine machine, Command command) {
    machine.apply(new CommandFrame.Entry(CommandOrigin.NONE, command), event -> {});
  }

  private static void restore(SnapshotFolder store) throws IOException {
    String name = store.names().get(0);
    Snapshot.read(
        () -> store.open(name), SUBJECT, (place, state) -> MarketStateMachine.restore(state));
  }
}
