package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;

/** What is falsified in a slot of two areas is found, and named. */
class CoupledTamperingTest {
  private static final AuctionCleared HONEST =
      new AuctionCleared(
          CoupledDay.SLOT,
          List.of(
              new AreaCleared("east", 100_000L, 100_000L, 100_000L, 0, 400),
              new AreaCleared("west", 300_000L, 300_000L, 300_000L, 400, 0)),
          List.of(new LinkFlow("east", "west", 400)),
          BigInteger.valueOf(400 * (300_000L - 100_000L - 10_000L)));

  private final Day day = CoupledDay.settled();

  @Test
  void theHonestDayPassesAndIsTheOneTheRulesGive() {
    List<AuctionCleared> auctions = new ArrayList<>();
    List<SlotSettled> settled = new ArrayList<>();
    day.change(AuctionCleared.class, a -> add(auctions, a));
    day.change(SlotSettled.class, s -> add(settled, s));
    assertThat(auctions.get(0)).isEqualTo(HONEST);
    assertThat(settled.get(0).batch().postings())
        .containsExactly(
            new Posting("ann", 200 * 100_000L - 200 * 400_000L),
            new Posting("bob", 200 * 100_000L - 200 * 400_000L),
            new Posting("cat", -400 * 300_000L + 400 * 80_000L),
            new Posting("congestion-rent", 400 * 190_000L),
            new Posting("dso", 400 * 10_000L),
            new Posting("supplier", 400 * 400_000L - 400 * 80_000L));
    assertThat(verify().findings()).isEmpty();
  }

  @Test
  void aShiftedPriceIsFound() {
    changeAuction(
        List.of(
            HONEST.areas().get(0), new AreaCleared("west", 299_999L, 300_000L, 300_000L, 400, 0)),
        HONEST.links());
    assertThat(first().code()).isEqualTo(FindingCode.AUCTION_DIFFERS);
    assertThat(first().message()).contains("priceMicroPerKwh=300000", "priceMicroPerKwh=299999");
  }

  @Test
  void aFlowBeyondTheLimitIsFound() {
    changeAuction(HONEST.areas(), List.of(new LinkFlow("east", "west", 401)));
    assertThat(first().code()).isEqualTo(FindingCode.AUCTION_DIFFERS);
    assertThat(first().message()).contains("flowWh=400", "flowWh=401");
  }

  @Test
  void energyMovedBetweenEqualsIsFound() {
    day.change(
        OrderFilled.class,
        f -> new OrderFilled(f.orderId(), f.energyWh() + moved(f.orderId()), f.priceMicroPerKwh()));
    assertThat(codes()).contains(FindingCode.FILL_DIFFERS).hasSize(2);
    assertThat(first().message()).contains("energyWh=200", "energyWh=201");
  }

  @Test
  void aTradeThatLeavesALinkUnbalancedIsFound() {
    day.change(
        TradeMade.class,
        t ->
            t.sellOrderId() != 0
                ? t
                : new TradeMade(
                    t.tradeId(),
                    t.slot(),
                    t.buyOrderId(),
                    0,
                    t.buyer(),
                    t.seller(),
                    t.energyWh() - 1,
                    t.priceMicroPerKwh()));
    assertThat(codes()).contains(FindingCode.TRADE_DIFFERS, FindingCode.ENERGY_NOT_CONSERVED);
    assertThat(verify().findings())
        .anyMatch(found -> found.message().contains("link east>west to sell what it buys"));
  }

  @Test
  void rentThatGoesToTheWrongAccountIsFound() {
    day.change(SlotSettled.class, CoupledTamperingTest::withRentToTheGridOperator);
    assertThat(codes()).contains(FindingCode.BILL_LINE_DIFFERS, FindingCode.POSTING_DIFFERS);
    assertThat(first().message()).contains("congestion-rent");
  }

  private static SlotSettled withRentToTheGridOperator(SlotSettled settled) {
    List<BillLine> lines =
        settled.billLines().stream()
            .map(line -> line.kind() == Kind.CONGESTION_RENT ? to("dso", line) : line)
            .toList();
    SettlementBatch batch = settled.batch();
    List<Posting> postings = new ArrayList<>(batch.postings());
    postings.removeIf(posting -> posting.account().equals("congestion-rent"));
    postings.replaceAll(
        posting -> posting.account().equals("dso") ? new Posting("dso", 400 * 200_000L) : posting);
    return new SlotSettled(
        new SettlementBatch(
            batch.batchId(),
            batch.market(),
            batch.slot(),
            batch.rulebookVersion(),
            batch.rulebookHash(),
            batch.auctionHash(),
            batch.positionsHash(),
            batch.billRoot(),
            batch.billLineCount(),
            batch.predecessor(),
            postings),
        lines);
  }

  private static BillLine to(String account, BillLine line) {
    return new BillLine(
        account,
        line.slot(),
        line.kind(),
        line.counterparty(),
        line.tradeId(),
        line.energyWh(),
        line.priceMicroPerKwh(),
        line.amountNano(),
        line.salt());
  }

  private static long moved(long orderId) {
    return orderId == 1 ? 1 : orderId == 2 ? -1 : 0;
  }

  private static <T> T add(List<T> list, T element) {
    list.add(element);
    return element;
  }

  private void changeAuction(List<AreaCleared> areas, List<LinkFlow> links) {
    day.change(
        AuctionCleared.class,
        a -> a.volumeWh() == 0 ? a : new AuctionCleared(a.slot(), areas, links, a.welfareNano()));
  }

  private AuditReport verify() {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), new FakeLedger()));
  }

  private Finding first() {
    return verify().findings().get(0);
  }

  private List<FindingCode> codes() {
    return verify().findings().stream().map(Finding::code).toList();
  }
}
