package org.commonwatt.core.storage.auction;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.core.storage.ChargeService;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.core.storage.FirmSchedule;
import org.commonwatt.core.storage.Horizon;
import org.commonwatt.core.storage.StorageBook;
import org.commonwatt.core.storage.StorageUnit;
import org.commonwatt.core.storage.StorageUnit.Rating;
import org.commonwatt.core.storage.StorageUnit.Stock;
import org.commonwatt.core.storage.Window;
import org.commonwatt.core.storage.auction.AuctionResult.AreaPrice;
import org.commonwatt.core.storage.auction.AuctionResult.Fill;
import org.commonwatt.core.storage.auction.ServiceOffer.Step;
import org.commonwatt.core.storage.auction.SurplusBid.Bidder;
import org.commonwatt.core.storage.auction.SurplusBid.LinkedRelease;
import org.commonwatt.core.storage.auction.SurplusBid.Surplus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Auctions by hand: one area, two slots, a unit of 100 W that holds 100 Wh without losses. */
class StorageAuctionTest {
  private static final Efficiency NO_LOSS = new Efficiency(1_000_000, 1_000_000);
  private static final Window WINDOW = new Window(0, 2);

  private static StorageBook book(String id) {
    Rating rating = new Rating(100, 100, 100, 0, NO_LOSS, StorageUnit.NO_CYCLE_LIMIT);
    Stock stock = new Stock(0, new TreeMap<>());
    return new StorageBook(new StorageUnit(id, "A", rating, Horizon.ofDays(60, 4), stock));
  }

  private static ServiceOffer offer(StorageBook book, long price) {
    Step step = new Step(price, 100);
    return new ServiceOffer("owner", book, List.of(step, step), 1_000);
  }

  private static SurplusBid bid(String id, long time, long limit, List<Long> wh) {
    return new SurplusBid(
        new Bidder(id, id, "A", time), limit, new Surplus(wh, wh.get(0) + wh.get(1)), null);
  }

  private static SurplusBid linked(SurplusBid bid, int from, Long... wh) {
    LinkedRelease release = new LinkedRelease(from, List.of(wh));
    return new SurplusBid(bid.bidder(), bid.limitMicroPerKwh(), bid.surplus(), release);
  }

  private static StorageAuctionCase auction(List<ServiceOffer> offers, List<SurplusBid> bids) {
    return new StorageAuctionCase(WINDOW, List.of("A"), List.of(), offers, bids);
  }

  private static AuctionResult clear(StorageAuctionCase input) {
    return (AuctionResult) StorageAuction.clear(input);
  }

  private static List<AreaPrice> prices(AuctionResult result) {
    return requireNonNull(result.prices().get("A"));
  }

  private static void prices(AuctionResult result, @Nullable Long first, @Nullable Long second) {
    assertThat(prices(result)).extracting(AreaPrice::price).containsExactly(first, second);
  }

  @Test
  void theRoomOfAUnitGoesToWhoPaysMostInWhicheverSlot() {
    List<SurplusBid> bids =
        List.of(bid("a", 1, 30, List.of(80L, 0L)), bid("b", 2, 50, List.of(0L, 60L)));
    AuctionResult result = clear(auction(List.of(offer(book("u"), 10)), bids));
    assertThat(result.fills())
        .containsExactly(new Fill("a", "u", 0, 40), new Fill("b", "u", 1, 60));
    assertThat(result.value().welfareNano()).isEqualTo(40 * 20 + 60 * 40);
    assertThat(result.value().isOptimal()).isTrue();
    // the room is scarce at 20 µ/kWh above what the unit asks; b would pay up to 50
    prices(result, 30L, 30L);
    assertThat(prices(result).get(1)).isEqualTo(new AreaPrice(1, 30L, 30L, 30L));
  }

  @Test
  void aPriceIsTheMiddleOfWhatSupportsTheResult() {
    List<SurplusBid> bids = List.of(bid("a", 1, 31, List.of(100L, 0L)));
    AuctionResult result = clear(auction(List.of(offer(book("u"), 10)), bids));
    assertThat(prices(result).get(0)).isEqualTo(new AreaPrice(0, 20L, 10L, 31L));
    assertThat(prices(result).get(1)).isEqualTo(new AreaPrice(1, null, null, 31L));
  }

  @Test
  void equalBidsGoByTimeAndTheirIds() {
    List<SurplusBid> bids =
        List.of(
            bid("c", 1, 30, List.of(70L, 0L)),
            bid("b", 2, 30, List.of(20L, 0L)),
            bid("a", 2, 30, List.of(20L, 0L)));
    AuctionResult result = clear(auction(List.of(offer(book("u"), 30)), bids));
    assertThat(result.fills())
        .containsExactly(
            new Fill("c", "u", 0, 70), new Fill("a", "u", 0, 20), new Fill("b", "u", 0, 10));
    assertThat(result.value().welfareNano()).isZero();
  }

