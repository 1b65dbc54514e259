package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command.LimitLink;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.LinkLimited;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Safeguards;
import org.junit.jupiter.api.Test;

/** What is falsified of a lowered limit, of what trades lost by it and of what is paid is found. */
class CurtailmentTamperingTest {
  private static final int LAST_LIMIT = 7; // its place among the commands

  private static final long FEE = 1_000 + 20_000 + 500; // level, link, half a percent

  private final Day day = settled();

  /**
   * 300 Wh flow by the auction at 0.10 in east and 0.11 in west, trades 1 and 2, then 100 Wh by the
   * continuous trade 3. The limit of 400 Wh becomes 350, then 250.
   */
  private static Day settled() {
    ContinuousDay day =
        ContinuousDay.under(
            ContinuousDay.rulebook(FeeMode.ON_TOP)
                .withSafeguards(
                    new Safeguards(
                        null,
                        new Fallbacks(
                            "operator",
                            MissedGate.LATE_AUCTION,
                            3_600,
                            0,
                            60,
                            60,
                            new Curtailment(Curtailment.Order.CONTINUOUS_FIRST, 500_000)))));
    day.sell("ann", 100_000, 450);
    day.buy("cat", 300_000, 300);
    day.tick(-15);
    day.buy("cat", 200_000, 100);
    day.add(limit(350));
    day.add(limit(250));
    return day.settle().log();
  }

  private static LimitLink limit(long maxFlowWh) {
    return new LimitLink(
        "operator", ContinuousDay.START, "east", "west", 0, maxFlowWh, "a cable is damaged");
  }

  @Test
  void theHonestDayPassesAndHalfOfTheLossIsPaid() {
    long buyer = (400_000 - 100_000 - FEE) / 2;
    assertThat(told(TradeCurtailed.class))
        .containsExactly(
            new TradeCurtailed(3, ContinuousDay.SLOT, "cat", "ann", 50, 50, buyer, 10_000),
            new TradeCurtailed(1, ContinuousDay.SLOT, "east>west", "ann", 50, 250, 0, 10_000),
            new TradeCurtailed(
                2, ContinuousDay.SLOT, "cat", "east>west", 50, 250, (400_000 - 110_000) / 2, 0),
            new TradeCurtailed(3, ContinuousDay.SLOT, "cat", "ann", 50, 0, buyer, 10_000));
    assertThat(
            told(SlotSettled.class).get(0).billLines().stream()
                .filter(line -> line.kind() == Kind.CURTAILMENT_COST)
                .mapToLong(BillLine::amountNano)
                .sum())
        .isEqualTo(-50 * (2 * buyer + 3 * 10_000 + 145_000));
    assertThat(verify().findings()).isEmpty();
    assertThat(verify().passed()).isTrue();
  }

  @Test
  void energyThatATradeDidNotLoseIsFound() {
    changeLosses(t -> with(t, t.byWh() + 1, t.leftWh() - 1, t.sellerMicroPerKwh()));
    assertThat(codes()).startsWith(FindingCode.TRADE_DIFFERS);
  }

  @Test
  void aCompensationThatIsNotDueIsFound() {
    changeLosses(t -> with(t, t.byWh(), t.leftWh(), t.sellerMicroPerKwh() + 1));
    assertThat(codes()).startsWith(FindingCode.TRADE_DIFFERS);
  }

  @Test
  void aLossThatIsNotToldIsFound() {
    List<Event> events = day.events(LAST_LIMIT, 0);
    assertThat(events.remove(1)).isInstanceOf(TradeCurtailed.class);
    assertThat(codes()).startsWith(FindingCode.EVENT_MISSING);
  }

  @Test
  void anotherTradeThatLosesIsFound() {
    changeLosses(
        t ->
            new TradeCurtailed(
                t.tradeId() == 1 ? 4 : t.tradeId(),
                t.slot(),
                t.buyer(),
                t.seller(),
                t.byWh(),
                t.leftWh(),
                t.buyerMicroPerKwh(),
                t.sellerMicroPerKwh()));
    assertThat(codes()).contains(FindingCode.EVENT_MISSING, FindingCode.EVENT_UNEXPECTED);
  }

  @Test
  void anotherLimitThanWasAskedForIsFound() {
    day.change(
        LinkLimited.class,
        l ->
            new LinkLimited(
                l.slot(), l.from(), l.to(), l.minFlowWh(), l.maxFlowWh() - 1, l.reason()));
    assertThat(codes()).isNotEmpty();
    assertThat(verify().findings().get(0).message()).contains("maxFlowWh=350", "maxFlowWh=349");
  }

  @Test
  void aCompensationThatTheBillLeavesOutIsFound() {
    day.change(
        SlotSettled.class,
        settled ->
            new SlotSettled(
                settled.batch(),
                settled.billLines().stream()
                    .filter(line -> line.tradeId() != 1 || line.kind() != Kind.CURTAILMENT_COST)
                    .toList()));
    assertThat(codes()).contains(FindingCode.BILL_LINE_DIFFERS);
  }

  private void changeLosses(UnaryOperator<TradeCurtailed> change) {
    day.change(TradeCurtailed.class, change);
  }

  private static TradeCurtailed with(TradeCurtailed t, long byWh, long leftWh, long seller) {
    return new TradeCurtailed(
        t.tradeId(), t.slot(), t.buyer(), t.seller(), byWh, leftWh, t.buyerMicroPerKwh(), seller);
  }

  private <E extends Event> List<E> told(Class<E> type) {
    List<E> told = new ArrayList<>();
    day.change(
        type,
        event -> {
          told.add(event);
          return event;
        });
    return told;
  }

  private AuditReport verify() {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), new FakeLedger()));
  }

  private List<FindingCode> codes() {
    return verify().findings().stream().map(Finding::code).toList();
  }
}
