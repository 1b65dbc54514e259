package org.commonwatt.core.coupled;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.core.coupled.BlockOracle.SmallCase;

/**
 * The same energies in a smaller unit, where blocks are accepted in part. Their ratios have finer
 * steps there, so what was accepted still may be, and something better may be, too.
 */
class BlockScalingTest {
  private static final ClearingRules RULES =
      new ClearingRules(PriceRule.MIDPOINT, TieRule.PRO_RATA, false, 1_000_000, 3_000_000);

  @Property(tries = 200, seed = "20261201")
  void inASmallerUnitNothingIsLost(@ForAll long seed) {
    SmallCase small = draw(seed);
    MultiSlotResult one = clear(small, 1);
    MultiSlotResult many = clear(small, 6);
    Assume.that(one.isOptimal() && many.isOptimal());
    Assume.that(sameTakePart(small, one, many)); // else an owner's blocks were cut otherwise
    BigInteger scaled = one.welfareNano().multiply(BigInteger.valueOf(6));
    assertThat(many.welfareNano()).isGreaterThanOrEqualTo(scaled);
    if (isOnTheCoarseSteps(small, many)) {
      assertThat(many.welfareNano()).as("nothing finer was used").isEqualTo(scaled);
    }
  }

  /** Where the finer steps were not used the result is the same one, prices and intervals too. */
  @Property(tries = 200, seed = "20261201")
  void pricesAndIntervalsStayWhereFinerStepsAreNotUsed(@ForAll long seed) {
    SmallCase small = draw(seed);
    MultiSlotResult one = clear(small, 1);
    MultiSlotResult many = clear(small, 6);
    Assume.that(one.isOptimal() && many.isOptimal());
    Assume.that(sameTakePart(small, one, many) && isOnTheCoarseSteps(small, many));
    for (int b = 0; b < small.blocks().size(); b++) {
      assertThat(many.blockFillWh(b, 0)).isEqualTo(6 * one.blockFillWh(b, 0));
    }
    for (int s = 0; s < small.slots(); s++) {
      ClearingResult coarse = one.slot(s);
      ClearingResult fine = many.slot(s);
      assertThat(fine.priceMicroPerKwh(0)).isEqualTo(coarse.priceMicroPerKwh(0));
      assertThat(fine.lowestPriceMicroPerKwh(0)).isEqualTo(coarse.lowestPriceMicroPerKwh(0));
      assertThat(fine.highestPriceMicroPerKwh(0)).isEqualTo(coarse.highestPriceMicroPerKwh(0));
      for (int i = 0; i < small.orders().get(s).size(); i++) {
        assertThat(Math.abs(fine.fillWh(i) - 6 * coarse.fillWh(i)))
            .as("fills up to rounding")
            .isLessThanOrEqualTo(6);
      }
    }
  }

  /** On the finer steps, too, the result is that of exhaustion. */
  @Property(tries = 100, seed = "20261201")
  void onFinerStepsTheAcceptanceIsThatOfExhaustion(@ForAll long seed) {
    int blocks = 1 + new Random(seed).nextInt(2);
    SmallCase small = BlockCases.scaled(new BlockCases(seed, 9).draw(2, 1, blocks), 3);
    MultiSlotResult result = clear(small, 1);
    Assume.that(result.isOptimal());
    List<BlockOrder> byArrival = BlockCases.byArrival(small.blocks());
    boolean[] out = new boolean[byArrival.size()];
    for (int b = 0; b < out.length; b++) {
      out[byArrival.indexOf(small.blocks().get(b))] = result.isLeftOut(b);
    }
    BlockOracle oracle = new BlockOracle(small, byArrival, out);
    assertThat(result.welfareNano().longValueExact())
        .isEqualTo(requireNonNull(oracle.best).welfare());
  }

  @Example
  void theCasesMeetBothFinerStepsAndTheSame() {
    int parts = 0;
    int finer = 0;
    for (long seed = 0; seed < 200; seed++) {
      SmallCase small = draw(seed);
      MultiSlotResult many = clear(small, 6);
      for (int b = 0; b < small.blocks().size(); b++) {
        parts += many.blockRatioPpm(b) > 0 && many.blockRatioPpm(b) < 1_000_000 ? 1 : 0;
      }
      finer += isOnTheCoarseSteps(small, many) ? 0 : 1;
    }
    assertThat(parts).as("blocks accepted in part").isGreaterThan(30);
    assertThat(finer).as("cases that use finer steps").isBetween(10, 150);
  }

  private static boolean isOnTheCoarseSteps(SmallCase small, MultiSlotResult many) {
    for (int b = 0; b < small.blocks().size(); b++) {
      BlockOrder block = small.blocks().get(b);
      long step = 6 * block.profile().get(0).energyWh() / BlockOracle.unitsOf(block);
      if (many.blockFillWh(b, 0) % step != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameTakePart(SmallCase small, MultiSlotResult one, MultiSlotResult many) {
    for (int b = 0; b < small.blocks().size(); b++) {
      if (one.isLeftOut(b) != many.isLeftOut(b)) {
        return false;
      }
    }
    return true;
  }

  private static SmallCase draw(long seed) {
    return new BlockCases(seed, 9).draw(2, 1, 1 + new Random(seed).nextInt(4));
  }

  private static MultiSlotResult clear(SmallCase small, long scale) {
    return (MultiSlotResult) MultiSlotAuction.clear(BlockCases.build(small, RULES, false, scale));
  }
}
