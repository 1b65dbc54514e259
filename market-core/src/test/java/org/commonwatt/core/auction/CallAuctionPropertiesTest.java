package org.commonwatt.core.auction;

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
import org.commonwatt.core.auction.AuctionResult.PriceInterval;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.Side;

class CallAuctionPropertiesTest {
  private static final int LOWEST = -3;
  private static final int HIGHEST = 4;

  private record Draft(Side side, String owner, long price, long energyWh) {}

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
    AuctionResult result = CallAuction.clear(book);
    assertThat(result.welfareNano()).isEqualTo(oracle.welfare());
    assertThat(result.volumeWh()).isEqualTo(oracle.volume());
  }

  @Property
  void theIntervalHoldsExactlyTheSupportingPrices(@ForAll("smallBooks") List<AuctionOrder> book) {
    AuctionResult result = CallAuction.clear(book);
    List<AuctionOrder> takingPart = AuctionOracle.takingPart(book);
    PriceInterval interval = result.interval();
    for (long price = LOWEST - 2; price <= HIGHEST + 2; price++) {
      boolean inside =
          (interval.minMicroPerKwh() == null || price >= interval.minMicroPerKwh())
              && (interval.maxMicroPerKwh() == null || price <= interval.maxMicroPerKwh());
      assertThat(inside).isEqualTo(supports(price, result, takingPart));
    }
  }

  @Property
  void buysEqualSellsAndNobodyLoses(@ForAll("mediumBooks") List<AuctionOrder> book) {
    AuctionResult result = CallAuction.clear(book);
    Long price = result.interval().midpointMicroPerKwh();
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
    AuctionResult one = CallAuction.clear(book);
    AuctionResult other = CallAuction.clear(shuffled);
    assertThat(other.orders()).isEqualTo(one.orders());
    assertThat(other.interval()).isEqualTo(one.interval());
    assertThat(other.trades()).isEqualTo(one.trades());
    for (int i = 0; i < book.size(); i++) {
      assertThat(other.filledWh(i)).isEqualTo(one.filledWh(i));
    }
  }

  @Property
  void tradesAddUpToTheFillsAndJoinDifferentOwners(@ForAll("mediumBooks") List<AuctionOrder> book) {
    AuctionResult result = CallAuction.clear(book);
    Map<Long, Long> traded = new HashMap<>();
    for (AuctionTrade trade : result.trades()) {
      assertThat(trade.energyWh()).isPositive();
      assertThat(trade.buy().side()).isEqualTo(Side.BUY);
      assertThat(trade.sell().side()).isEqualTo(Side.SELL);
      assertThat(trade.buy().owner()).isNotEqualTo(trade.sell().owner());
      traded.merge(trade.buy().orderId(), trade.energyWh(), Long::sum);
      traded.merge(trade.sell().orderId(), trade.energyWh(), Long::sum);
    }
    for (int i = 0; i < book.size(); i++) {
      assertThat(traded.getOrDefault(result.orders().get(i).orderId(), 0L))
          .isEqualTo(result.filledWh(i));
    }
  }

  /** Better prices are filled first; those at the price that is cut share by the rule. */
  private static void assertSharedByLargestRemainder(List<AuctionOrder> book) {
    AuctionResult result = CallAuction.clear(book);
    Map<AuctionOrder, Long> fills = new HashMap<>();
    for (int i = 0; i < book.size(); i++) {
      fills.put(result.orders().get(i), result.filledWh(i));
    }
    List<AuctionOrder> takingPart = AuctionOracle.takingPart(book);
    for (Side side : Side.values()) {
      long left = result.volumeWh();
      for (List<AuctionOrder> equals : byPriceBestFirst(takingPart, side)) {
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

  private static boolean supports(long price, AuctionResult result, List<AuctionOrder> takingPart) {
    for (int i = 0; i < result.orders().size(); i++) {
      AuctionOrder order = result.orders().get(i);
      long gain =
          order.side() == Side.BUY
              ? order.priceMicroPerKwh() - price
              : price - order.priceMicroPerKwh();
      boolean loses = result.filledWh(i) > 0 && gain < 0;
      boolean envies = result.filledWh(i) < order.energyWh() && gain > 0;
      if (loses || (envies && takingPart.contains(order))) {
        return false;
      }
    }
    return true;
  }

  private static Arbitrary<List<AuctionOrder>> books(
      Arbitrary<Long> prices, Arbitrary<Long> energies, int maxSize) {
    Arbitrary<String> owners = Arbitraries.of("a", "b", "c", "d", "e");
    return Combinators.combine(Arbitraries.of(Side.class), owners, prices, energies)
        .as(Draft::new)
        .list()
        .ofMaxSize(maxSize)
        .map(CallAuctionPropertiesTest::numbered);
  }

  private static List<AuctionOrder> numbered(List<Draft> drafts) {
    List<AuctionOrder> orders = new ArrayList<>();
    for (Draft draft : drafts) {
      orders.add(
          new AuctionOrder(
              orders.size() * 3L + 1, draft.owner, draft.side, draft.price, draft.energyWh));
    }
    return orders;
  }
}
