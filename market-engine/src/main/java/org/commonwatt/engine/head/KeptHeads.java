package org.commonwatt.engine.head;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The newest heads by their numbers of batches. One thread adds, all may read. */
final class KeptHeads {
  private final int most;
  private final NavigableMap<Long, SignedHead> heads = new ConcurrentSkipListMap<>();
  private volatile long dropped; // the highest number whose head is not kept any more

  /** None yet. */
  KeptHeads(int most) {
    this.most = most;
  }

  /** Adds a head of more batches than all before, and drops the oldest when there are too many. */
  void add(long batches, SignedHead head) {
    heads.put(batches, head);
    if (heads.size() > most) {
      dropped = heads.firstKey(); // before a reader finds the next one in its place
      heads.pollFirstEntry();
    }
  }

  void clear() {
    heads.clear();
  }

  Optional<SignedHead> newest() {
    return Optional.ofNullable(heads.lastEntry()).map(Map.Entry::getValue);
  }

  /** The first head with at least so many batches, as long as it is kept. */
  Optional<SignedHead> of(long batches) {
    Optional<SignedHead> found =
        Optional.ofNullable(heads.ceilingEntry(batches)).map(Map.Entry::getValue);
    return isDropped(batches) ? Optional.empty() : found;
  }

  /** Whether there was such a head, which is not kept any more. */
  boolean isDropped(long batches) {
    return batches <= dropped;
  }
}
