package org.commonwatt.benchmarks.engine;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Prints tables for {@code docs/performance.md}: {@code load FRAMES…}, {@code restart ORDERS},
 * {@code snapshots}, {@code heap}, {@code places}, {@code frames}, {@code overload [SECONDS]},
 * {@code collateral}, {@code orders}, {@code preferences}.
 */
public final class EngineBenchmarks {
  private static final int OVERLOADED = 60; // seconds, in each of two runs

  private EngineBenchmarks() {}

  /**
   * Runs one of the measurements.
   *
   * @param arguments its name and what it is about
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    List<Integer> about =
        List.of(arguments).subList(Math.min(1, arguments.length), arguments.length).stream()
            .map(Integer::valueOf)
            .toList();
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "load" -> Throughput.print(about);
      case "restart" -> Restart.print(about.get(0));
      case "snapshots" -> SnapshotCost.print();
      case "heap" -> HeapUse.print();
      case "places" -> PlacesHeap.print();
      case "frames" -> FrameHeap.print();
      case "overload" ->
          new Overload(
                  System.out, Overload.Size.seconds(about.isEmpty() ? OVERLOADED : about.get(0)))
              .print();
      case "collateral" -> CollateralCost.print();
      case "orders" -> OrderCost.print();
      case "preferences" -> PreferenceCost.print();
      default ->
          throw new IllegalArgumentException(
              "say load FRAMES..., restart ORDERS, snapshots, heap, places, frames,"
                  + " overload [SECONDS], collateral, orders or preferences");
    }
  }
}
