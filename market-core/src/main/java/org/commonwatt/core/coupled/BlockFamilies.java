package org.commonwatt.core.coupled;

import java.util.Map;
import org.commonwatt.core.coupled.CaseFault.Code;
import org.jspecify.annotations.Nullable;

/** What blocks must keep that depend on others. */
final class BlockFamilies {
  /** How many blocks may be above another. */
  private static final int MOST_ABOVE = 100;

  private BlockFamilies() {}

  /** What is wrong with a block's parent or exclusive group, null when nothing is. */
  static @Nullable CaseFault fault(BlockOrder block, Map<String, BlockOrder> blocks) {
    String group = block.terms().exclusiveGroup();
    if (group != null) {
      return inGroup(block, group, blocks);
    }
    return block.terms().parent() == null ? null : linked(block, blocks);
  }

  private static @Nullable CaseFault inGroup(
      BlockOrder block, String group, Map<String, BlockOrder> blocks) {
    if (block.participant() == null) {
      return bad(block, "is in an exclusive group without a participant", "name its participant");
    }
    if (block.terms().parent() != null) {
      return bad(
          block, "is in an exclusive group and has a parent", "take out one of the two fields");
    }
    for (BlockOrder other : blocks.values()) {
      boolean isMember = group.equals(other.terms().exclusiveGroup());
      if (isMember && !block.participant().equals(other.participant())) {
        return bad(
            block,
            "shares the exclusive group " + group + " with another participant",
            "give each participant's groups names of their own");
      }
    }
    return null;
  }

  private static @Nullable CaseFault linked(BlockOrder block, Map<String, BlockOrder> blocks) {
    BlockOrder parent = blocks.get(block.terms().parent());
    if (parent == null) {
      return bad(
          block,
          "has the parent " + block.terms().parent() + ", which is no block of the case",
          "name the id of an order with a profile");
    }
    if (block.participant() == null || !block.participant().equals(parent.participant())) {
      return bad(
          block,
          "has the parent " + parent.id() + " of another participant",
          "link blocks of one participant, and name it on both");
    }
    if (parent.terms().exclusiveGroup() != null) {
      return bad(
          block,
          "has the parent " + parent.id() + ", which is in an exclusive group",
          "link only blocks that are in no group");
    }
    return above(block, parent, blocks);
  }

  private static @Nullable CaseFault above(
      BlockOrder block, BlockOrder parent, Map<String, BlockOrder> blocks) {
    BlockOrder above = parent;
    int count = 1; // blocks above, with the parent
    for (; above != null && above.terms().parent() != null; count++) {
      if (count > blocks.size() || above.id().equals(block.id())) {
        return bad(block, "is its own ancestor", "end the chain of parents at a block without one");
      }
      above = blocks.get(above.terms().parent());
    }
    return count <= MOST_ABOVE
        ? null
        : bad(
            block,
            "has " + count + " blocks above it, more than " + MOST_ABOVE,
            "let several blocks have one parent instead of one below the other");
  }

  private static CaseFault bad(BlockOrder block, String what, String hint) {
    return CaseFault.of(Code.BAD_BLOCK, "block " + block.id() + " " + what, hint);
  }
}
