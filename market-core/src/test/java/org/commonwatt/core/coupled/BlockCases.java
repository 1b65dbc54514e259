package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.commonwatt.core.coupled.BlockOracle.SmallCase;
import org.commonwatt.core.coupled.BlockOrder.Portion;
import org.commonwatt.core.coupled.BlockOrder.Terms;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** Random cases of several slots. */
final class BlockCases {
  private final Random random;
  private final int prices;

  BlockCases(long seed, int prices) {
    random = new Random(seed);
    this.prices = prices;
  }

  SmallCase draw(int slots, int areas, int blocks) {
    CaseLink link =
        areas == 1
            ? null
            : new CaseLink("A", "B", -random.nextInt(4), random.nextInt(4), random.nextInt(3));
    List<List<CaseOrder>> orders = new ArrayList<>();
    for (int s = 0; s < slots; s++) {
      List<CaseOrder> ofSlot = new ArrayList<>();
      for (int i = 1 + random.nextInt(5); i > 0; i--) {
        ofSlot.add(order("o" + s + i, areas));
      }
      orders.add(ofSlot);
    }
    List<BlockOrder> drawn = new ArrayList<>();
    for (int b = 0; b < blocks; b++) {
      drawn.add(block(b, slots, areas, drawn));
    }
    return new SmallCase(slots, areas, link, orders, drawn);
  }

  /** One slot, and one owner's exclusive group: most of one of its members is accepted, or none. */
  SmallCase group(int members) {
    SmallCase plain = draw(1, 1, 0);
    List<BlockOrder> drawn = new ArrayList<>();
    for (int b = 0; b < members; b++) {
      Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
      List<Portion> profile = List.of(new Portion("s0", 2L + random.nextInt(5)));
      Terms terms = new Terms(1_000_000 - random.nextInt(5) * 100_000, null, "g");
      drawn.add(new BlockOrder("b" + b, "A", side, price(side), profile, terms, time(), owner(0)));
    }
    return new SmallCase(1, 1, null, plain.orders(), drawn);
  }

  private CaseOrder order(String id, int areas) {
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    long wh = 1 + random.nextInt(6);
    long time = random.nextInt(4);
    return new CaseOrder(id, area(areas), side, price(side), wh, time, null, false, 0);
  }

  private BlockOrder block(int b, int slots, int areas, List<BlockOrder> earlier) {
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    int unit = 1 + random.nextInt(3);
    List<Portion> profile = new ArrayList<>();
    for (int s = 0; s < slots; s++) {
      if (random.nextInt(4) > 0) {
        profile.add(new Portion("s" + s, (long) unit * (1 + random.nextInt(3))));
      }
    }
    if (profile.isEmpty()) {
      profile.add(new Portion("s0", unit));
    }
    return new BlockOrder(
        "b" + b, area(areas), side, price(side), profile, terms(b, earlier), time(), owner(b));
  }

  private Terms terms(int b, List<BlockOrder> earlier) {
    int ppm = List.of(1_000_000, 1_000_000, 500_000, 300_000, 0).get(random.nextInt(5));
    int kind = random.nextInt(4);
    if (kind == 0) {
      return new Terms(ppm, null, "g" + owner(b));
    }
    for (BlockOrder other : earlier) {
      boolean free = other.terms().exclusiveGroup() == null && random.nextBoolean();
      if (kind == 1 && free && owner(b).equals(other.participant())) {
        return new Terms(ppm, other.id(), null);
      }
    }
    return new Terms(ppm, null, null);
  }

  private static String owner(int b) {
    return "p" + b % 2;
  }

  private @Nullable Long time() {
    return random.nextInt(5) == 0 ? null : (Long) (long) random.nextInt(3);
  }

  private String area(int areas) {
    return random.nextInt(areas) == 0 ? "A" : "B";
  }

  private long price(Side side) {
    return random.nextInt(prices) + (side == Side.BUY ? prices / 4 : 0);
  }

  /**
   * Like {@link #draw}, with orders of owners who may trade with themselves, minima and clean
   * sells: what {@link BlockOracle} does not know.
   */
  SmallCase rich(int slots, int areas, int blocks) {
    SmallCase plain = draw(slots, areas, blocks);
    List<List<CaseOrder>> orders =
        plain.orders().stream().map(of -> of.stream().map(this::enrich).toList()).toList();
    return new SmallCase(slots, areas, plain.link(), orders, plain.blocks());
  }

