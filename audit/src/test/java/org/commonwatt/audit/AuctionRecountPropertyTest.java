package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Side;

/** What holds for every auction, checked on orders of the tests' own making. */
class AuctionRecountPropertyTest {

  @Property
  void asMuchIsBoughtAsSold(@ForAll("books") List<AuditedOrder> orders) {
    VillageRecount auction = new VillageRecount(orders);
    assertThat(sum(orders, auction, Side.BUY)).isEqualTo(auction.volumeWh());
    assertThat(sum(orders, auction, Side.SELL)).isEqualTo(auction.volumeWh());
  }

  @Property
  void noFillIsNegativeOrAboveItsOrder(@ForAll("books") List<AuditedOrder> orders) {
    VillageRecount auction = new VillageRecount(orders);
    assertThat(orders)
        .allMatch(order -> auction.fill(order) >= 0 && auction.fill(order) <= order.energy());
  }

  @Property
  void thePriceSupportsEveryFill(@ForAll("books") List<AuditedOrder> orders) {
    List<AuditedOrder> owners = distinctOwners(orders);
    VillageRecount auction = new VillageRecount(owners);
    Long price = auction.price();
    assertThat(price == null).isEqualTo(owners.isEmpty());
    if (price == null) {
      return;
    }
    for (AuditedOrder order : owners) {
      long gain = order.isBuy() ? order.price() - price : price - order.price();
      if (auction.fill(order) > 0) {
        assertThat(gain).isNotNegative();
      }
      if (auction.fill(order) < order.energy()) {
        assertThat(gain).isNotPositive();
      }
    }
  }

  @Property
  void noOtherVolumeGivesMoreWelfare(@ForAll("books") List<AuditedOrder> orders) {
    List<AuditedOrder> owners = distinctOwners(orders);
    VillageRecount auction = new VillageRecount(owners);
    List<Long> buys = units(owners, Side.BUY);
    List<Long> sells = units(owners, Side.SELL);
    BigInteger best = BigInteger.ZERO;
    BigInteger sum = BigInteger.ZERO;
    long bestVolume = 0;
    for (int i = 0; i < Math.min(buys.size(), sells.size()); i++) {
      sum = sum.add(BigInteger.valueOf(buys.get(i) - sells.get(i)));
      if (sum.compareTo(best) >= 0) {
        best = sum;
        bestVolume = i + 1L;
      }
    }
    assertThat(auction.welfareNano()).isEqualTo(best);
    assertThat(auction.volumeWh()).isEqualTo(bestVolume);
  }

  @Property
  void theOrderOfListingOrdersChangesNothing(
      @ForAll("books") List<AuditedOrder> orders, @ForAll Random random) {
    List<AuditedOrder> owners = distinctOwners(orders);
    List<AuditedOrder> shuffled = new ArrayList<>(owners);
    Collections.shuffle(shuffled, random);
    VillageRecount one = new VillageRecount(owners);
    VillageRecount other = new VillageRecount(shuffled);
    assertThat(owners).allMatch(order -> one.fill(order) == other.fill(order));
    assertThat(other.price()).isEqualTo(one.price());
    assertThat(other.welfareNano()).isEqualTo(one.welfareNano());
  }

  @Property
  void everyOwnerCanBePairedWithOthers(@ForAll("books") List<AuditedOrder> orders) {
    VillageRecount auction = new VillageRecount(orders);
    Map<String, Long> sums =
        orders.stream()
            .collect(
                Collectors.groupingBy(
                    order -> order.content().participant(), Collectors.summingLong(auction::fill)));
    assertThat(sums.values()).allMatch(sum -> sum <= auction.volumeWh());
  }

  @Provide
  Arbitrary<List<AuditedOrder>> books() {
    Arbitrary<PlaceOrder> order =
        Combinators.combine(
                Arbitraries.of("ann", "bob", "cat", "dan", "eve"),
                Arbitraries.of(Side.values()),
                Arbitraries.longs().between(-5, 5),
                Arbitraries.longs().between(1, 12))
            .as(
                (owner, side, price, energy) ->
                    new PlaceOrder(owner, "x", "village", 0, side, price, energy));
    return order.list().ofMaxSize(12).map(AuctionRecountPropertyTest::numbered);
  }

  private static List<AuditedOrder> numbered(List<PlaceOrder> orders) {
    List<AuditedOrder> numbered = new ArrayList<>();
    for (PlaceOrder order : orders) {
      long id = numbered.size() + 1L;
      numbered.add(new AuditedOrder(id, order, id));
    }
    return numbered;
  }

  /** Owner after owner, so that every order takes part. */
  private static List<AuditedOrder> distinctOwners(List<AuditedOrder> orders) {
    return orders.stream()
        .map(
            order ->
                new AuditedOrder(
                    order.id(),
                    new PlaceOrder(
                        "p" + order.id(),
                        "x",
                        "village",
                        0,
                        order.content().side(),
                        order.price(),
                        order.energy()),
                    order.arrival()))
        .toList();
  }

  private static long sum(List<AuditedOrder> orders, VillageRecount auction, Side side) {
    return orders.stream()
        .filter(order -> order.content().side() == side)
        .mapToLong(auction::fill)
        .sum();
  }

  /** The price of every single Wh of a side, best first. */
  private static List<Long> units(List<AuditedOrder> orders, Side side) {
    List<Long> units = new ArrayList<>();
    for (AuditedOrder order : orders) {
      if (order.content().side() == side) {
        units.addAll(Collections.nCopies(Math.toIntExact(order.energy()), order.price()));
      }
    }
    units.sort(side == Side.BUY ? Collections.reverseOrder() : null);
    return units;
  }
}
