package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.ContinuousFixture.CLOSURE;
import static org.commonwatt.core.ContinuousFixture.GATE;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.AddEvidence;
import org.commonwatt.model.Command.BustTrade;
import org.commonwatt.model.Command.CancelAuction;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.CommitStorage;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Command.DecideDeposit;
import org.commonwatt.model.Command.DecideDispute;
import org.commonwatt.model.Command.DecideMeterPoint;
import org.commonwatt.model.Command.LimitLink;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.RecordBilateral;
import org.commonwatt.model.Command.RegisterAccount;
import org.commonwatt.model.Command.RegisterSigningKey;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Command.RequestDeposit;
import org.commonwatt.model.Command.RequestMeterPoint;
import org.commonwatt.model.Command.SetAccountState;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AuctionCancelRejected;
import org.commonwatt.model.Event.BasketRejected;
import org.commonwatt.model.Event.BilateralRejected;
import org.commonwatt.model.Event.BustRejected;
import org.commonwatt.model.Event.CallRejected;
import org.commonwatt.model.Event.CancelRejected;
import org.commonwatt.model.Event.CapabilityRejected;
import org.commonwatt.model.Event.CollateralRejected;
import org.commonwatt.model.Event.CommitmentLost;
import org.commonwatt.model.Event.ConfirmationRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.DisputeRejected;
import org.commonwatt.model.Event.ImbalancePriceRejected;
import org.commonwatt.model.Event.LeaseRejected;
import org.commonwatt.model.Event.LinkLimitRejected;
import org.commonwatt.model.Event.NegotiationRejected;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.PositionRejected;
import org.commonwatt.model.Event.RegistrationRejected;
import org.commonwatt.model.Event.RulebookRejected;
import org.commonwatt.model.Event.StorageAuctionRejected;
import org.commonwatt.model.Event.StorageRejected;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.Side;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageOffer;
import org.commonwatt.model.TimeInForce;
import org.commonwatt.testkit.ledger.BilateralParties;
import org.junit.jupiter.api.Test;

/**
 * Provokes every code of the market, so that a new one without a test is seen here. Those between
 * {@code UNKNOWN_METER} and {@code READING_FUTURE} are of readings: see {@code EdgeValidatorTest}
 * and {@code ReadingDecoderTest}.
 */
class EveryRejectionTest {
  private static final OrderTerms GTC = OrderTerms.DEFAULT;
  private static final OrderTerms IOC = OrderTerms.of(TimeInForce.IMMEDIATE_OR_CANCEL);
  private static final Set<RejectionCode> OF_READINGS =
      EnumSet.range(RejectionCode.UNKNOWN_METER, RejectionCode.READING_FUTURE);

  private final Map<RejectionCode, Supplier<List<Event>>> ways = new EnumMap<>(RejectionCode.class);

  EveryRejectionTest() {
    forms();
    lives();
    settlement();
    safeguards();
    room();
    trading();
    operators();
    disputes();
    registrations();
    baskets();
    bilateral();
    storage();
    negotiations();
    calls();
    leases();
    storageAuctions();
  }

  private void leases() {
    ways.put(RejectionCode.LEASE_POWER, () -> planned(-101L));
    ways.put(RejectionCode.LEASE_TOO_FULL, () -> planned(-100L, -100L, -51L));
    ways.put(RejectionCode.LEASE_TOO_EMPTY, () -> planned(1L));
    ways.put(
        RejectionCode.LEASE_TOO_MANY_CYCLES,
        () -> {
          StorageFixture unit = StorageFixture.holding();
          LeaseDeskTest.limitCycles(unit);
          return LeaseDeskTest.plan(LeaseDeskTest.leased(unit), 1, -100L, -100L, 100L, -51L);
        });
  }

  private static List<Event> planned(Long... injectionWh) {
    return LeaseDeskTest.plan(LeaseDeskTest.leased(StorageFixture.holding()), 1, injectionWh);
  }

