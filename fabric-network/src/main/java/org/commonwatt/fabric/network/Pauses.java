package org.commonwatt.fabric.network;

/** Waits between two looks at something that another process changes. */
final class Pauses {
  private Pauses() {}

  /**
   * Sleeps.
   *
   * @throws FabricException when the thread is interrupted
   */
  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FabricException("interrupted while waiting for the network", e);
    }
  }
}
