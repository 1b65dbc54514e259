package org.commonwatt.model;

/**
 * Where a command came from, for dropping the repeats of a bridge: of one (source, partition) the
 * core takes each offset once, in increasing order.
 *
 * @param source name of the bridge, such as {@code positions}; empty for commands that are not
 *     deduplicated (orders have client order ids, ticks are idempotent)
 * @param partition partition of the source, 0 if it has only one
 * @param offset position in the source, non-negative
 */
public record CommandOrigin(String source, int partition, long offset) {
  /** The origin of commands that are not deduplicated. */
  public static final CommandOrigin NONE = new CommandOrigin("", 0, 0);

  /** Checks that partition and offset are not negative. */
  public CommandOrigin {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException("partition and offset must not be negative");
    }
  }
}