  private void baskets() {
    ways.put(
        RejectionCode.SOURCE_NOT_REGISTERED,
        () ->
            new ContinuousFixture(ContinuousFixture.PLAIN)
                .place("home-01", Side.SELL, 100, 1, GTC.declaring(EnergySource.SOLAR)));
    ways.put(
        RejectionCode.NOT_FILLED_AT_ONCE,
        () -> {
          ContinuousFixture slot = new ContinuousFixture(ContinuousFixture.PLAIN);
          slot.tick(GATE);
          return slot.market()
              .apply(
                  new PlaceBasket(
                      "home-01",
                      "b",
                      SelfTradeMode.CANCEL_NEWEST,
                      null,
                      null,
                      List.of(new BasketLeg("east", START, Side.BUY, 100, 1, null))));
        });
  }

  private void bilateral() {
    BilateralParties parties = new BilateralParties();
    RecordBilateral record =
        new RecordBilateral(
            parties.sign(
                new BilateralTerms(
                    "m",
                    "b-1",
                    "home-02",
                    "home-01",
                    "east",
                    START,
                    START + QUARTER,
                    15,
                    1,
                    Hash.ZERO)));
    ways.put(
        RejectionCode.UNKNOWN_SIGNING_KEY,
        () -> new ContinuousFixture(ContinuousFixture.PLAIN).market().apply(record));
    ways.put(
        RejectionCode.CONTRACT_NOT_SIGNED,
        () -> {
          TestMarket market = new ContinuousFixture(ContinuousFixture.PLAIN).market();
          market.apply(new RegisterSigningKey("home-02", parties.sellerKey()));
          return market.apply(record);
        });
    ways.put(
        RejectionCode.CONTRACT_EXISTS,
        () -> {
          TestMarket market = new ContinuousFixture(ContinuousFixture.PLAIN).market();
          market.apply(new RegisterSigningKey("home-02", parties.buyerKey()));
          market.apply(new RegisterSigningKey("home-01", parties.sellerKey()));
          market.apply(record);
          return market.apply(record);
        });
  }

  private void storage() {
    StorageCommitment service = StorageFixture.service("a", 1, 2, 1, 1);
    ways.put(
        RejectionCode.UNKNOWN_STORAGE_UNIT,
        () ->
            new StorageFixture().market().apply(new CommitStorage("home-02", "station", service)));
    ways.put(RejectionCode.UNKNOWN_COMMITMENT, () -> StorageFixture.holding().withdraw("a"));
    ways.put(
        RejectionCode.COMMITMENT_EXISTS,
        () -> {
          StorageFixture station = StorageFixture.holding();
          station.commit(service);
          return station.commit(service);
        });
    ways.put(
        RejectionCode.STATE_NOT_NEWER,
        () -> StorageFixture.holding().hold(0, 1, 0, List.of(), List.of()));
    ways.put(
        RejectionCode.STORAGE_NOT_FEASIBLE,
        () -> StorageFixture.holding().commit(StorageFixture.service("a", 1, 2, 1_001, 1_001)));
    ways.put(RejectionCode.STORAGE_HELD, ProvedStorageTest::held);
    ways.put(RejectionCode.PROVENANCE_NOT_ACCEPTED, ProofRulesTest::notAccepted);
  }

  private void calls() {
    CallFixture.Wanted wanted = new CallFixture.Wanted(2, 4, -100);
    ways.put(RejectionCode.UNKNOWN_CALL, () -> new CallFixture().cancel("c"));
    ways.put(
        RejectionCode.CALL_EXISTS,
        () -> {
          CallFixture grid = new CallFixture();
          grid.call("c", wanted);
          return grid.call("c", wanted);
        });
    ways.put(
        RejectionCode.CALL_ENDED,
        () -> {
          CallFixture grid = new CallFixture();
          grid.call("c", wanted);
          grid.cancel("c");
          return grid.cancel("c");
        });
    ways.put(
        RejectionCode.NOT_CALLED,
        () -> {
          CallFixture grid = new CallFixture();
          grid.call("c", wanted);
          grid.answer("home-01", "c", "alpha", "maintenance");
          return grid.answer("home-01", "c", "alpha", "");
        });
  }

