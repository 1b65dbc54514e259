package org.commonwatt.core.storage.auction;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.core.storage.FirmSchedule;
import org.commonwatt.core.storage.StorageBook;
import org.commonwatt.core.storage.auction.AuctionOracle.Best;
import org.commonwatt.core.storage.auction.AuctionResult.AreaPrice;
import org.commonwatt.core.storage.auction.AuctionResult.Fill;
import org.commonwatt.core.storage.auction.AuctionResult.LinkFlow;
import org.jspecify.annotations.Nullable;

/** Random auctions: small ones against trying everything, larger ones against their own rules. */
class StorageAuctionPropertiesTest {
  private static final int PRICE = 4;

  private static AuctionResult cleared(StorageAuctionCase input, int flows) {
    AuctionOutcome outcome = StorageAuction.clear(input, flows);
    assertThat(outcome).isInstanceOf(AuctionResult.class);
    return (AuctionResult) outcome;
  }

  @Property(tries = 400)
  void withoutReleasesNothingIsBetter(@ForAll long seed) {
    check(new RandomAuctions(seed, 2, 2, PRICE).auction(2, 3, 0));
  }

  @Property(tries = 1_000)
  void withReleasesNothingIsBetter(@ForAll long seed) {
    check(new RandomAuctions(seed, 2, 2, PRICE).auction(2, 4, 2));
  }

  private static void check(StorageAuctionCase input) {
    AuctionResult result = cleared(input, 10_000);
    assertThat(result.value().isOptimal()).isTrue();
    AuctionOracle oracle = new AuctionOracle(input, PRICE + 3);
    assertThat(result.value().welfareNano()).isEqualTo(oracle.best().welfare());
    Best stated = oracle.stated(result);
    Best same = oracle.of(stated.units());
    assertThat(same).isNotNull();
    if (same != null) {
      assertThat(stated.welfare()).isEqualTo(same.welfare());
      assertThat(stated.volume()).isEqualTo(same.volume());
      assertThat(stated.positions()).isEqualTo(same.positions());
    }
    assertThat(oracle.flows(stated.units(), stated.fills(), stated.uses())).isNotEmpty();
    supported(result, oracle, stated);
  }

  /** The prices support the result; where they are open, with some price that is there. */
  private static void supported(AuctionResult result, AuctionOracle oracle, Best stated) {
    List<Long> prices = new ArrayList<>();
    result.prices().values().forEach(area -> area.forEach(price -> prices.add(price.price())));
    assertThat(isSupported(prices, 0, new long[2][2], p -> oracle.supports(stated, p))).isTrue();
  }

  private static boolean isSupported(
      List<@Nullable Long> prices, int at, long[][] chosen, Predicate<long[][]> supports) {
    if (at == prices.size()) {
      return supports.test(chosen);
    }
    Long price = prices.get(at);
    long first = price == null ? -2 : price;
    long last = price == null ? PRICE + 3 : price;
    for (long p = first; p <= last; p++) {
      chosen[at / 2][at % 2] = p;
      if (isSupported(prices, at + 1, chosen, supports)) {
        return true;
      }
    }
    return false;
  }

  @Property(tries = 200)
  void theOrderOfTheInputMeansNothing(@ForAll long seed) {
    StorageAuctionCase input = new RandomAuctions(seed, 4, 5, 9).auction(3, 9, 3);
    Random random = new Random(seed);
    List<ServiceOffer> offers = new ArrayList<>(input.offers());
    List<SurplusBid> bids = new ArrayList<>(input.bids());
    Collections.shuffle(offers, random);
    Collections.shuffle(bids, random);
    StorageAuctionCase shuffled =
        new StorageAuctionCase(input.window(), List.of("B", "A"), input.links(), offers, bids);
    assertThat(cleared(shuffled, 40)).isEqualTo(cleared(input, 40));
  }

  @Property(tries = 200)
  void whatIsAcceptedIsTakenAndPaidByThoseWhoDoNotLose(@ForAll long seed) {
    StorageAuctionCase input = new RandomAuctions(seed, 6, 9, 12).auction(4, 20, 5);
    AuctionResult result = cleared(input, 40);
    assertThat(result.value().boundNano()).isGreaterThanOrEqualTo(result.value().welfareNano());
    BigInteger sum = BigInteger.ZERO;
    for (Fill fill : result.fills()) {
      SurplusBid bid = bid(input, fill.bid());
      ServiceOffer offer = offer(input, fill.unit());
      long pays = price(result, bid.bidder().area(), fill.slot(), input);
      long gets = price(result, offer.book().unit().area(), fill.slot(), input);
      int s = fill.slot() - input.window().from();
      assertThat(pays).isLessThanOrEqualTo(bid.limitMicroPerKwh());
      assertThat(gets).isGreaterThanOrEqualTo(offer.slots().get(s).priceMicroPerKwh());
      sum = sum.add(BigInteger.valueOf(fill.wh() * (pays - gets)));
    }
    for (LinkFlow flow : result.flows()) {
      sum = sum.subtract(flow.feeNano()).subtract(flow.rentNano());
      assertThat(flow.rentNano().signum()).isNotNegative();
    }
    assertThat(sum).isZero();
    for (ServiceOffer offer : input.offers()) {
      List<FirmSchedule> own = result.commitments().getOrDefault(offer.unit(), List.of());
      StorageBook book = AuctionOracle.copy(offer.book());
      assertThat(book.commitAll(own)).isNull();
      assertThat(book.commitments()).hasSize(offer.book().commitments().size() + own.size());
    }
  }

  private static long price(AuctionResult result, String area, int slot, StorageAuctionCase input) {
    List<AreaPrice> prices = Objects.requireNonNull(result.prices().get(area));
    return Objects.requireNonNull(prices.get(slot - input.window().from()).price());
  }

  static SurplusBid bid(StorageAuctionCase input, String id) {
    return input.bids().stream().filter(b -> b.id().equals(id)).findFirst().orElseThrow();
  }

  static ServiceOffer offer(StorageAuctionCase input, String unit) {
    return input.offers().stream().filter(o -> o.unit().equals(unit)).findFirst().orElseThrow();
  }
}
