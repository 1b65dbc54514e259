package org.commonwatt.benchmarks.storage;

import java.io.IOException;

/** The benchmarks of shared storage; {@code docs/performance.md} says how to run them. */
public final class StorageBenchmarks {
  private StorageBenchmarks() {}

  /**
   * Runs one of them and prints a table.
   *
   * @param arguments {@code feasibility}, {@code gate}, or {@code auction} and, for a peer, a
   *     Python with HiGHS
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String which = arguments.length == 0 ? "" : arguments[0];
    if (arguments.length == 1 && which.equals("feasibility")) {
      Feasibility.run();
    } else if (arguments.length == 1 && which.equals("gate")) {
      Gates.run();
    } else if (arguments.length <= 2 && which.equals("auction")) {
      Auctions.run(arguments.length == 2 ? arguments[1] : "");
    } else {
      System.err.println("usage: StorageBenchmarks feasibility | gate | auction [PYTHON]");
      System.exit(2);
    }
  }
}