  private void storageAuctions() {
    StorageOffer offer = StorageAuctionFixture.offer("station", 0, 1, 1);
    StorageBid bid = StorageAuctionFixture.bid("b", "village", 1, 900L, 0L, 0L, 0L);
    ways.put(
        RejectionCode.NO_STORAGE_WINDOW,
        () ->
            new StorageAuctionFixture()
                .bid("home-02", StorageAuctionFixture.bid("b", "village", 1, 900L)));
    ways.put(
        RejectionCode.STORAGE_WINDOW_NOT_OPEN,
        () ->
            new StorageAuctionFixture()
                .offer(
                    "home-01",
                    new StorageOffer(
                        "station", StorageFixture.slot(104), offer.slots(), offer.energyWh())));
    ways.put(
        RejectionCode.STORAGE_WINDOW_CLOSED,
        () -> {
          StorageAuctionFixture market = new StorageAuctionFixture();
          market.gate();
          return market.bid("home-02", bid);
        });
    ways.put(
        RejectionCode.UNKNOWN_STORAGE_OFFER,
        () -> new StorageAuctionFixture().withdrawOffer("home-01", "station"));
    ways.put(
        RejectionCode.UNKNOWN_STORAGE_BID,
        () -> new StorageAuctionFixture().withdrawBid("home-02", "b"));
    ways.put(
        RejectionCode.STORAGE_BID_EXISTS,
        () -> {
          StorageAuctionFixture market = new StorageAuctionFixture();
          market.bid("home-02", bid);
          return market.bid("home-02", bid);
        });
    ways.put(
        RejectionCode.OWN_STORAGE_UNIT,
        () -> {
          StorageAuctionFixture market = new StorageAuctionFixture();
          market.offer("home-01", offer);
          return market.bid("home-01", bid);
        });
  }

  private void negotiations() {
    ServiceTerms terms = ServiceParties.terms("n", 500, 10_000);
    ways.put(
        RejectionCode.UNKNOWN_NEGOTIATION, () -> parties().accept(ServiceParties.SELLER, 1, terms));
    ways.put(
        RejectionCode.NEGOTIATION_EXISTS,
        () -> proposed(terms).propose(ServiceParties.CUSTOMER, terms));
    ways.put(
        RejectionCode.NEGOTIATION_ENDED,
        () -> {
          ServiceParties parties = proposed(terms);
          parties.end(ServiceParties.CUSTOMER, 1, terms);
          return parties.accept(ServiceParties.SELLER, 1, terms);
        });
    ways.put(
        RejectionCode.PROPOSAL_EXPIRED,
        () -> {
          StorageFixture station = StorageFixture.holding();
          ServiceParties parties = new ServiceParties(station);
          parties.propose(ServiceParties.CUSTOMER, terms);
          station.tick(8);
          return parties.accept(ServiceParties.SELLER, 1, terms);
        });
    ways.put(
        RejectionCode.NOT_YOUR_TURN,
        () -> proposed(terms).accept(ServiceParties.CUSTOMER, 1, terms));
    ways.put(
        RejectionCode.PROPOSAL_CHANGED,
        () -> proposed(terms).accept(ServiceParties.SELLER, 2, terms));
    ways.put(RejectionCode.TOO_MANY_ROUNDS, () -> parties().haggle());
  }

  private static ServiceParties parties() {
    return new ServiceParties(StorageFixture.holding());
  }

  private static ServiceParties proposed(ServiceTerms terms) {
    ServiceParties parties = parties();
    parties.propose(ServiceParties.CUSTOMER, terms);
    return parties;
  }

