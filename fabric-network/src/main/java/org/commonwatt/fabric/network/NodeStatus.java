package org.commonwatt.fabric.network;

import java.util.OptionalLong;

/**
 * How one process of a network does.
 *
 * @param name such as {@code peer-exchange}
 * @param address where it listens, {@code 127.0.0.1:port}
 * @param pid its process id; empty when it does not run
 * @param residentBytes memory it holds; empty when unknown
 * @param height blocks in its ledger; empty for other processes than peers, or when it does not
 *     answer
 */
public record NodeStatus(
    String name,
    String address,
    OptionalLong pid,
    OptionalLong residentBytes,
    OptionalLong height) {

  /** Whether the process lives. */
  public boolean isRunning() {
    return pid.isPresent();
  }
}
