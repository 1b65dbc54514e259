package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.core.coupled.BlockOracle.SmallCase;
import org.commonwatt.model.Side;

/** The bound of the search against every acceptance that its domain allows, whatever the prices. */
class BlockBoundTest {
  private static final int HIGHEST = 12; // of the cases' prices

  private static BlockMarket market(MultiSlotCase input) {
    SlotClearings clearings = new SlotClearings(input);
    for (int s = 0; s < input.slots.size(); s++) {
      clearings.setEnergy(s, new OwnTrades(input.slots.get(s)).energy());
    }
    SlotDual[] slots = new SlotDual[input.slots.size()];
    for (int s = 0; s < slots.length; s++) {
      slots[s] = new SlotDual(input.slots.get(s), clearings.clearing(s), clearings.energy(s));
    }
    return new BlockMarket(input.blocks, slots);
  }

  /** Some prices, as a relaxation or a sweep may leave them. */
  private static void reprice(BlockMarket market, Random random) {
    for (int s = 0; s < market.slots.length; s++) {
      long[] prices = market.slots[s].price.clone();
      for (int n = 0; n < market.slots[s].suppliedWh().length; n++) {
        prices[n] = random.nextInt(2 * HIGHEST) - HIGHEST / 2;
      }
      market.restore(s, prices);
    }
  }

  private static boolean narrow(BlockDomain domain, Block[] blocks, Random random) {
    for (int b = 0; b < blocks.length; b++) {
      if (random.nextInt(3) > 0) {
        domain.most[b] = random.nextLong(blocks[b].units + 1);
        domain.least[b] = random.nextInt(4) == 0 ? random.nextLong(domain.most[b] + 1) : 0;
      }
    }
    return domain.propagate();
  }

  private static boolean isAllowed(MultiSlotCase input, BlockDomain domain, long[] units) {
    if (!domain.contains(units)) {
      return false;
    }
    for (int b = 0; b < units.length; b++) {
      Block block = input.blocks[b];
      if (units[b] > domain.room(b, units)
          || block.parent != Block.NONE
              && units[b] > block.unitsWithin(input.blocks[block.parent], units[block.parent])) {
        return false;
      }
    }
    return true;
  }

  /** Holds all acceptances of a domain against the bound; returns how many there are. */
  private static int all(MultiSlotCase input, BlockDomain domain, BigInteger bound) {
    BlockMarket market = market(input);
    long[] units = new long[input.blocks.length];
    int allowed = 0;
    for (boolean more = true; more; more = next(input, units)) {
      if (isAllowed(input, domain, units)) {
        for (int b = 0; b < units.length; b++) {
          market.setUnits(b, units[b]);
        }
        market.settle();
        if (market.isFeasible()) {
          allowed++;
          assertThat(market.welfare(units)).isLessThanOrEqualTo(bound);
        }
      }
    }
    return allowed;
  }

  private static boolean next(MultiSlotCase input, long[] units) {
    for (int b = 0; b < units.length; b++) {
      if (units[b] < input.blocks[b].units) {
        units[b]++;
        return true;
      }
      units[b] = 0;
    }
    return false;
  }

  /** Members that may be accepted by parts, of which a domain caps some. */
  private static SmallCase inGroups(SmallCase small) {
    List<BlockOrder> blocks =
        small.blocks().stream()
            .map(
                b ->
                    new BlockOrder(
                        b.id(),
                        b.area(),
                        b.side(),
                        b.priceMicroPerKwh(),
                        b.profile(),
                        new BlockOrder.Terms(0, null, "g" + b.participant()),
                        b.time(),
                        b.participant()))
            .toList();
    return new SmallCase(small.slots(), small.areas(), small.link(), small.orders(), blocks);
  }

