package org.commonwatt.audit.proof;

import java.util.List;
import org.commonwatt.model.Hash;

/**
 * That a market's trees go on from earlier ones.
 *
 * @param from the earlier heads
 * @param paths of each tree, in the order of {@link Heads#NAMES}
 */
public record Consistency(Heads from, List<List<Hash>> paths) {
  /** Copies the lists. */
  public Consistency {
    paths = paths.stream().map(List::copyOf).toList();
  }

  /** Whether the paths lead to later heads. */
  boolean leadsTo(Heads later) {
    boolean leads = paths.size() == Heads.NAMES.size();
    for (int i = 0; leads && i < paths.size(); i++) {
      leads = MerkleProofs.consistent(from.all().get(i), later.all().get(i), paths.get(i));
    }
    return leads;
  }
}
