package org.commonwatt.audit.proof;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.audit.BatchHashes;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * A line of a bill as a leaf.
 *
 * @param participant whose line it is
 * @param leafHash hash of the leaf
 * @param line what it says, null when its key is not at hand
 */
record BillLeaf(String participant, Hash leafHash, @Nullable BillLine line) {

  /** Of a whole bill, in order. */
  static List<BillLeaf> of(SlotSettled settled) {
    List<BillLeaf> leaves = new ArrayList<>();
    int nextLine = 0;
    for (ErasedLine erased : settled.erasedLines()) {
      while (leaves.size() < erased.index() && nextLine < settled.billLines().size()) {
        leaves.add(of(settled.billLines().get(nextLine++)));
      }
      leaves.add(new BillLeaf(erased.participant(), erased.seal().leafHash(), null));
    }
    while (nextLine < settled.billLines().size()) {
      leaves.add(of(settled.billLines().get(nextLine++)));
    }
    return leaves;
  }

  private static BillLeaf of(BillLine line) {
    return new BillLeaf(line.participant(), BatchHashes.leafHash(line), line);
  }
}