  private void registrations() {
    Supplier<TestMarket> registering = () -> RegistrationDeskTest.market(false);
    ways.put(
        RejectionCode.NOT_REGISTRAR,
        () ->
            registering
                .get()
                .apply(new SetAccountState("home-01", "home-02", AccountState.FROZEN)));
    ways.put(
        RejectionCode.ACCOUNT_NOT_ACTIVE,
        () -> {
          TestMarket market = registering.get();
          market.apply(new SetAccountState("registrar", "home-01", AccountState.FROZEN));
          return market.place("home-01", Side.SELL, 1, 1);
        });
    ways.put(
        RejectionCode.UNKNOWN_METER_POINT,
        () -> registering.get().apply(new DecideMeterPoint("meters", "home-01", "p", true)));
    ways.put(
        RejectionCode.METER_POINT_EXISTS,
        () ->
            registering
                .get()
                .apply(
                    new RequestMeterPoint(
                        "home-01", RegistrationDeskTest.point("p", "meter-home-02"), START)));
    ways.put(
        RejectionCode.ACCOUNT_EXISTS,
        () -> registering.get().apply(new RegisterAccount("home-01")));
    ways.put(
        RejectionCode.REGISTRATIONS_FULL,
        () -> {
          TestMarket market = registering.get();
          market.apply(new RegisterAccount("newcomer"));
          market.apply(new RegisterAccount("second"));
          return market.apply(new RegisterAccount("one-too-many"));
        });
    ways.put(
        RejectionCode.DEPOSIT_PENDING,
        () -> {
          TestMarket market = registering.get();
          market.apply(new RequestDeposit("home-01", 5));
          return market.apply(new RequestDeposit("home-01", 6));
        });
    ways.put(
        RejectionCode.NO_DEPOSIT,
        () -> registering.get().apply(new DecideDeposit("bank", "home-01", 5, true)));
  }

  private void disputes() {
    Safeguards safeguards = new Safeguards(null, null, new DisputeRules("arbiter", 1, 1));
    Ruling ruling = new Ruling(true, 1, PersonalText.clear("why"));
    Supplier<TestMarket> disputed =
        () -> {
          TestMarket market = DisputeDeskTest.settled(safeguards);
          market.apply(DisputeDeskTest.open("home-02", 0, null));
          return market;
        };
    ways.put(
        RejectionCode.NOT_DECIDER,
        () -> disputed.get().apply(new DecideDispute("home-02", "home-02", 1, ruling)));
    ways.put(
        RejectionCode.UNKNOWN_DISPUTE,
        () -> disputed.get().apply(new DecideDispute("arbiter", "home-02", 2, ruling)));
    ways.put(
        RejectionCode.UNKNOWN_BILL_LINE,
        () -> disputed.get().apply(DisputeDeskTest.open("home-02", 1, null)));
    ways.put(
        RejectionCode.LINE_DISPUTED,
        () -> disputed.get().apply(DisputeDeskTest.open("home-02", 0, null)));
    ways.put(
        RejectionCode.DISPUTE_CLOSED,
        () -> {
          TestMarket market = disputed.get();
          market.apply(new DecideDispute("arbiter", "home-02", 1, ruling));
          return market.apply(new DecideDispute("arbiter", "home-02", 1, ruling));
        });
    ways.put(
        RejectionCode.DISPUTES_FULL,
        () -> {
          TestMarket market = disputed.get();
          for (int i = 0; i < 16; i++) {
            market.apply(new AddEvidence("home-02", 1, Hash.ZERO));
          }
          return market.apply(new AddEvidence("home-02", 1, Hash.ZERO));
        });
  }