  @Test
  void whatIsCommittedIsNotSoldAgain() {
    StorageBook book = book("u");
    assertThat(book.commit(new ChargeService("c", "ada", new Window(1, 3), 70, 40))).isNull();
    List<SurplusBid> bids = List.of(bid("a", 1, 30, List.of(100L, 100L)));
    AuctionResult result = clear(auction(List.of(offer(book, 10)), bids));
    assertThat(result.fills()).containsExactly(new Fill("a", "u", 0, 30));
    assertThat(book.commitments()).hasSize(1); // it is only read
    assertThat(book.plan().upperMicroWh(3)).isEqualTo(70_000_000);
  }

  @Test
  void aUnitThatDischargesInASlotDoesNotChargeInIt() {
    StorageBook book = book("u");
    FirmSchedule firm = new FirmSchedule("f", "ada", 0, List.of(-40L, 40L));
    assertThat(book.commit(firm)).isNull();
    List<SurplusBid> bids = List.of(bid("a", 1, 30, List.of(0L, 100L)));
    AuctionResult result = clear(auction(List.of(offer(book, 10)), bids));
    assertThat(result.fills()).isEmpty();
  }

  @Test
  void aReleaseMakesRoomAndIsTakenWithItsChargeOrNotAtAll() {
    SurplusBid one = linked(bid("a", 1, 30, List.of(100L, 0L)), 1, 100L);
    SurplusBid later = linked(bid("b", 2, 40, List.of(100L, 0L)), 2, 50L, 50L);
    AuctionResult result = clear(auction(List.of(offer(book("u"), 10)), List.of(one, later)));
    assertThat(result.fills()).containsExactly(new Fill("b", "u", 0, 100));
    assertThat(result.commitments().get("u"))
        .containsExactly(new FirmSchedule("b", "b", 0, List.of(-100L, 0L, 50L, 50L)));
    SurplusBid tooMuch = linked(bid("c", 1, 90, List.of(100L, 0L)), 2, 50L, 51L);
    AuctionResult none = clear(auction(List.of(offer(book("u"), 10)), List.of(tooMuch)));
    assertThat(none.fills()).isEmpty();
  }

  @Test
  void aLinkedBidIsRejectedThoughItIsInTheMoneyWhenItDoesNotFit() {
    SurplusBid all = linked(bid("a", 1, 30, List.of(100L, 0L)), 2, 10L);
    List<SurplusBid> bids = List.of(all, bid("b", 1, 40, List.of(50L, 0L)));
    AuctionResult result = clear(auction(List.of(offer(book("u"), 10)), bids));
    // a alone is worth 100 × 20, but b would be left out only at 40, which is more than a pays
    assertThat(result.fills()).extracting(Fill::bid).containsExactly("b");
    assertThat(result.paradoxicallyRejected()).containsExactly("a");
    assertThat(result.value().welfareNano()).isEqualTo(50 * 30);
  }

  @Test
  void aSearchThatIsEndedStatesItsBound() {
    List<SurplusBid> bids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      bids.add(linked(bid("b" + i, i, 30 + i, List.of(27L + i, 0L)), 2, 5L));
    }
    StorageAuctionCase input = auction(List.of(offer(book("u"), 10)), bids);
    AuctionResult ended = (AuctionResult) StorageAuction.clear(input, 3);
    AuctionResult best = (AuctionResult) StorageAuction.clear(input, 1_000);
    assertThat(best.value().isOptimal()).isTrue();
    assertThat(best.value().welfareNano()).isEqualTo(32 * 25 + 31 * 24 + 30 * 23);
    assertThat(ended.value().isOptimal()).isFalse();
    assertThat(ended.value().boundNano()).isGreaterThanOrEqualTo(best.value().welfareNano());
    assertThat(ended.value().welfareNano()).isLessThanOrEqualTo(best.value().welfareNano());
  }

  @Test
  void theGreatestNumbersFit() {
    long most = StorageUnit.MOST;
    Rating rating = new Rating(most, most, most, 0, NO_LOSS, StorageUnit.NO_CYCLE_LIMIT);
    Stock stock = new Stock(0, new TreeMap<>());
    StorageUnit unit = new StorageUnit("u", "A", rating, Horizon.ofDays(60, 4), stock);
    Step step = new Step(-StorageAuctionCase.MAX_PRICE, most);
    ServiceOffer offer =
        new ServiceOffer("owner", new StorageBook(unit), List.of(step, step), most);
    Surplus surplus = new Surplus(List.of(most, most), most);
    SurplusBid bid =
        new SurplusBid(
            new Bidder("b", "b", "A", Long.MIN_VALUE), StorageAuctionCase.MAX_PRICE, surplus, null);
    AuctionResult result = clear(auction(List.of(offer), List.of(bid)));
    assertThat(result.value().welfareNano())
        .isEqualTo(BigInteger.valueOf(most).multiply(BigInteger.valueOf(20_000_000_000L)));
  }

  @Test
  void aBudgetOutsideItsRangeIsAFault() {
    StorageAuctionCase input = auction(List.of(), List.of());
    assertThat(StorageAuction.clear(input, 1)).isInstanceOf(AuctionFault.class);
    assertThat(clear(input).fills()).isEmpty();
  }
}
