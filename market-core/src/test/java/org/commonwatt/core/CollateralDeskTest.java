package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.CollateralRejected;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.ReceivablePaid;
import org.commonwatt.model.Event.RulebookRejected;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** The examples of docs/market-rules.md, "Collateral", among others. */
class CollateralDeskTest {
  private static final Guarantees RULES = new Guarantees("house", 300_000, 100_000, 2);

  private final TestMarket market = open(rulebook(RULES));

  @Test
  void anOpenBuyReservesItsMoneyAtItsLimit() {
    pay("home-01", 500_000_000, 0);
    assertThat(market.place("home-01", Side.BUY, 250_000, 1_200))
        .first()
        .isInstanceOf(OrderAccepted.class);
    assertThat(account("home-01").availableNano()).isEqualTo(nano(200_000_000));
    Rejection refused = refusal(market.place("home-01", Side.BUY, 250_000, 801));
    assertThat(refused.code()).isEqualTo(RejectionCode.COLLATERAL_TOO_LOW);
    assertThat(refused.message())
        .contains("reserves 200250000", "available are 200000000", "pay in 250000 more");
    assertThat(market.place("home-01", Side.BUY, 250_000, 800))
        .first()
        .isInstanceOf(OrderAccepted.class);
    assertThat(account("home-01").availableNano()).isZero();
  }

  @Test
  void aSellReservesOnlyAtANegativePrice() {
    assertThat(market.place("home-01", Side.SELL, 250_000, 9_000))
        .first()
        .isInstanceOf(OrderAccepted.class);
    assertThat(market.place("home-01", Side.BUY, -1, 9_000))
        .first()
        .isInstanceOf(OrderAccepted.class);
    assertThat(refusal(market.place("home-01", Side.SELL, -1, 1)).code())
        .isEqualTo(RejectionCode.COLLATERAL_TOO_LOW);
    pay("home-01", 20_000, 0);
    assertThat(market.place("home-01", Side.SELL, -2, 9_000))
        .first()
        .isInstanceOf(OrderAccepted.class);
    assertThat(account("home-01").reserved().ordersNano()).isEqualTo(nano(18_000));
  }

  @Test
  void aCancelledOrderReservesNothing() {
    pay("home-01", 300_000_000, 0);
    long id = ((OrderAccepted) market.place("home-01", Side.BUY, 300_000, 1_000).get(0)).orderId();
    market.apply(new CancelOrder("home-01", id));
    assertThat(account("home-01").availableNano()).isEqualTo(nano(300_000_000));
  }

  @Test
  void aTradeStaysReservedUntilItsSlotIsSettled() {
    trade();
    assertThat(account("home-01").reserved().ordersNano()).isZero();
    assertThat(account("home-01").reserved().tradesNano()).isEqualTo(nano(200_000_000));
    market.tick(SLOT.endMillis());
    market.reportNothing(SLOT);
    assertThat(account("home-01").reserved().tradesNano()).isZero();
  }

  @Test
  void theLoadOfADeliveredSlotIsReservedAtTheReferencePrice() {
    market.apply(new ReportCapability("home-01", 0, 0, 2_003)); // 500.75 Wh are 500
    pay("home-01", 1_000_000_000, 0);
    market.tick(START - 1);
    assertThat(account("home-01").reserved().loadNano()).isZero();
    market.tick(START);
    assertThat(account("home-01").reserved().loadNano()).isEqualTo(nano(150_000_000));
    market.tick(START + QUARTER);
    assertThat(account("home-01").reserved().loadNano()).isEqualTo(nano(300_000_000));
    market.reportNothing(SLOT);
    assertThat(account("home-01").reserved().loadNano()).isEqualTo(nano(150_000_000));
  }