  private void forms() {
    ways.put(RejectionCode.MALFORMED, () -> sell("no id", "village", START, 1, 1));
    ways.put(
        RejectionCode.MARKET_NOT_READY,
        () -> new TestMarket().apply(TestMarket.order("home-01", "c", Side.SELL, 1, 1)));
    ways.put(RejectionCode.UNKNOWN_PARTICIPANT, () -> sell("stranger", "village", START, 1, 1));
    ways.put(RejectionCode.UNKNOWN_AREA, () -> sell("home-01", "city", START, 1, 1));
    ways.put(RejectionCode.SLOT_MISALIGNED, () -> sell("home-01", "village", START + 1, 1, 1));
    ways.put(RejectionCode.ENERGY_NOT_POSITIVE, () -> sell("home-01", "village", START, 1, 0));
    ways.put(RejectionCode.ENERGY_TOO_LARGE, () -> sell("home-01", "village", START, 1, 100_001));
    ways.put(
        RejectionCode.PRICE_OUT_OF_RANGE, () -> sell("home-01", "village", START, 1_000_001, 1));
    ways.put(
        RejectionCode.QUALIFIERS_CONFLICT, () -> trading(Side.SELL, 100, GTC.wholly().atLeast(1)));
    ways.put(RejectionCode.PRICE_OFF_TICK, () -> trading(Side.SELL, 150, GTC));
    ways.put(RejectionCode.EXPIRY_PAST, () -> trading(Side.SELL, 100, GTC.goodTill(GATE)));
    ways.put(
        RejectionCode.SLOT_NOT_OPEN, () -> sell("home-01", "village", START + 8 * QUARTER, 1, 1));
  }

  private void lives() {
    ways.put(
        RejectionCode.CLIENT_ORDER_ID_REUSED,
        () -> {
          TestMarket market = TestMarket.open();
          market.apply(TestMarket.order("home-01", "c", Side.SELL, 1, 1));
          return market.apply(TestMarket.order("home-01", "c", Side.SELL, 2, 1));
        });
    ways.put(
        RejectionCode.SLOT_CLOSED,
        () -> {
          ContinuousFixture slot = new ContinuousFixture(ContinuousFixture.PLAIN);
          slot.tick(CLOSURE);
          return slot.sell("home-01", 100, 1);
        });
    ways.put(
        RejectionCode.NOT_IN_THIS_PHASE,
        () ->
            new ContinuousFixture(ContinuousFixture.PLAIN)
                .place("home-01", Side.SELL, 100, 1, IOC));
    ways.put(
        RejectionCode.UNKNOWN_ORDER, () -> TestMarket.open().apply(new CancelOrder("home-01", 9)));
    ways.put(
        RejectionCode.ORDER_NOT_OPEN,
        () -> {
          TestMarket market = TestMarket.open();
          market.place("home-01", Side.SELL, 1, 1);
          market.apply(new CancelOrder("home-01", 1));
          return market.apply(new CancelOrder("home-01", 1));
        });
    ways.put(
        RejectionCode.SLOT_VOLUME_TOO_LARGE,
        () -> {
          TestMarket dear =
              TestMarket.under(
                  new Rulebooks()
                      .prices(0, 10_000_000_000L)
                      .maxOrderWh(1_000_000_000_000L)
                      .build());
          dear.tick(START - 60 * MINUTE);
          return dear.place("home-01", Side.SELL, 1, 230_584_301);
        });
    ways.put(
        RejectionCode.RULEBOOK_OUT_OF_ORDER,
        () -> new TestMarket().apply(new ActivateRulebook(new Rulebooks().version(2).build())));
  }

