package org.commonwatt.benchmarks.clearing;

import java.io.IOException;
import java.nio.file.Path;

/** The benchmarks of the coupled auction; {@code docs/performance.md} says how to run them. */
public final class ClearingBenchmarks {
  private static final String USAGE =
      "usage: ClearingBenchmarks hours FILE [PYTHON] | million | growth | blocks [PYTHON]";

  private ClearingBenchmarks() {}

  /**
   * Runs one of them and prints a table.
   *
   * @param arguments {@code hours FILE [PYTHON]}, {@code million}, {@code growth} or {@code blocks
   *     [PYTHON]}
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String what = arguments.length == 0 ? "" : arguments[0];
    if (what.equals("hours") && arguments.length > 1) {
      Hours.run(Path.of(arguments[1]), arguments.length > 2 ? arguments[2] : "");
    } else if (what.equals("million")) {
      MillionOrders.run();
    } else if (what.equals("growth")) {
      Growth.run();
    } else if (what.equals("blocks")) {
      Blocks.run(arguments.length > 1 ? arguments[1] : "");
    } else {
      System.err.println(USAGE);
      System.exit(2);
    }
  }
}
