package org.commonwatt.engine.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.core.settlement.MerkleTree;
import org.junit.jupiter.api.Test;

/** A tree that grows has the root of the tree that is made of all its leaves. */
class RunningTreeTest {
  @Test
  void everySizeHasTheRootOfItsLeaves() {
    RunningTree tree = new RunningTree();
    List<byte[]> leaves = new ArrayList<>();
    for (int size = 0; size <= 130; size++) {
      assertThat(tree.size()).isEqualTo(size);
      assertThat(tree.head()).isEqualTo(new RunningTree.Head(size, MerkleTree.root(leaves)));
      byte[] leaf = {(byte) size, 7};
      leaves.add(leaf);
      tree.append(leaf);
    }
  }
}