  private void settlement() {
    ways.put(
        RejectionCode.VALUE_OUT_OF_RANGE,
        () -> TestMarket.open().apply(new ReportCapability("home-01", 0, -1, 0)));
    ways.put(
        RejectionCode.POSITION_NOT_NEWER,
        () -> {
          TestMarket market = TestMarket.open();
          market.report("home-01", SLOT, 1, 0);
          return market.report("home-01", SLOT, 1, 0);
        });
    ways.put(
        RejectionCode.SLOT_SETTLED,
        () -> {
          TestMarket market = TestMarket.open();
          market.tick(START + QUARTER);
          market.reportNothing(SLOT);
          return market.apply(
              new Command.ReportPosition(
                  new MeteredPosition("home-01", SLOT, 2, 1, 0, Quality.ACTUAL)));
        });
    ways.put(
        RejectionCode.NOT_IMPORTER,
        () ->
            ImbalanceDeskTest.market(ImbalanceDeskTest.rules(false), null)
                .apply(new Command.ImportImbalancePrice("home-01", "village", START, 1, 100, 100)));
    ways.put(
        RejectionCode.PRICE_NOT_SIGNED,
        () -> PriceSignaturesTest.market().apply(ImbalanceDeskTest.price(1, 100)));
    ways.put(
        RejectionCode.PRICE_SIGNATURE_WRONG,
        () ->
            PriceSignaturesTest.market()
                .apply(PriceSignaturesTest.with(ImbalanceDeskTest.price(1, 100), "00".repeat(64))));
    ways.put(
        RejectionCode.PRICE_NOT_NEWER,
        () -> {
          TestMarket market = ImbalanceDeskTest.market(ImbalanceDeskTest.rules(false), null);
          market.apply(ImbalanceDeskTest.price(1, 100));
          return market.apply(ImbalanceDeskTest.price(1, 200));
        });
    ways.put(
        RejectionCode.UNKNOWN_BATCH,
        () -> TestMarket.open().apply(new ConfirmBatch("m.0.initial", "tx", 1)));
  }

  private void safeguards() {
    ways.put(RejectionCode.FEED_IN_EXCEEDED, () -> beyondConnection(Side.SELL));
    ways.put(RejectionCode.LOAD_EXCEEDED, () -> beyondConnection(Side.BUY));
    ways.put(
        RejectionCode.COLLATERAL_TOO_LOW, () -> secured().place("home-01", Side.BUY, 250_000, 1));
    ways.put(
        RejectionCode.NOT_IN_RULES,
        () -> TestMarket.open().apply(new ReportCollateral("home-01", 5, 0)));
    ways.put(
        RejectionCode.WITHDRAWAL_TOO_LARGE,
        () -> {
          TestMarket market = secured();
          market.apply(new ReportCollateral("home-01", 250_000, 0));
          market.place("home-01", Side.BUY, 250_000, 1);
          return market.apply(new ReportCollateral("home-01", 249_999, 0));
        });
  }

  private void operators() {
    ways.put(RejectionCode.NOT_OPERATOR, () -> takenBack(0).apply(bust("home-01", 1)));
    ways.put(
        RejectionCode.NO_AUCTION,
        () -> takenBack(0).apply(new CancelAuction("operator", START + QUARTER, "why")));
    ways.put(
        RejectionCode.UNKNOWN_LINK,
        () -> takenBack(0).apply(new LimitLink("operator", START, "west", "east", 0, 0, "why")));
    ways.put(RejectionCode.UNKNOWN_TRADE, () -> takenBack(0).apply(bust("operator", 99)));
    ways.put(RejectionCode.DEADLINE_PAST, () -> takenBack(11).apply(bust("operator", 1)));
    ways.put(RejectionCode.TRADE_WITH_LINK, () -> takenBack(0).apply(bust("operator", 1)));
    ways.put(RejectionCode.LINK_OVERLOADED, () -> takenBack(0).apply(bust("operator", 3)));
  }

  /**
   * Of 500 Wh that may flow to west 200 do by the auction (trades 1 and 2) and 300 by trade 3;
   * trade 4 sends 400 back.
   */
  private static TestMarket takenBack(int minutesLater) {
    ContinuousFixture slot =
        new ContinuousFixture(
            ContinuousFixture.PLAIN,
            new Safeguards(
                null, new Fallbacks("operator", MissedGate.LATE_AUCTION, 3_600, 0, 10, 10)));
    slot.sell("home-01", 100_000, 200);
    slot.buy("home-03", 200_000, 200);
    slot.tick(GATE);
    slot.sell("home-01", 100_000, 300);
    slot.buy("home-03", 200_000, 300);
    slot.sell("home-03", 100_000, 400);
    slot.buy("home-02", 200_000, 400);
    slot.tick(GATE + minutesLater * MINUTE);
    return slot.market();
  }