  private CaseOrder enrich(CaseOrder o) {
    return new CaseOrder(
        o.id(),
        o.area(),
        o.side(),
        o.priceMicroPerKwh(),
        o.energyWh(),
        o.time(),
        random.nextInt(3) == 0 ? owner(random.nextInt(2)) : null,
        random.nextBoolean(),
        random.nextInt(4) == 0 ? 1 + random.nextInt((int) o.energyWh()) : 0);
  }

  /** In which order the builder gets the parts of a case. */
  private record Arrangement(boolean blocksFirst, Consumer<List<?>> lists) {
    <T> List<T> of(List<T> list) {
      List<T> copy = new ArrayList<>(list);
      lists.accept(copy);
      return copy;
    }
  }

  /** The case as the builder takes it. */
  static MultiSlotCase build(SmallCase small, ClearingRules rules, boolean reversed, long scale) {
    Consumer<List<?>> lists = reversed ? Collections::reverse : list -> {};
    return build(small, rules, new Arrangement(reversed, lists), scale);
  }

  /** The case in any order. */
  static MultiSlotCase shuffled(SmallCase small, ClearingRules rules, Random random) {
    Consumer<List<?>> lists = list -> Collections.shuffle(list, random);
    return build(small, rules, new Arrangement(random.nextBoolean(), lists), 1);
  }

  private static MultiSlotCase build(
      SmallCase small, ClearingRules rules, Arrangement arrangement, long scale) {
    MultiSlotBuilder builder = new MultiSlotBuilder(rules);
    for (int s = 0; s < small.slots(); s++) {
      builder.slot("s" + s);
    }
    arrangement.of(small.areas() == 1 ? List.of("A") : List.of("A", "B")).forEach(builder::area);
    CaseLink l = small.link();
    if (l != null) {
      builder.link(
          new CaseLink(
              l.from(), l.to(), l.minFlowWh() * scale, l.maxFlowWh() * scale, l.feeMicroPerKwh()));
    }
    List<BlockOrder> blocks = arrangement.of(small.blocks());
    if (arrangement.blocksFirst()) {
      blocks.forEach(block -> builder.block(scaled(block, scale)));
    }
    for (int s = 0; s < small.slots(); s++) {
      for (CaseOrder o : arrangement.of(small.orders().get(s))) {
        builder.order("s" + s, scaled(o, scale));
      }
    }
    if (!arrangement.blocksFirst()) {
      blocks.forEach(block -> builder.block(scaled(block, scale)));
    }
    assertThat(builder.fault()).isNull();
    return builder.build();
  }

  /** A case of one area with so many times the energies. */
  static SmallCase scaled(SmallCase small, long scale) {
    return new SmallCase(
        small.slots(),
        small.areas(),
        small.link(),
        small.orders().stream().map(of -> of.stream().map(o -> scaled(o, scale)).toList()).toList(),
        small.blocks().stream().map(b -> scaled(b, scale)).toList());
  }

  private static CaseOrder scaled(CaseOrder o, long scale) {
    return new CaseOrder(
        o.id(),
        o.area(),
        o.side(),
        o.priceMicroPerKwh(),
        o.energyWh() * scale,
        o.time(),
        o.participant(),
        o.clean(),
        o.minEnergyWh() * scale);
  }

  private static BlockOrder scaled(BlockOrder b, long scale) {
    List<Portion> profile =
        b.profile().stream().map(p -> new Portion(p.slot(), p.energyWh() * scale)).toList();
    return new BlockOrder(
        b.id(),
        b.area(),
        b.side(),
        b.priceMicroPerKwh(),
        profile,
        b.terms(),
        b.time(),
        b.participant());
  }

  static List<BlockOrder> byArrival(List<BlockOrder> blocks) {
    return blocks.stream()
        .sorted(
            Comparator.comparingLong((BlockOrder b) -> b.time() == null ? Long.MAX_VALUE : b.time())
                .thenComparing(BlockOrder::id))
        .toList();
  }
}
