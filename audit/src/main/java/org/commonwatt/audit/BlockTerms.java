package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.StatedSlots;
import org.commonwatt.model.StatedSlots.Block;
import org.commonwatt.model.StatedSlots.Portion;
import org.jspecify.annotations.Nullable;

/**
 * Whether stated fills of blocks keep their terms: one ratio in all slots, of whole Wh, not below
 * the least one, not above that of the parent, and not above 1 in sum in an exclusive group.
 */
final class BlockTerms {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private final Map<String, Block> blocks = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();

  private BlockTerms(StatedSlots stated) {
    stated.blocks().forEach(block -> blocks.put(block.id(), block));
  }

  /** What is wrong; empty when all terms are kept. */
  static List<String> complaints(StatedSlots stated) {
    BlockTerms terms = new BlockTerms(stated);
    for (Block block : stated.blocks()) {
      terms.judge(block);
      terms.judgeGroup(block, stated.blocks());
    }
    return terms.complaints;
  }

  private void judge(Block block) {
    Portion first = block.portions().get(0);
    BigInteger fill = big(first.fillWh());
    BigInteger whole = big(first.energyWh());
    for (Portion portion : block.portions()) {
      expect(
          portion.fillWh() >= 0 && portion.fillWh() <= portion.energyWh(),
          block.id() + " has a fill outside 0 to " + portion.energyWh());
      expect(
          big(portion.fillWh()).multiply(whole).equals(fill.multiply(big(portion.energyWh()))),
          block.id() + " has another ratio in one slot than in another");
    }
    if (block.isAccepted()) {
      BigInteger least = whole.multiply(big(block.terms().minRatioPpm()));
      expect(
          fill.multiply(MILLION).compareTo(least) >= 0
              && first.fillWh() >= block.terms().minEnergyWh(),
          block.id() + " is accepted below its least ratio or energy");
      expect(!block.leftOut(), block.id() + " is accepted, but stated to be left out");
    }
    Block parent = parent(block);
    if (parent != null) {
      Portion of = parent.portions().get(0);
      expect(
          fill.multiply(big(of.energyWh())).compareTo(whole.multiply(big(of.fillWh()))) <= 0,
          block.id() + " is accepted by more than its parent");
    }
  }

  private @Nullable Block parent(Block block) {
    return block.terms().parent() == null ? null : blocks.get(block.terms().parent());
  }

  private void judgeGroup(Block block, List<Block> all) {
    String group = block.terms().exclusiveGroup();
    if (group != null) {
      expect(left(block, all).signum() >= 0, "the exclusive group " + group + " passes 1");
    }
  }

  /** What a block's group leaves beyond the group's ratios, in parts of a common denominator. */
  private static BigInteger left(Block block, List<Block> all) {
    BigInteger taken = BigInteger.ZERO;
    BigInteger whole = BigInteger.ONE;
    for (Block other : all) {
      if (String.valueOf(block.terms().exclusiveGroup()).equals(other.terms().exclusiveGroup())) {
        Portion first = other.portions().get(0);
        taken = taken.multiply(big(first.energyWh())).add(whole.multiply(big(first.fillWh())));
        whole = whole.multiply(big(first.energyWh()));
      }
    }
    return whole.subtract(taken);
  }

  /**
   * Whether its parent or its group, and nothing else, keeps a block from more than it got: parent
   * and group leave it less than it could take.
   */
  static boolean isKeptOut(Block block, StatedSlots stated) {
    Portion first = block.portions().get(0);
    BigInteger most = big(first.energyWh()); // more than its fill that it could have, in Wh
    for (Block parent : stated.blocks()) {
      if (parent.id().equals(block.terms().parent())) {
        Portion of = parent.portions().get(0);
        most = most.multiply(big(of.fillWh())).divide(big(of.energyWh()));
      }
    }
    if (block.terms().exclusiveGroup() != null) {
      BigInteger whole = BigInteger.ONE;
      for (Block other : stated.blocks()) {
        if (block.terms().exclusiveGroup().equals(other.terms().exclusiveGroup())) {
          whole = whole.multiply(big(other.portions().get(0).energyWh()));
        }
      }
      BigInteger room = left(block, stated.blocks()).multiply(big(first.energyWh()));
      most = most.min(big(first.fillWh()).add(room.divide(whole)));
    }
    return !couldHave(block, most);
  }

  /** Whether a block could have more than its fill within so much of its first slot's energy. */
  private static boolean couldHave(Block block, BigInteger most) {
    long units = 0;
    for (Portion portion : block.portions()) {
      units = big(portion.energyWh()).gcd(big(units)).longValueExact();
    }
    long of = block.terms().minEnergyWh() > 0 ? 1 : block.portions().get(0).energyWh() / units;
    BigInteger fits = most.divide(big(of)).multiply(big(of));
    BigInteger least =
        big(block.portions().get(0).energyWh()).multiply(big(block.terms().minRatioPpm()));
    return fits.compareTo(big(block.portions().get(0).fillWh())) > 0
        && fits.multiply(MILLION).compareTo(least) >= 0
        && fits.compareTo(big(block.terms().minEnergyWh())) >= 0;
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private void expect(boolean holds, String complaint) {
    if (!holds) {
      complaints.add(complaint);
    }
  }
}
