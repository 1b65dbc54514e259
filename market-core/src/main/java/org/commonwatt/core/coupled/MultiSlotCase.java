package org.commonwatt.core.coupled;

import java.util.List;

/**
 * A checked case of several slots, made by {@link MultiSlotBuilder}. Each slot is a case of its own
 * with the same areas; block orders join them. Blocks are numbered as the case gave them; an order
 * of one slot that has a minimum quantity is a block of one slot.
 */
public final class MultiSlotCase {
  final ClearingRules rules;
  final List<String> slotIds;
  final List<ClearingCase> slots;
  final Block[] blocks; // by arrival
  final int[] place; // per number of a block, its place in blocks
  final int groups;
  private final int[] areas; // per node

  MultiSlotCase(MultiSlotBuilder builder, List<ClearingCase> slots, BlockTable table) {
    rules = builder.rules;
    slotIds = List.copyOf(builder.slotIds);
    this.slots = List.copyOf(slots);
    blocks = table.byArrival();
    place = table.place();
    groups = table.groups();
    areas = new Network(slots.get(0)).area;
  }

  /** The rules the case is cleared by. */
  public ClearingRules rules() {
    return rules;
  }

  /** Ids of the slots, in the order of the case. */
  public List<String> slotIds() {
    return slotIds;
  }

  /** The areas, links and simple orders of a slot. */
  public ClearingCase slot(int slot) {
    return slots.get(slot);
  }

  /** Number of blocks. */
  public int blockCount() {
    return place.length;
  }

  /** The id of a block. */
  public String blockId(int number) {
    return block(number).id;
  }

  /** The area of a block, by its place among the areas. */
  public int blockArea(int number) {
    return areaOf(block(number));
  }

  /** Whether a block is an order of one slot with a minimum quantity. */
  public boolean isOrderOfOneSlot(int number) {
    return block(number).ofOneSlot;
  }

  /** The slots of a block, ascending. */
  public int[] blockSlots(int number) {
    return block(number).slots.clone();
  }

  /** The area of a block, by its place among the areas. */
  int areaOf(Block block) {
    return areas[block.node];
  }

  private Block block(int number) {
    return blocks[place[number]];
  }
}
