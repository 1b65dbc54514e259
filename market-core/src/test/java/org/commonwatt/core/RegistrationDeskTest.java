package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.DecideDeposit;
import org.commonwatt.model.Command.DecideMeterPoint;
import org.commonwatt.model.Command.HandOverMeterPoint;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.RegisterAccount;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.Command.RequestDeposit;
import org.commonwatt.model.Command.RequestMeterPoint;
import org.commonwatt.model.Command.SetAccountState;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountChanged;
import org.commonwatt.model.Event.CollateralRecorded;
import org.commonwatt.model.Event.DepositDecided;
import org.commonwatt.model.Event.DepositRequested;
import org.commonwatt.model.Event.MeterPointAssigned;
import org.commonwatt.model.Event.MeterPointRequested;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.Event.PositionRejected;
import org.commonwatt.model.Event.RegistrationRejected;
import org.commonwatt.model.Event.RulebookRejected;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.Registration;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** Accounts and meter points that come while the market runs. */
class RegistrationDeskTest {
  private static final DeliverySlot SECOND = new DeliverySlot(START + QUARTER, 15);
  private static final Guarantees SECURED = new Guarantees("exchange", 0, 0, 0);

  /**
   * A market whose first slot is open and that takes two accounts more.
   *
   * @param wait whether accounts wait for their confirmation
   */
  static TestMarket market(boolean wait) {
    TestMarket market = TestMarket.under(rulebook(wait).build());
    market.tick(START - 60 * MINUTE);
    return market;
  }

  private static Rulebooks rulebook(boolean wait) {
    Registration rules = new Registration("registrar", !wait, "meters", false, "bank", 5);
    return new Rulebooks().safeguards(new Safeguards(SECURED).withRegistration(rules));
  }

  static MeterPoint point(String id, String meter) {
    return new MeterPoint(id, "village", meter, 8_000, 4_000);
  }

  @Test
  void aStrangerBecomesAMemberAndTradesInTheSlotsThatAreOpen() {
    TestMarket market = market(false);

    assertThat(market.apply(new RegisterAccount("newcomer")))
        .containsExactly(new AccountChanged("newcomer", AccountState.ACTIVE));
    assertThat(refused(market.place("newcomer", Side.BUY, 200_000, 500)))
        .isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(market.apply(new RequestMeterPoint("newcomer", point("p", "m"), START)))
        .containsExactly(new MeterPointRequested("newcomer", point("p", "m"), START));
    assertThat(refused(market.place("newcomer", Side.BUY, 200_000, 500)))
        .isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(market.apply(new DecideMeterPoint("meters", "newcomer", "p", true)))
        .containsExactly(new MeterPointAssigned("newcomer", point("p", "m"), START));
    assertThat(refused(market.place("newcomer", Side.BUY, 200_000, 500)))
        .isEqualTo(RejectionCode.COLLATERAL_TOO_LOW);
    assertThat(market.apply(new RequestDeposit("newcomer", 1_000_000_000)))
        .containsExactly(new DepositRequested("newcomer", 1_000_000_000));
    assertThat(market.apply(new DecideDeposit("bank", "newcomer", 1_000_000_000, true)))
        .containsExactly(
            new DepositDecided("newcomer", 1_000_000_000, true),
            new CollateralRecorded("newcomer", 1_000_000_000, 0));
    assertThat(market.place("newcomer", Side.BUY, 200_000, 500).get(0))
        .isInstanceOf(OrderAccepted.class);
    assertThat(refused(market.place("newcomer", Side.BUY, 200_000, 501)))
        .as("4,000 W are 1,000 Wh a quarter of an hour")
        .isEqualTo(RejectionCode.LOAD_EXCEEDED);
  }

  @Test
  void aSlotIsSettledOnlyWithTheMeterOfItsNewMember() {
    TestMarket market = joined();
    market.tick(START + QUARTER);
    market.reportNothing(SLOT);

    assertThat(market.events(SlotSettled.class)).isEmpty();
    market.report("newcomer", SLOT, 100, 0);
    assertThat(bill(market)).extracting(BillLine::participant).contains("newcomer");
  }

