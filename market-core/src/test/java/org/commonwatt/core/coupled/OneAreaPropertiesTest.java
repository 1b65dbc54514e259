package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.Side;

/** What the coupled auction promises, on books of one area whose orders have different owners. */
class OneAreaPropertiesTest {
  private static final int LOWEST = -3;
  private static final int HIGHEST = 4;

  private record Draft(Side side, long price, long energyWh) {}

  /** Few orders with little energy and few prices and owners: ties and crosses everywhere. */
  @Provide
  Arbitrary<List<AuctionOrder>> smallBooks() {
    return books(
        Arbitraries.longs().between(LOWEST, HIGHEST), Arbitraries.longs().between(1, 4), 6);
  }

  @Provide
  Arbitrary<List<AuctionOrder>> mediumBooks() {
    return books(Arbitraries.longs().between(-20, 20), Arbitraries.longs().between(1, 5_000), 40);
  }

  @Provide
  Arbitrary<List<AuctionOrder>> hugeBooks() {
    long price = Amounts.MAX_ABS_PRICE_MICRO_PER_KWH;
    return books(
        Arbitraries.of(-price, -1L, 0L, 1L, price),
        Arbitraries.longs().between(1, Amounts.MAX_ORDER_WH),
        25);
  }

  @Property(tries = 1500)
  void welfareThenVolumeAreThoseOfTheOracle(@ForAll("smallBooks") List<AuctionOrder> book) {
    AuctionOracle oracle = new AuctionOracle(book);
    OneArea result = OneArea.clear(book);
    assertThat(result.welfareNano()).isEqualTo(oracle.welfare());
    assertThat(result.volumeWh()).isEqualTo(oracle.volume());
  }

  @Property
  void theIntervalHoldsExactlyTheSupportingPrices(@ForAll("smallBooks") List<AuctionOrder> book) {
    OneArea result = OneArea.clear(book);
    Long lowest = result.lowest();
    Long highest = result.highest();
    for (long price = LOWEST - 2; price <= HIGHEST + 2; price++) {
      boolean inside = (lowest == null || price >= lowest) && (highest == null || price <= highest);
      assertThat(inside).isEqualTo(supports(price, result));
    }
  }

  @Property
  void buysEqualSellsAndNobodyLoses(@ForAll("mediumBooks") List<AuctionOrder> book) {
    OneArea result = OneArea.clear(book);
    Long price = result.price();
    Map<Side, Long> sums = new HashMap<>(Map.of(Side.BUY, 0L, Side.SELL, 0L));
    for (int i = 0; i < book.size(); i++) {
      AuctionOrder order = result.orders().get(i);
      long fill = result.filledWh(i);
      assertThat(fill).isBetween(0L, order.energyWh());
      sums.merge(order.side(), fill, Math::addExact);
      if (fill > 0) {
        assertThat(price).isNotNull();
        long gain = order.priceMicroPerKwh() - (price == null ? 0 : price);
        assertThat(order.side() == Side.BUY ? gain : -gain).isNotNegative();
      }
    }
    assertThat(sums.get(Side.BUY)).isEqualTo(result.volumeWh());
    assertThat(sums.get(Side.SELL)).isEqualTo(result.volumeWh());
  }

  @Property
  void equalsShareByLargestRemainder(@ForAll("mediumBooks") List<AuctionOrder> book) {
    assertSharedByLargestRemainder(book);
  }

  @Property
  void equalsShareByLargestRemainderBeyondSixtyFourBits(
      @ForAll("hugeBooks") List<AuctionOrder> book) {
    assertSharedByLargestRemainder(book);
  }

