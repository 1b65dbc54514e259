package org.commonwatt.log.kafka;

import java.nio.file.Path;

/**
 * How to start a broker.
 *
 * @param dataDir where it keeps the log and its own log file; made when missing
 * @param port on 127.0.0.1, 1 to 65535; 0 for one that is free
 * @param heapMiB its Java heap in MiB, at least 128
 */
public record KafkaChildOptions(Path dataDir, int port, int heapMiB) {

  /** Enough heap for a community on a laptop, in MiB. */
  public static final int DEFAULT_HEAP_MIB = 256;

  /** Checks the ranges. */
  public KafkaChildOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the broker's port must be 0 to 65535, not " + port);
    }
    if (heapMiB < 128) {
      throw new IllegalArgumentException("the broker needs at least 128 MiB of heap");
    }
    dataDir = dataDir.toAbsolutePath().normalize();
  }

  /** A free port and the default heap. */
  public static KafkaChildOptions in(Path dataDir) {
    return new KafkaChildOptions(dataDir, 0, DEFAULT_HEAP_MIB);
  }
}
