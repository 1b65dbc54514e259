package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.core.coupled.BlockOracle.SmallCase;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** Blocks beside minima, orders of the same owners and clean sells, given in any order. */
class BlockInputOrderTest {
  private static final ClearingRules RULES =
      new ClearingRules(PriceRule.MIDPOINT, TieRule.PRO_RATA, true, 1_000_000, 300_000);

  @Property(tries = 150)
  void theOrderOfTheInputChangesNothing(@ForAll long seed) {
    SmallCase small = draw(seed);
    MultiSlotResult here = clear(BlockCases.build(small, RULES, false, 1));
    Random random = new Random(seed + 1);
    for (int i = 0; i < 3; i++) {
      MultiSlotResult there = clear(BlockCases.shuffled(small, RULES, random));
      Assume.that(here.isOptimal() && there.isOptimal());
      assertThat(said(there)).isEqualTo(said(here));
    }
  }

  @Example
  void theCasesMeetWhatTheRulesAreAbout() {
    int minima = 0;
    int reduced = 0;
    int leftOut = 0;
    int blocks = 0;
    int cleanBeforeOthers = 0;
    for (long seed = 0; seed < 150; seed++) {
      SmallCase small = draw(seed);
      MultiSlotResult result = clear(BlockCases.build(small, RULES, false, 1));
      for (int b = 0; b < result.input().blockCount(); b++) {
        boolean minimum = result.input().blockId(b).startsWith("o");
        minima += minimum && result.blockRatioPpm(b) > 0 ? 1 : 0;
        blocks += !minimum && result.blockRatioPpm(b) > 0 ? 1 : 0;
        leftOut += result.isLeftOut(b) ? 1 : 0;
      }
      for (int s = 0; s < small.slots(); s++) {
        ClearingResult slot = result.slot(s);
        for (int i = 0; i < slot.input().orderCount(); i++) {
          CaseOrder order = order(small.orders().get(s), slot.input().orderId(i));
          reduced += slot.participatingWh(i) < order.energyWh() ? 1 : 0;
        }
        cleanBeforeOthers += cleanBeforeOthers(small.orders().get(s), slot);
      }
    }
    assertThat(List.of(minima, blocks)).as("accepted").allMatch(count -> count > 50);
    assertThat(List.of(reduced, leftOut)).as("for their owner").allMatch(count -> count > 10);
    assertThat(cleanBeforeOthers).as("ties that clean sells decided").isGreaterThan(2);
  }

  /** How often a clean sell got something and another of its price less than it took part with. */
  private static int cleanBeforeOthers(List<CaseOrder> orders, ClearingResult slot) {
    int decided = 0;
    for (int i = 0; i < slot.input().orderCount(); i++) {
      for (int j = 0; j < slot.input().orderCount(); j++) {
        CaseOrder clean = order(orders, slot.input().orderId(i));
        CaseOrder other = order(orders, slot.input().orderId(j));
        boolean tie =
            clean.clean()
                && !other.clean()
                && clean.side() == Side.SELL
                && other.side() == clean.side()
                && other.area().equals(clean.area())
                && other.priceMicroPerKwh() == clean.priceMicroPerKwh();
        if (tie && slot.fillWh(i) > 0 && slot.fillWh(j) < slot.participatingWh(j)) {
          decided++;
          assertThat(slot.fillWh(j) == 0 || slot.fillWh(i) == slot.participatingWh(i)).isTrue();
        }
      }
    }
    return decided;
  }

  private static CaseOrder order(List<CaseOrder> orders, String id) {
    return orders.stream().filter(order -> order.id().equals(id)).findFirst().orElseThrow();
  }

  private static SmallCase draw(long seed) {
    Random random = new Random(seed);
    return new BlockCases(seed, 4)
        .rich(1 + random.nextInt(3), 1 + random.nextInt(2), random.nextInt(6));
  }

  private static MultiSlotResult clear(MultiSlotCase input) {
    MultiSlotOutcome outcome = MultiSlotAuction.clear(input);
    assertThat(outcome).isInstanceOf(MultiSlotResult.class);
    return (MultiSlotResult) outcome;
  }

  /** All that a result says, by the ids of orders, blocks and areas. */
  private static Map<String, List<@Nullable Object>> said(MultiSlotResult result) {
    Map<String, List<@Nullable Object>> said = new TreeMap<>();
    List<String> paradoxical = new ArrayList<>();
    result.paradoxicallyRejected().forEach(b -> paradoxical.add(result.input().blockId(b)));
    paradoxical.sort(null);
    said.put("all", Arrays.asList(result.welfareNano(), result.isOptimal(), paradoxical));
    for (int b = 0; b < result.input().blockCount(); b++) {
      said.put(
          "block " + result.input().blockId(b),
          Arrays.asList(result.blockFillWh(b, 0), result.isLeftOut(b)));
    }
    for (int s = 0; s < result.input().slotIds().size(); s++) {
      ClearingResult slot = result.slot(s);
      for (int i = 0; i < slot.input().orderCount(); i++) {
        said.put(
            s + " order " + slot.input().orderId(i),
            Arrays.asList(slot.fillWh(i), slot.participatingWh(i)));
      }
      for (int a = 0; a < slot.input().areaCount(); a++) {
        said.put(
            s + " area " + slot.input().areaId(a),
            Arrays.asList(
                slot.priceMicroPerKwh(a),
                slot.lowestPriceMicroPerKwh(a),
                slot.highestPriceMicroPerKwh(a)));
      }
      for (int l = 0; l < slot.input().linkCount(); l++) {
        said.put(s + " link " + l, Arrays.asList(slot.flowWh(l)));
      }
    }
    return said;
  }
}
