package org.commonwatt.log.kafka;

/**
 * How often the log is kept, and how many of the copies a write waits for. A write is acknowledged
 * when {@code minInSync} brokers have it; with one copy, none of which is forced to the disk, a
 * power cut can lose what was acknowledged.
 *
 * @param replicas copies of each record, 0 for what suits the cluster: 3 if it has as many brokers,
 *     else 1
 * @param minInSync copies without which nothing is acknowledged, 0 for all but one, at least 1
 */
public record Durability(int replicas, int minInSync) {

  /** What suits the cluster. */
  public static final Durability BY_CLUSTER = new Durability(0, 0);

  private static final int REGION = 3;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when more copies are asked for than are kept
   */
  public Durability {
    if (replicas < 0 || minInSync < 0) {
      throw new IllegalArgumentException("replicas and in-sync replicas are not negative");
    }
    if (replicas > 0 && minInSync > replicas) {
      throw new IllegalArgumentException(
          minInSync + " in-sync replicas need as many replicas, not " + replicas);
    }
  }

  /**
   * The numbers on a cluster.
   *
   * @param brokers how many it has
   * @throws TopicsDifferException when it has too few
   */
  Durability on(int brokers) {
    int kept = replicas > 0 ? replicas : brokers >= REGION ? REGION : 1;
    int waited = minInSync > 0 ? minInSync : Math.max(1, kept - 1);
    if (kept > brokers || waited > kept) {
      throw new TopicsDifferException(
          "%d replicas of which %d are in sync need more brokers than the cluster's %d"
              .formatted(Math.max(kept, waited), waited, brokers));
    }
    return new Durability(kept, waited);
  }

  /** Whether a power cut can lose what was acknowledged. */
  public boolean losesWithOneBroker() {
    return minInSync < 2;
  }
}