  @Property
  void theOrderOfTheInputChangesNothing(
      @ForAll("mediumBooks") List<AuctionOrder> book, @ForAll Random random) {
    List<AuctionOrder> shuffled = new ArrayList<>(book);
    Collections.shuffle(shuffled, random);
    OneArea one = OneArea.clear(book);
    OneArea other = OneArea.clear(shuffled);
    assertThat(other.orders()).isEqualTo(one.orders());
    assertThat(other.price()).isEqualTo(one.price());
    assertThat(other.lowest()).isEqualTo(one.lowest());
    assertThat(other.highest()).isEqualTo(one.highest());
    for (int i = 0; i < book.size(); i++) {
      assertThat(other.filledWh(i)).isEqualTo(one.filledWh(i));
    }
  }

  /** Better prices are filled first; those at the price that is cut share by the rule. */
  private static void assertSharedByLargestRemainder(List<AuctionOrder> book) {
    OneArea result = OneArea.clear(book);
    Map<AuctionOrder, Long> fills = new HashMap<>();
    for (int i = 0; i < book.size(); i++) {
      fills.put(result.orders().get(i), result.filledWh(i));
    }
    for (Side side : Side.values()) {
      long left = result.volumeWh();
      for (List<AuctionOrder> equals : byPriceBestFirst(book, side)) {
        long total = equals.stream().mapToLong(AuctionOrder::energyWh).sum();
        long portion = Math.min(left, total);
        assertThat(equals).extracting(fills::get).isEqualTo(shares(equals, portion, total));
        left -= portion;
      }
      assertThat(left).isZero();
    }
  }

  private static Collection<List<AuctionOrder>> byPriceBestFirst(
      List<AuctionOrder> orders, Side side) {
    TreeMap<Long, List<AuctionOrder>> levels = new TreeMap<>();
    for (AuctionOrder order : orders) {
      if (order.side() == side) {
        long key = side == Side.BUY ? -order.priceMicroPerKwh() : order.priceMicroPerKwh();
        levels.computeIfAbsent(key, k -> new ArrayList<>()).add(order);
      }
    }
    return levels.values();
  }

  /**
   * Floors, then one Wh at a time to the largest remainder that has none yet, the first on ties.
   */
  private static List<Long> shares(List<AuctionOrder> equals, long portion, long total) {
    List<Long> shares = new ArrayList<>();
    List<BigInteger> remainders = new ArrayList<>();
    long left = portion;
    for (AuctionOrder order : equals) {
      BigInteger[] parts =
          BigInteger.valueOf(order.energyWh())
              .multiply(BigInteger.valueOf(portion))
              .divideAndRemainder(BigInteger.valueOf(total));
      shares.add(parts[0].longValueExact());
      remainders.add(parts[1]);
      left -= parts[0].longValueExact();
    }
    for (; left > 0; left--) {
      int largest = remainders.indexOf(Collections.max(remainders));
      shares.set(largest, shares.get(largest) + 1);
      remainders.set(largest, BigInteger.ONE.negate());
    }
    return shares;
  }

  private static boolean supports(long price, OneArea result) {
    for (int i = 0; i < result.orders().size(); i++) {
      AuctionOrder order = result.orders().get(i);
      long gain =
          order.side() == Side.BUY
              ? order.priceMicroPerKwh() - price
              : price - order.priceMicroPerKwh();
      boolean loses = result.filledWh(i) > 0 && gain < 0;
      boolean envies = result.filledWh(i) < order.energyWh() && gain > 0;
      if (loses || envies) {
        return false;
      }
    }
    return true;
  }

  private static Arbitrary<List<AuctionOrder>> books(
      Arbitrary<Long> prices, Arbitrary<Long> energies, int maxSize) {
    return Combinators.combine(Arbitraries.of(Side.class), prices, energies)
        .as(Draft::new)
        .list()
        .ofMaxSize(maxSize)
        .map(OneAreaPropertiesTest::numbered);
  }

  private static List<AuctionOrder> numbered(List<Draft> drafts) {
    List<AuctionOrder> orders = new ArrayList<>();
    for (Draft draft : drafts) {
      orders.add(
          new AuctionOrder(
              orders.size() * 3L + 1,
              "owner-" + orders.size(),
              draft.side,
              draft.price,
              draft.energyWh));
    }
    return orders;
  }
}