  @Test
  void aTenthOfASettledSlotStaysReservedForARevisionForTwoHours() {
    pay("home-01", 1_000_000_000, 0);
    market.tick(SLOT.endMillis());
    market.report("home-01", SLOT, 1_001, 0); // pays 300,300,000 to the supplier
    market.report("home-02", SLOT, 0, 0);
    market.report("home-03", SLOT, 0, 0);
    assertThat(account("home-01").balanceNano()).isEqualTo(nano(-300_300_000));
    assertThat(account("home-01").reserved().revisionsNano()).isEqualTo(nano(30_030_000));
    assertThat(account("supplier").reserved().revisionsNano()).as("no member").isZero();
    market.tick(SLOT.endMillis() + 120 * MINUTE - 1);
    assertThat(account("home-01").reserved().revisionsNano()).isEqualTo(nano(30_030_000));
    market.tick(SLOT.endMillis() + 120 * MINUTE);
    assertThat(account("home-01").reserved().revisionsNano()).isZero();
  }

  @Test
  void whatIsReservedCannotBeTakenOut() {
    pay("home-01", 500_000_000, 70);
    market.place("home-01", Side.BUY, 300_000, 1_000);
    List<Event> refused = market.apply(new ReportCollateral("home-01", 299_999_999, 70));
    Rejection why = ((CollateralRejected) refused.get(0)).rejection();
    assertThat(why.code()).isEqualTo(RejectionCode.WITHDRAWAL_TOO_LARGE);
    assertThat(why.message()).contains("200000001", "only 200000000");
    assertThat(account("home-01").collateralNano()).isEqualTo(nano(500_000_000));
    pay("home-01", 300_000_000, 0);
    assertThat(account("home-01").availableNano()).isZero();
    pay("home-01", 300_000_001, 0);
  }

  @Test
  void aDefaultTakesOwnMoneyThenTheExchangesThenTheFundProRata() {
    pay("home-01", 100_000, 20_000);
    pay("home-02", 0, 300);
    pay("home-03", 0, 150);
    pay("house", 0, 50_000);
    settleWithImport("home-01", 567); // owes 567 × 300,000 = 170,100,000
    // 170,100,000 - 100,000 - 20,000 - 50,000 leave 169,930,000: more than the fund has.
    assertThat(market.events(AccountDefaulted.class))
        .containsExactly(
            new AccountDefaulted(
                "home-01",
                SLOT,
                nano(170_100_000),
                nano(100_000),
                nano(20_000),
                nano(50_000),
                List.of(share("home-02", 300), share("home-03", 150)),
                nano(169_929_550)));
    assertThat(account("house").balanceNano()).isEqualTo(nano(-169_929_550));
    assertThat(account("home-01").balanceNano()).isZero();
    assertThat(account("home-01").receivableNano()).isEqualTo(nano(169_980_000));
  }

  @Test
  void theFundSharesByLargestRemainder() {
    pay("home-01", 299_900, 0);
    pay("home-02", 0, 200);
    pay("home-03", 0, 100);
    settleWithImport("home-01", 1); // 100 short: 66.67 and 33.33
    assertThat(market.events(AccountDefaulted.class).get(0).fund())
        .containsExactly(share("home-02", 67), share("home-03", 33));
  }

  @Test
  void whoDefaultedPaysTheFundBackFirstThenTheExchange() {
    pay("home-01", 299_900, 0);
    pay("home-02", 0, 40);
    pay("home-03", 0, 20);
    pay("house", 0, 30);
    settleWithImport("home-01", 1); // 100 short: 30 by the exchange, 60 by the fund, 10 uncovered
    assertThat(market.apply(new ReportCollateral("home-01", 299_931, 0)))
        .contains(
            new ReceivablePaid(
                "home-01", nano(31), List.of(share("home-02", 21), share("home-03", 10))));
    assertThat(account("home-01").collateralNano()).isZero();
    assertThat(market.apply(new ReportCollateral("home-01", 300_050, 0)))
        .contains(
            new ReceivablePaid(
                "home-01",
                nano(69),
                List.of(share("home-02", 19), share("home-03", 10), share("house", 40))));
    assertThat(account("home-01").receivableNano()).isZero();
    assertThat(account("home-01").collateralNano()).isEqualTo(nano(50));
    assertThat(account("house").balanceNano()).isZero();
    assertThat(account("house").fundShareNano()).isEqualTo(nano(30));
    assertThat(account("home-02").fundShareNano()).isEqualTo(nano(40));
  }