  private static int tryOne(long seed) {
    Random random = new Random(seed);
    SmallCase small =
        new BlockCases(seed, HIGHEST).draw(1 + random.nextInt(2), 1 + random.nextInt(2), 4);
    MultiSlotCase input =
        BlockCases.build(
            random.nextBoolean() ? small : inGroups(small), ClearingRules.DEFAULT, false, 1);
    BlockDomain domain = open(input);
    if (!narrow(domain, input.blocks, random)) {
      return 0;
    }
    BlockMarket market = market(input);
    reprice(market, random);
    return all(input, domain, new BlockBound(market, domain).value());
  }

  /** One owner's blocks of one slot, of which one may be accepted, most of it or nothing. */
  private static SmallCase oneGroup(Random random) {
    List<BlockOrder> blocks =
        IntStream.range(0, 2 + random.nextInt(3))
            .mapToObj(
                b -> {
                  long units = 2 + random.nextInt(10);
                  int leastPpm = 1_000_000 - random.nextInt(4) * 100_000;
                  return new BlockOrder(
                      "b" + b,
                      "A",
                      Side.BUY,
                      1 + random.nextInt(HIGHEST),
                      // Parts of 1 and 2 Wh, so that the ratio has as many steps as units.
                      List.of(
                          new BlockOrder.Portion("s0", units),
                          new BlockOrder.Portion("s1", 2 * units)),
                      new BlockOrder.Terms(leastPpm, null, "g"),
                      (long) b,
                      "p0");
                })
            .toList();
    return new SmallCase(2, 1, null, List.of(List.of(), List.of()), blocks);
  }

  private static BlockDomain open(MultiSlotCase input) {
    return BlockDomain.of(
        input.blocks,
        BlockDomain.groups(input.blocks, input.groups),
        new boolean[input.blocks.length]);
  }

  /** Holds what the acceptances of a domain gain at the market's prices against a bound. */
  private static void gains(
      MultiSlotCase input, BlockDomain domain, BlockMarket at, BigInteger bound) {
    long[] units = new long[input.blocks.length];
    for (boolean more = true; more; more = next(input, units)) {
      if (isAllowed(input, domain, units)) {
        BigInteger sum = at.gainOfOthers();
        for (int b = 0; b < units.length; b++) {
          sum = sum.add(at.margin(b).multiply(BigInteger.valueOf(units[b])));
        }
        assertThat(sum).isLessThanOrEqualTo(bound);
      }
    }
  }

  /** The search settles one block after the other by the same bound. */
  @Property(tries = 10_000)
  void noAcceptanceOfADomainThatWasNarrowedSincePassesIt(@ForAll long seed) {
    Random random = new Random(seed);
    MultiSlotCase input = BlockCases.build(oneGroup(random), ClearingRules.DEFAULT, false, 1);
    BlockMarket market = market(input);
    reprice(market, random);
    BlockDomain domain = open(input);
    for (int b = 0; b < input.blocks.length; b++) {
      domain.most[b] -= random.nextBoolean() ? 0 : random.nextLong(input.blocks[b].units);
    }
    BlockBound bound = new BlockBound(market, domain);
    int one = random.nextInt(input.blocks.length);
    for (int b = 0; b < input.blocks.length; b++) {
      if (b != one && random.nextBoolean()) {
        domain.most[b] = random.nextBoolean() ? 0 : domain.most[b];
        domain.least[b] = Math.min(domain.most[b], input.blocks[b].leastUnits);
      }
    }
    BlockDomain without = domain.copy();
    without.most[one] = 0;
    gains(input, without, market, bound.within(one, 0, 0));
    BlockDomain with = domain.copy();
    with.least[one] = input.blocks[one].leastUnits;
    gains(input, with, market, bound.within(one, with.least[one], domain.most[one]));
  }

  @Property(tries = 400)
  void noAcceptanceOfTheDomainPassesIt(@ForAll long seed) {
    tryOne(seed);
  }

  /** So that the property says something. */
  @Example
  void theDomainsHaveAcceptances() {
    int allowed = 0;
    for (long seed = 0; seed < 50; seed++) {
      allowed += tryOne(seed) > 1 ? 1 : 0;
    }
    assertThat(allowed).isGreaterThan(25);
  }
}