  @Test
  void aMeterPointThatIsConfirmedLateHoldsFromTheNextSlotOn() {
    TestMarket market = market(false);
    market.apply(new RegisterAccount("newcomer"));
    market.apply(new RequestMeterPoint("newcomer", point("p", "m"), START));
    market.tick(START + 1);

    assertThat(market.apply(new DecideMeterPoint("meters", "newcomer", "p", true)))
        .containsExactly(new MeterPointAssigned("newcomer", point("p", "m"), START + QUARTER));
    assertThat(market.report("newcomer", SLOT, 0, 0).get(0)).isInstanceOf(PositionRejected.class);
    assertThat(market.report("newcomer", SECOND, 0, 0).get(0)).isInstanceOf(PositionRecorded.class);
  }

  @Test
  void anOwnerAsksForAnotherCapabilityFromALaterSlotOn() {
    TestMarket market = joined();
    MeterPoint larger = new MeterPoint("p", "village", "m", 8_000, 40_000);
    market.apply(new RequestMeterPoint("newcomer", larger, START + QUARTER));
    market.apply(new DecideMeterPoint("meters", "newcomer", "p", true));

    assertThat(market.machine().capability("newcomer", START).orElseThrow().loadW())
        .isEqualTo(4_000);
    assertThat(market.machine().capability("newcomer", START + QUARTER).orElseThrow().loadW())
        .isEqualTo(40_000);
  }

  @Test
  void withTheHomeTheOldOwnersOrdersEndAndTheNewOneTrades() {
    TestMarket market = joined();
    market.tick(START - 45 * MINUTE);
    market.place("newcomer", Side.BUY, 200_000, 100);
    market.apply(inSecondSlot("newcomer", "later"));
    market.apply(new RegisterAccount("next"));

    assertThat(market.apply(new HandOverMeterPoint("meters", "p", "next", START + QUARTER)))
        .containsExactly(
            new MeterPointAssigned("next", point("p", "m"), START + QUARTER),
            new OrderCancelled(2, 100, CancelReason.HANDED_OVER));
    assertThat(market.machine().openOrders("newcomer")).hasSize(1);
    assertThat(refused(market.apply(inSecondSlot("newcomer", "again"))))
        .isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(refused(market.place("next", Side.BUY, 200_000, 100)))
        .isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(refused(market.apply(inSecondSlot("next", "first"))))
        .as("a member, without collateral")
        .isEqualTo(RejectionCode.COLLATERAL_TOO_LOW);
  }

  @Test
  void theHomeOfAMemberOfTheRulebookIsHandedOverByItsMeter() {
    TestMarket market = market(false);
    market.apply(new ReportCapability("home-01", 0, 5_000, 6_000));
    market.apply(new RegisterAccount("next"));
    market.apply(new HandOverMeterPoint("meters", "meter-home-01", "next", START));

    assertThat(refused(market.place("home-01", Side.BUY, 200_000, 100)))
        .isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(refused(market.place("next", Side.BUY, 200_000, 100)))
        .as("a member, without collateral")
        .isEqualTo(RejectionCode.COLLATERAL_TOO_LOW);
    assertThat(market.machine().capability("next", START).orElseThrow().feedInW()).isEqualTo(5_000);
    assertThat(market.machine().capability("home-01", START).orElseThrow().feedInW()).isZero();
  }

  @Test
  void whoHasSoldBeforeItMovedOutOwesTheEnergyToTheSupplier() {
    TestMarket market = joined();
    market.apply(new RequestDeposit("home-02", 1_000_000_000));
    market.apply(new DecideDeposit("bank", "home-02", 1_000_000_000, true));
    market.place("newcomer", Side.SELL, 100_000, 500);
    market.place("home-02", Side.BUY, 100_000, 500);
    market.tick(START - 15 * MINUTE);
    market.apply(new RegisterAccount("next"));
    market.apply(new HandOverMeterPoint("meters", "p", "next", START));
    market.tick(START + QUARTER);
    market.reportNothing(SLOT);
    market.report("next", SLOT, 0, 700);

    assertThat(bill(market))
        .filteredOn(line -> line.participant().equals("newcomer"))
        .extracting(BillLine::kind)
        .containsExactly(Kind.TRADE_SELL, Kind.RESIDUAL_WITHDRAWAL);
    assertThat(bill(market))
        .filteredOn(line -> line.participant().equals("next"))
        .extracting(BillLine::kind)
        .containsExactly(Kind.RESIDUAL_INJECTION);
    assertThat(bill(market))
        .extracting(BillLine::amountNano)
        .satisfies(
            amounts -> assertThat(amounts.stream().mapToLong(Long::longValue).sum()).isZero());
  }

