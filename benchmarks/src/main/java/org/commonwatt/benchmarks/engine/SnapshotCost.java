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
import org.commonwatt.engine.snapshot.StateBytes;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Hash;

/** Time and size of a snapshot against the number of open orders. */
final class SnapshotCost {
  private static final int[] OPEN = {1_000, 10_000, 100_000};
  private static final int RUNS = 9;

  private SnapshotCost() {}

  /** Prints a table; each figure is the best of {@value #RUNS}. */
  static void print() throws IOException {
    Path folder = Files.createTempDirectory("snapshot-cost");
    System.out.println("open orders | MiB | encode ms | write and force ms | read and restore ms");
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
    double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
    int size = 0;
    for (int run = 1; run <= RUNS; run++) {
      long begun = System.nanoTime();
      byte[] bytes = encode(machine);
      long encoded = System.nanoTime();
      store.write(run, bytes);
      long written = System.nanoTime();
      restore(store.read(store.names().get(0)));
      best[0] = Math.min(best[0], (encoded - begun) / 1e6);
      best[1] = Math.min(best[1], (written - encoded) / 1e6);
      best[2] = Math.min(best[2], (System.nanoTime() - written) / 1e6);
      size = bytes.length;
    }
    System.out.printf(
        "%,d | %.2f | %.1f | %.1f | %.1f%n",
        open, size / 1024.0 / 1024.0, best[0], best[1], best[2]);
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

  private static byte[] encode(MarketStateMachine machine) {
    StateBytes.Writer out = new StateBytes.Writer();
    machine.save(out);
    Snapshot.Place place = new Snapshot.Place(1, 1, Hash.ZERO, 0, 1);
    return new Snapshot(BenchMarket.MARKET, place, out.toBytes()).encode();
  }

  private static void restore(byte[] bytes) {
    Snapshot snapshot = Snapshot.decode(BenchMarket.MARKET, bytes);
    MarketStateMachine.restore(new StateBytes.Reader(snapshot.state()));
  }
}