  @Test
  void settlementAlwaysPostsAndABalancePaysBackBeforeCollateral() {
    settleWithImport("home-01", 1);
    assertThat(market.events(AccountDefaulted.class)).hasSize(1);
    market.tick(SLOT.endMillis() + QUARTER);
    market.report("home-01", SLOT.plus(1), 0, 4); // receives 4 × 80,000
    market.report("home-02", SLOT.plus(1), 0, 0);
    market.report("home-03", SLOT.plus(1), 0, 0);
    assertThat(market.events(ReceivablePaid.class))
        .containsExactly(
            new ReceivablePaid("home-01", nano(300_000), List.of(share("house", 300_000))));
    assertThat(account("home-01").balanceNano()).isEqualTo(nano(20_000));
  }

  @Test
  void aMarketWithoutGuaranteesAsksForNothingAndTakesNoCollateral() {
    TestMarket plain = TestMarket.open();
    assertThat(plain.place("home-01", Side.BUY, 1_000_000, 100_000))
        .first()
        .isInstanceOf(OrderAccepted.class);
    assertThat(code(plain, new ReportCollateral("home-01", 5, 0)))
        .isEqualTo(RejectionCode.NOT_IN_RULES);
    plain.tick(SLOT.endMillis());
    plain.reportNothing(SLOT);
    assertThat(plain.events(SlotSettled.class)).hasSize(1);
    assertThat(plain.machine().accounts()).isEmpty();
  }

  @Test
  void reportsAreRefusedInTheirPlace() {
    assertThat(code(new TestMarket(), new ReportCollateral("no id", -1, 0)))
        .isEqualTo(RejectionCode.MALFORMED);
    assertThat(code(new TestMarket(), new ReportCollateral("house", -1, 0)))
        .isEqualTo(RejectionCode.MARKET_NOT_READY);
    assertThat(code(market, new ReportCollateral("stranger", -1, 0)))
        .isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(code(market, new ReportCollateral("home-01", 0, -1)))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(code(market, new ReportCollateral("house", 1, 0)))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
  }

  @Test
  void aMarketKeepsItsGuarantees() {
    for (Guarantees other : new Guarantees[] {null, new Guarantees("bank", 1, 1, 1)}) {
      Rulebook next = new Rulebooks().version(2).guarantees(other).build();
      assertThat(market.apply(new ActivateRulebook(next)).get(0))
          .isInstanceOfSatisfying(
              RulebookRejected.class,
              e -> assertThat(e.rejection().message()).contains("exchange stays house"));
    }
    Rulebook next = rulebook(new Guarantees("house", 1, 1, 1)).withVersion(2);
    assertThat(market.apply(new ActivateRulebook(next)).get(0))
        .isInstanceOf(Event.RulebookActivated.class);
  }

  private void trade() {
    pay("home-01", 300_000_000, 0);
    market.place("home-01", Side.BUY, 300_000, 1_000);
    market.place("home-02", Side.SELL, 100_000, 1_000);
    market.tick(START - QUARTER); // at 200,000
  }

  private void settleWithImport(String home, long importWh) {
    market.tick(SLOT.endMillis());
    for (String member : List.of("home-01", "home-02", "home-03")) {
      market.report(member, SLOT, member.equals(home) ? importWh : 0, 0);
    }
  }

  private void pay(String account, long collateralNano, long fundShareNano) {
    assertThat(market.apply(new ReportCollateral(account, collateralNano, fundShareNano)))
        .first()
        .isInstanceOf(Event.CollateralRecorded.class);
  }

  private MemberAccount account(String id) {
    return market.machine().account(id);
  }

  private static TestMarket open(Rulebook rulebook) {
    TestMarket market = TestMarket.under(rulebook);
    market.tick(START - 60 * MINUTE);
    return market;
  }

  private static Rulebook rulebook(Guarantees guarantees) {
    return new Rulebooks().guarantees(guarantees).build();
  }

  private static RejectionCode code(TestMarket market, ReportCollateral command) {
    return ((CollateralRejected) market.apply(command).get(0)).rejection().code();
  }

  private static Rejection refusal(List<Event> events) {
    return ((OrderRejected) events.get(0)).rejection();
  }

  private static CreditShare share(String account, long nano) {
    return new CreditShare(account, nano(nano));
  }

  private static BigInteger nano(long amount) {
    return BigInteger.valueOf(amount);
  }
}
