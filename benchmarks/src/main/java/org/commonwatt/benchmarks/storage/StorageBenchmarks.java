package org.commonwatt.benchmarks.storage;

/** The benchmarks of shared storage; {@code docs/performance.md} says how to run them. */
public final class StorageBenchmarks {
  private StorageBenchmarks() {}

  /**
   * Runs one of them and prints a table.
   *
   * @param arguments {@code feasibility}
   */
  public static void main(String[] arguments) {
    if (arguments.length == 1 && arguments[0].equals("feasibility")) {
      Feasibility.run();
    } else {
      System.err.println("usage: StorageBenchmarks feasibility");
      System.exit(2);
    }
  }
}
