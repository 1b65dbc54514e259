package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What an auction of several slots gave; blocks are numbered as in its case. */
public final class MultiSlotResult implements MultiSlotOutcome {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private final MultiSlotCase input;
  private final List<ClearingResult> slots;
  private final Blocks blocks;

  /**
   * What was decided upon blocks.
   *
   * @param units accepted, per block by arrival
   * @param out per block by arrival, whether it did not take part for its owner's other orders
   */
  record Blocks(long[] units, boolean[] out, Proof proof) {}

  /**
   * How good that is.
   *
   * @param optimal whether nothing is better, nor as good and before it by volume or arrival
   * @param bound what no result can pass, nano-currency
   * @param welfare what this one has, nano-currency
   */
  record Proof(boolean optimal, BigInteger bound, BigInteger welfare) {}

  MultiSlotResult(MultiSlotCase input, List<ClearingResult> slots, Blocks blocks) {
    this.input = input;
    this.slots = List.copyOf(slots);
    this.blocks = blocks;
  }

  /** The case that was cleared. */
  public MultiSlotCase input() {
    return input;
  }

  /**
   * Prices, flows and simple orders of a slot. Its energies and its welfare are those of simple
   * orders; its price intervals are those at which the other slots can have prices, too.
   */
  public ClearingResult slot(int slot) {
    return slots.get(slot);
  }

  /** Whether any order or block got anything. */
  public boolean isCleared() {
    return slots.stream().anyMatch(ClearingResult::isCleared)
        || IntStream.range(0, blocks.units().length).anyMatch(b -> blocks.units()[b] > 0);
  }

  /**
   * True when proven best; false when a budget ended the search before, or where it is not known
   * whether something that is as good, and before it by volume or arrival, has prices.
   */
  public boolean isOptimal() {
    return blocks.proof().optimal();
  }

  /** What a block got in one of its slots, in their order, Wh. */
  public long blockFillWh(int number, int portion) {
    int b = input.place[number];
    return blocks.units()[b] * input.blocks[b].unitWh[portion];
  }

  /** What of a block was accepted, rounded down, ppm. */
  public int blockRatioPpm(int number) {
    int b = input.place[number];
    return BigInteger.valueOf(blocks.units()[b])
        .multiply(MILLION)
        .divide(BigInteger.valueOf(input.blocks[b].units))
        .intValueExact();
  }

  /** Whether a block was left out because it crosses an order of its owner. */
  public boolean isLeftOut(int number) {
    return blocks.out()[input.place[number]];
  }

  /** Energy that blocks buy in an area and slot, Wh. */
  public long blocksBuyWh(int slot, int area) {
    return blocksWh(slot, area, true);
  }

  /** Energy that blocks sell in an area and slot, Wh. */
  public long blocksSellWh(int slot, int area) {
    return blocksWh(slot, area, false);
  }

  private long blocksWh(int slot, int area, boolean buy) {
    long sum = 0;
    for (int b = 0; b < input.blocks.length; b++) {
      Block block = input.blocks[b];
      for (int s = 0; s < block.slots.length; s++) {
        boolean here = block.slots[s] == slot && input.areaOf(block) == area;
        sum += here && block.isBuy() == buy ? blocks.units()[b] * block.unitWh[s] : 0;
      }
    }
    return sum;
  }

  /**
   * Blocks that are in the money but rejected, wholly, or in part by 1 µ/kWh of the average price
   * or more; by number. One that its parent or its exclusive group keeps out is none.
   */
  public List<Integer> paradoxicallyRejected() {
    return IntStream.range(0, input.blockCount()).filter(this::isParadoxical).boxed().toList();
  }

  private boolean isParadoxical(int number) {
    int b = input.place[number];
    Block block = input.blocks[b];
    long accepted = blocks.units()[b];
    long limit = limit(b);
    if (blocks.out()[b] || accepted >= limit || limit < block.leastUnits) {
      return false;
    }
    Wide gain = new Wide();
    for (int s = 0; s < block.slots.length; s++) {
      Long price = slots.get(block.slots[s]).priceMicroPerKwh(input.areaOf(block));
      if (price == null) {
        return false;
      }
      gain.addProduct(block.unitWh[s], block.sign * (price - block.price));
    }
    BigInteger least = accepted == 0 ? BigInteger.ONE : BigInteger.valueOf(block.whOfUnit());
    return gain.value().compareTo(least) >= 0;
  }

  /** The most that parent and group leave a block, units. */
  private long limit(int b) {
    boolean[] none = new boolean[input.blocks.length];
    int[][] groups = BlockDomain.groups(input.blocks, input.groups);
    return BlockDomain.of(input.blocks, groups, none).limit(b, blocks.units());
  }

  /** Welfare as the rules define it, over all slots and blocks, nano-currency. */
  public BigInteger welfareNano() {
    return blocks.proof().welfare();
  }

  /** What no result can pass, nano-currency: the welfare itself when it is proven best. */
  public BigInteger welfareBoundNano() {
    return blocks.proof().bound();
  }

  /**
   * The distance of the bound from the welfare, of it, rounded up, ppm; null for a welfare of 0.
   */
  public @Nullable BigInteger gapPpm() {
    BigInteger welfare = blocks.proof().welfare().abs();
    if (welfare.signum() == 0) {
      return isOptimal() ? BigInteger.ZERO : null;
    }
    BigInteger[] parts =
        blocks
            .proof()
            .bound()
            .subtract(blocks.proof().welfare())
            .multiply(MILLION)
            .divideAndRemainder(welfare);
    return parts[0].add(BigInteger.valueOf(parts[1].signum()));
  }

  /** Fees of all links in all slots, nano-currency. */
  public BigInteger feeNano() {
    return slots.stream().map(ClearingResult::feeNano).reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** What the links of all slots earn beyond their fees, nano-currency. */
  public BigInteger congestionRentNano() {
    return slots.stream()
        .map(ClearingResult::congestionRentNano)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