  @Test
  void aFrozenAccountLosesItsOrdersAndTradesNoMoreUntilItIsFreed() {
    TestMarket market = joined();
    market.place("newcomer", Side.BUY, 200_000, 100);

    assertThat(market.apply(new SetAccountState("registrar", "newcomer", AccountState.FROZEN)))
        .containsExactly(
            new AccountChanged("newcomer", AccountState.FROZEN),
            new OrderCancelled(1, 100, CancelReason.ACCOUNT_FROZEN));
    assertThat(refused(market.place("newcomer", Side.BUY, 200_000, 100)))
        .isEqualTo(RejectionCode.ACCOUNT_NOT_ACTIVE);
    market.apply(new SetAccountState("registrar", "newcomer", AccountState.ACTIVE));
    assertThat(market.place("newcomer", Side.BUY, 200_000, 100).get(0))
        .isInstanceOf(OrderAccepted.class);
  }

  @Test
  void whereAccountsAreConfirmedOneThatWaitsHasNoMeterPoint() {
    TestMarket market = market(true);
    market.apply(new RegisterAccount("newcomer"));

    assertThat(rejected(market.apply(new RequestMeterPoint("newcomer", point("p", "m"), START))))
        .isEqualTo(RejectionCode.ACCOUNT_NOT_ACTIVE);
    assertThat(market.apply(new SetAccountState("registrar", "newcomer", AccountState.REFUSED)))
        .containsExactly(new AccountChanged("newcomer", AccountState.REFUSED));
    assertThat(market.apply(new RegisterAccount("newcomer")))
        .containsExactly(new AccountChanged("newcomer", AccountState.REQUESTED));
    market.apply(new SetAccountState("registrar", "newcomer", AccountState.ACTIVE));
    assertThat(market.apply(new RequestMeterPoint("newcomer", point("p", "m"), START)).get(0))
        .isInstanceOf(MeterPointRequested.class);
  }

  @Test
  void whoWasRefusedTakesNoRoomUntilItIsTakenAfterAll() {
    TestMarket market = market(true); // with room for two
    for (String who : List.of("first", "second", "third", "fourth")) {
      assertThat(market.apply(new RegisterAccount(who)))
          .containsExactly(new AccountChanged(who, AccountState.REQUESTED));
      market.apply(new SetAccountState("registrar", who, AccountState.REFUSED));
    }
    market.apply(new RegisterAccount("fifth"));
    market.apply(new SetAccountState("registrar", "first", AccountState.ACTIVE));
    assertThat(rejected(market.apply(new RegisterAccount("sixth"))))
        .isEqualTo(RejectionCode.REGISTRATIONS_FULL);
    assertThat(rejected(market.apply(new RegisterAccount("second"))))
        .isEqualTo(RejectionCode.REGISTRATIONS_FULL);
    assertThat(
            rejected(market.apply(new SetAccountState("registrar", "second", AccountState.ACTIVE))))
        .isEqualTo(RejectionCode.REGISTRATIONS_FULL);
  }

  @Test
  void aHomeThatHasBegunToDeliverIsHandedOverInALaterSlot() {
    TestMarket market = joined();
    market.apply(new RegisterAccount("next"));
    market.tick(START + 1);

    assertThat(rejected(market.apply(new HandOverMeterPoint("meters", "p", "next", START))))
        .isEqualTo(RejectionCode.DEADLINE_PAST);
    assertThat(rejected(market.apply(new HandOverMeterPoint("meters", "p", "next", START + 1))))
        .isEqualTo(RejectionCode.SLOT_MISALIGNED);
  }

  @Test
  void aRulebookMustNotNameWhoIsRegistered() {
    TestMarket market = joined();
    Rulebook next = rulebook(false).version(2).members("home-01", "newcomer").build();

    assertThat(market.apply(new ActivateRulebook(next)).get(0))
        .isInstanceOf(RulebookRejected.class);
    assertThat(market.apply(new ActivateRulebook(rulebook(false).version(2).build())).get(0))
        .isInstanceOf(Event.RulebookActivated.class);
  }