  private static BustTrade bust(String operator, long tradeId) {
    return new BustTrade(operator, tradeId, "why");
  }

  private void room() {
    ways.put(RejectionCode.MARKET_FULL, () -> withFourPlaces(100, 4).get(1));
    ways.put(RejectionCode.SLOT_FULL, () -> withFourPlaces(4, 100).get(1));
    ways.put(RejectionCode.OWN_ORDERS_FULL, () -> withFourPlaces(4, 100).get(0));
  }

  /** What the second order of a participant gets, and then one when all places are taken. */
  private static List<List<Event>> withFourPlaces(int ofSlot, int ofMarket) {
    TestMarket market =
        new TestMarket(new MarketStateMachine(MarketBounds.USUAL.withPlaces(ofSlot, ofMarket)));
    market.apply(
        new ActivateRulebook(
            ContinuousFixture.rules().continuous(ContinuousFixture.PLAIN).build()));
    market.tick(START - 60 * MINUTE);
    market.apply(ContinuousFixture.order("home-01", "a", Side.SELL, 100, 10, GTC));
    List<Event> second =
        market.apply(ContinuousFixture.order("home-01", "c", Side.SELL, 100, 10, GTC));
    market.apply(ContinuousFixture.order("home-02", "b", Side.BUY, 100, 10, GTC));
    market.tick(GATE); // one trade of the auction
    market.apply(ContinuousFixture.order("home-03", "d", Side.BUY, 0, 10, GTC));
    return List.of(
        second, market.apply(ContinuousFixture.order("home-02", "e", Side.BUY, 0, 10, GTC)));
  }

  private void trading() {
    ways.put(
        RejectionCode.PRODUCT_HALTED,
        () -> {
          ContinuousFixture banded =
              new ContinuousFixture(ContinuousFixture.section(1_000, GridFees.DEFAULT));
          banded.sell("home-01", 50_000, 5);
          banded.buy("home-02", 50_000, 5);
          banded.tick(GATE);
          banded.sell("home-01", 60_000, 5);
          banded.buy("home-02", 60_000, 5);
          return banded.buy("home-02", 50_000, 5);
        });
    ways.put(
        RejectionCode.POST_ONLY_WOULD_TRADE,
        () -> {
          ContinuousFixture slot = new ContinuousFixture(ContinuousFixture.PLAIN);
          slot.tick(GATE);
          slot.sell("home-01", 100, 5);
          return slot.place("home-02", Side.BUY, 100, 5, GTC.posted());
        });
    ways.put(
        RejectionCode.BOOK_FULL,
        () -> {
          TestMarket market = withRoomFor(1);
          market.tick(GATE);
          market.apply(ContinuousFixture.order("home-01", "a", Side.SELL, 100, 1, GTC));
          return market.apply(ContinuousFixture.order("home-01", "b", Side.SELL, 100, 1, GTC));
        });
  }

