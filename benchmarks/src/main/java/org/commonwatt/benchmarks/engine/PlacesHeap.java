package org.commonwatt.benchmarks.engine;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.engine.snapshot.Snapshot;
import org.commonwatt.engine.snapshot.SnapshotFolder;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;

/**
 * The heap of a market in which every place is taken by an order that rests in a continuous book,
 * which is what takes most; and whether its snapshot can be written and restored in that heap.
 */
final class PlacesHeap {
  private static final int FRAME = 1_000;
  private static final Snapshot.Subject SUBJECT =
      new Snapshot.Subject(BenchMarket.MARKET, Keyring.NONE);
  private static final Snapshot.Place PLACE = new Snapshot.Place(1, 1, Hash.ZERO, 0, 1);

  private PlacesHeap() {}

  static void print() throws IOException {
    Path folder = Files.createTempDirectory("places-heap");
    try {
      SnapshotFolder store = new SnapshotFolder(folder, 1);
      save(store);
      long begun = System.nanoTime();
      String name = store.names().get(0);
      MarketStateMachine restored =
          Snapshot.read(
              () -> store.open(name), SUBJECT, (place, state) -> MarketStateMachine.restore(state));
      System.out.printf(
          "restored in %.1f s from %d MiB: %.0f MiB used, %d slots%n",
          (System.nanoTime() - begun) / 1e9,
          Files.size(folder.resolve(name)) >> 20,
          usedAfterCollection(),
          restored.slots().size());
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  private static void save(SnapshotFolder store) throws IOException {
    System.out.printf("heap at most %d MiB%n", Runtime.getRuntime().maxMemory() >> 20);
    BenchMarket market = BenchMarket.continuous();
    MarketStateMachine machine = new MarketStateMachine();
    apply(machine, market.opening());
    double empty = usedAfterCollection();
    long orders = 0;
    while (apply(machine, frame(market, orders))) {
      orders += FRAME;
    }
    double full = usedAfterCollection();
    System.out.printf(
        "%.0f MiB used without orders, %.0f MiB with %,d orders, %.0f bytes each%n",
        empty, full, orders, (full - empty) * 1024 * 1024 / orders);
    long begun = System.nanoTime();
    store.write(1, out -> Snapshot.write(out, SUBJECT, PLACE, machine::save));
    System.out.printf("snapshot written in %.1f s%n", (System.nanoTime() - begun) / 1e9);
  }

  private static List<Command> frame(BenchMarket market, long first) {
    return Stream.iterate(first, number -> number + 1)
        .limit(FRAME)
        .<Command>map(market::apart)
        .toList();
  }

  /** Applies commands as they come from the log; returns whether the last one was taken. */
  private static boolean apply(MarketStateMachine machine, List<Command> commands) {
    CommandFrame frame =
        new CommandFrame(
            "places",
            0,
            commands.stream()
                .map(command -> new CommandFrame.Entry(CommandOrigin.NONE, command))
                .toList());
    boolean[] refused = new boolean[1];
    CommandCodec.decode(CommandCodec.encode(BenchMarket.MARKET, frame))
        .entries()
        .forEach(
            entry ->
                machine.apply(entry, event -> refused[0] |= event instanceof Event.OrderRejected));
    return !refused[0];
  }

  private static double usedAfterCollection() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0 / 1024.0;
  }
}