  @Test
  void aMemberWithARegisteredMeterPointStaysInTheRulebook() {
    TestMarket market = market(false);
    market.apply(new RequestMeterPoint("home-01", point("p", "m"), START + QUARTER));
    Rulebook without = rulebook(false).version(2).members("home-02", "home-03").build();

    assertThat(market.apply(new ActivateRulebook(without)).get(0))
        .isInstanceOf(RulebookRejected.class);
    market.apply(new DecideMeterPoint("meters", "home-01", "p", true));
    assertThat(market.apply(new ActivateRulebook(without)).get(0))
        .isInstanceOf(RulebookRejected.class);
    market.apply(new RegisterAccount("next"));
    market.apply(new HandOverMeterPoint("meters", "p", "next", START + QUARTER));
    assertThat(market.apply(new ActivateRulebook(without)).get(0))
        .isInstanceOf(Event.RulebookActivated.class);
  }

  @Test
  void slotsThatAnEarlierRulebookGovernsTakeNobodyIn() {
    Registration small = new Registration("old-registrar", true, "meters", true, "bank", 3);
    TestMarket market =
        TestMarket.under(
            new Rulebooks().safeguards(new Safeguards(SECURED).withRegistration(small)).build());
    market.tick(START - 60 * MINUTE);
    market.apply(new ActivateRulebook(rulebook(false).version(2).build()));
    market.apply(new RegisterAccount("old-registrar"));
    market.apply(new RequestMeterPoint("old-registrar", point("p", "m"), START));
    market.apply(new RegisterAccount("next"));

    long first = START + QUARTER;
    assertThat(market.apply(new DecideMeterPoint("meters", "old-registrar", "p", true)))
        .containsExactly(new MeterPointAssigned("old-registrar", point("p", "m"), first));
    assertThat(rejected(market.apply(handOver("p", START)))).isEqualTo(RejectionCode.DEADLINE_PAST);
    assertThat(market.apply(handOver("p", first)).get(0)).isInstanceOf(MeterPointAssigned.class);
  }

  @Test
  void aRestoredMarketKnowsItsAccountsMeterPointsAndDeposits() {
    TestMarket market = joined();
    market.apply(new RequestDeposit("newcomer", 77));
    StateTest.Tape tape = StateTest.Tape.of(market.machine());
    MarketStateMachine restored = MarketStateMachine.restore(tape);

    assertThat(StateTest.Tape.of(restored).values())
        .containsExactlyElementsOf(StateTest.Tape.of(market.machine()).values());
    TestMarket goesOn = new TestMarket(restored);
    assertThat(goesOn.place("newcomer", Side.BUY, 200_000, 500).get(0))
        .isInstanceOf(OrderAccepted.class);
    assertThat(goesOn.apply(new DecideDeposit("bank", "newcomer", 77, true)))
        .containsExactly(
            new DepositDecided("newcomer", 77, true),
            new CollateralRecorded("newcomer", 1_000_000_077, 0));
  }

  /** A market with a fourth member, whose first slot is open. */
  private static TestMarket joined() {
    TestMarket market = market(false);
    market.apply(new RegisterAccount("newcomer"));
    market.apply(new RequestMeterPoint("newcomer", point("p", "m"), START));
    market.apply(new DecideMeterPoint("meters", "newcomer", "p", true));
    market.apply(new RequestDeposit("newcomer", 1_000_000_000));
    market.apply(new DecideDeposit("bank", "newcomer", 1_000_000_000, true));
    return market;
  }

  private static HandOverMeterPoint handOver(String meterPoint, long fromMillis) {
    return new HandOverMeterPoint("meters", meterPoint, "next", fromMillis);
  }

  private static PlaceOrder inSecondSlot(String participant, String clientOrderId) {
    return new PlaceOrder(
        participant, clientOrderId, "village", START + QUARTER, Side.BUY, 100_000, 100);
  }

  private static List<BillLine> bill(TestMarket market) {
    return market.events(SlotSettled.class).get(0).billLines();
  }

  private static RejectionCode refused(List<Event> answer) {
    return ((OrderRejected) answer.get(0)).rejection().code();
  }

  private static RejectionCode rejected(List<Event> answer) {
    return ((RegistrationRejected) answer.get(0)).rejection().code();
  }
}