  @Test
  void everyCodeOfTheMarketHasAWayThatProvokesItAndAMessageThatSaysMore() {
    assertThat(ways.keySet()).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(OF_READINGS)));
    ways.forEach(
        (code, way) -> {
          List<Event> events = way.get();
          assertThat(events).as("%s", code).hasSize(1);
          Rejection rejection = rejection(events.get(0));
          assertThat(rejection.code()).as("%s", rejection).isEqualTo(code);
          assertThat(rejection.message()).as("%s", code).hasSizeGreaterThan(20);
        });
  }

  @Test
  void aFullBookTakesOnlyOrdersThatDoNotRest() {
    TestMarket market = withRoomFor(2);
    for (String id : List.of("a", "b", "c")) {
      market.apply(ContinuousFixture.order("home-01", id, Side.SELL, 100, 10, GTC));
    }
    assertThat(market.tick(GATE))
        .as("the rest of the third finds the book full")
        .contains(new OrderCancelled(3, 10, CancelReason.UNFILLED))
        .doesNotContain(new OrderCancelled(2, 10, CancelReason.UNFILLED));
    PlaceOrder rests = ContinuousFixture.order("home-02", "d", Side.BUY, 100, 10, GTC);
    assertThat(rejection(market.apply(rests).get(0)))
        .as("even one that would trade all it has")
        .isEqualTo(
            new Rejection(
                RejectionCode.BOOK_FULL,
                "as many orders rest as the book can hold: try again later"));
    List<Event> immediate =
        market.apply(ContinuousFixture.order("home-02", "e", Side.BUY, 100, 10, IOC));
    assertThat(immediate.get(1)).isInstanceOf(ContinuousTrade.class);
    assertThat(market.apply(ContinuousFixture.order("home-02", "d", Side.BUY, 0, 10, GTC)))
        .as("there is room again, and the refused id is free")
        .hasOnlyElementsOfType(OrderAccepted.class);
  }

  private static TestMarket withRoomFor(int orders) {
    TestMarket market =
        new TestMarket(new MarketStateMachine(MarketBounds.USUAL.withRestingOrders(orders)));
    market.apply(
        new ActivateRulebook(
            ContinuousFixture.rules().continuous(ContinuousFixture.PLAIN).build()));
    market.tick(START - 60 * MINUTE);
    return market;
  }

  private static TestMarket secured() {
    Guarantees guarantees = new Guarantees("house", 0, 0, 0);
    TestMarket market = TestMarket.under(new Rulebooks().guarantees(guarantees).build());
    market.tick(START - 60 * MINUTE);
    return market;
  }

  private static List<Event> beyondConnection(Side side) {
    TestMarket market = TestMarket.open();
    market.apply(new ReportCapability("home-01", 0, 4_000, 4_000));
    return market.place("home-01", side, 1, 1_001);
  }

  private static List<Event> sell(String who, String area, long start, long price, long energyWh) {
    return TestMarket.open()
        .apply(new PlaceOrder(who, "c", area, start, Side.SELL, price, energyWh));
  }

  private static List<Event> trading(Side side, long price, OrderTerms terms) {
    ContinuousFixture slot = new ContinuousFixture(ContinuousFixture.PLAIN);
    slot.tick(GATE);
    return slot.place("home-01", side, price, 5, terms);
  }

  private static Rejection rejection(Event event) {
    if (event instanceof OrderRejected order) {
      return order.rejection();
    } else if (event instanceof BasketRejected basket) {
      return basket.refusals().get(0).rejection();
    } else if (event instanceof CancelRejected cancel) {
      return cancel.rejection();
    } else if (event instanceof PositionRejected position) {
      return position.rejection();
    } else if (event instanceof ImbalancePriceRejected price) {
      return price.rejection();
    } else if (event instanceof BilateralRejected contract) {
      return contract.rejection();
    } else if (event instanceof ConfirmationRejected confirmation) {
      return confirmation.rejection();
    } else if (event instanceof RulebookRejected rulebook) {
      return rulebook.rejection();
    } else if (event instanceof CapabilityRejected capability) {
      return capability.rejection();
    }
    if (event instanceof LeaseRejected lease) {
      return lease.rejection();
    } else if (event instanceof AuctionCancelRejected cancel) {
      return cancel.rejection();
    } else if (event instanceof BustRejected bust) {
      return bust.rejection();
    } else if (event instanceof LinkLimitRejected limit) {
      return limit.rejection();
    } else if (event instanceof DisputeRejected dispute) {
      return dispute.rejection();
    } else if (event instanceof RegistrationRejected registration) {
      return registration.rejection();
    } else if (event instanceof StorageRejected storage) {
      return storage.refused().rejection();
    } else if (event instanceof CommitmentLost lost) {
      return lost.refused().rejection();
    } else if (event instanceof NegotiationRejected negotiation) {
      return negotiation.refused().rejection();
    } else if (event instanceof CallRejected call) {
      return call.rejection();
    } else if (event instanceof StorageAuctionRejected auction) {
      return auction.rejection();
    }
    return ((CollateralRejected) event).rejection();
  }
}
