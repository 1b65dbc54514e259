package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.commonwatt.core.ContinuousFixture.CLOSURE;
import static org.commonwatt.core.ContinuousFixture.GATE;
import static org.commonwatt.core.ContinuousFixture.PLAIN;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.RecordBilateral;
import org.commonwatt.model.Command.RegisterSigningKey;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BilateralAccepted;
import org.commonwatt.model.Event.BilateralRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.SigningKeyRegistered;
import org.commonwatt.model.Event.SigningKeyRejected;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Posting;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.commonwatt.model.SignedBilateral;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.testkit.ledger.BilateralParties;
import org.junit.jupiter.api.Test;

/** What two participants sign counts as a trade of each slot. */
class BilateralDeskTest {
  private static final BilateralParties PARTIES = new BilateralParties();

  @Test
  void aContractIsATradeOfEachSlotAtThePriceOfNothing() {
    TestMarket market = market(PLAIN, Safeguards.NONE);
    market.tick(START - 45 * MINUTE); // two slots are open
    List<Event> events = market.apply(record(terms("b-1", 2, 400)));
    assertThat(events)
        .containsExactly(
            new BilateralAccepted(
                signed(terms("b-1", 2, 400)), PARTIES.buyerKey(), PARTIES.sellerKey()),
            trade(1, 0, 400, 0),
            trade(2, 1, 400, 0));
    assertThat(market.machine().bilateralTrades(START)).containsExactly(trade(1, 0, 400, 0));
    assertThat(market.machine().exposure("home-02", START).worstNetBuyWh()).isEqualTo(400);
    assertThat(market.machine().exposure("home-01", START).worstNetSellWh()).isEqualTo(400);
  }

  @Test
  void itCountsAsContractedAndItsBuyerPaysTheGrid() {
    GridFees fees =
        new GridFees(
            FeeMode.ON_TOP,
            List.of(new GridFees.Level("low", new GridFee(7_000, 0))),
            List.of(new GridFees.AreaLevel("east", "low")),
            List.of());
    TestMarket market = market(ContinuousFixture.section(0, fees), Safeguards.NONE);
    market.apply(record(terms("b-1", 1, 400)));
    market.tick(START + QUARTER);
    market.report("home-01", SLOT, 0, 350);
    market.report("home-02", SLOT, 500, 0);
    market.report("home-03", SLOT, 0, 0);
    SlotSettled settled = market.events(SlotSettled.class).get(0);
    assertThat(settled.billLines())
        .extracting(
            BillLine::participant, BillLine::kind, BillLine::energyWh, BillLine::priceMicroPerKwh)
        .containsSequence(
            tuple("home-02", Kind.TRADE_BUY, 400L, 0L),
            tuple("home-01", Kind.TRADE_SELL, 400L, 0L),
            tuple("home-02", Kind.GRID_FEE, 400L, 7_000L),
            tuple("grid", Kind.GRID_FEE_INCOME, 400L, 7_000L));
    assertThat(settled.billLines())
        .filteredOn(line -> line.kind() == Kind.RESIDUAL_WITHDRAWAL)
        .extracting(BillLine::participant, BillLine::energyWh)
        .containsExactly(tuple("home-01", 50L), tuple("home-02", 100L));
    assertThat(settled.batch().postings()).contains(new Posting("grid", 400 * 7_000L));
    assertThat(settled.batch().postings().stream().mapToLong(Posting::amountNano).sum()).isZero();
  }

  @Test
  void itIsTakenUntilGateClosureAndNoLonger() {
    for (long instant : new long[] {START - 60 * MINUTE, GATE, CLOSURE - 1}) {
      TestMarket market = market(PLAIN, Safeguards.NONE);
      market.tick(instant);
      assertThat(market.apply(record(terms("b-1", 1, 1)))).as("%d", instant).hasSize(2);
    }
    TestMarket market = market(PLAIN, Safeguards.NONE);
    market.tick(CLOSURE);
    assertThat(code(market, terms("b-1", 1, 1))).isEqualTo(RejectionCode.SLOT_CLOSED);
  }

  @Test
  void ofSeveralSlotsAllMustBeOpen() {
    TestMarket market = market(PLAIN, Safeguards.NONE);
    assertThat(code(market, terms("b-1", 2, 1))).isEqualTo(RejectionCode.SLOT_NOT_OPEN);
    assertThat(market.machine().bilateralTrades(START)).isEmpty();
    market.tick(CLOSURE);
    assertThat(code(market, terms("b-1", 2, 1))).isEqualTo(RejectionCode.SLOT_CLOSED);
  }

  @Test
  void connectionsLimitBothAndOrdersCount() {
    TestMarket market = market(PLAIN, Safeguards.NONE);
    market.apply(new ReportCapability("home-01", 0, 4_000, 4_000)); // 1,000 Wh a slot
    market.apply(new ReportCapability("home-02", 0, 4_000, 8_000));
    market.apply(
        ContinuousFixture.order("home-01", "c", Side.SELL, 100_000, 400, OrderTerms.DEFAULT));
    assertThat(code(market, terms("b-1", 1, 601))).isEqualTo(RejectionCode.FEED_IN_EXCEEDED);
    assertThat(market.apply(record(terms("b-1", 1, 600)))).hasSize(2);
    assertThat(code(market, terms("b-2", 1, 1))).isEqualTo(RejectionCode.FEED_IN_EXCEEDED);
    market.apply(new ReportCapability("home-02", 0, 0, 2_400));
    assertThat(code(market, terms("b-2", 1, 1)))
        .as("the buyer comes first")
        .isEqualTo(RejectionCode.LOAD_EXCEEDED);
  }

  @Test
  void whereMoneyIsSecuredTheBuyersFeesAre() {
    GridFees fees =
        new GridFees(
            FeeMode.ON_TOP,
            List.of(new GridFees.Level("low", new GridFee(10, 0))),
            List.of(new GridFees.AreaLevel("east", "low")),
            List.of());
    Safeguards secured = new Safeguards(new Guarantees("exchange", 0, 0, 0));
    TestMarket market = market(ContinuousFixture.section(0, fees), secured);
    market.tick(START - 45 * MINUTE);
    market.apply(new ReportCollateral("home-02", 7_999, 0));
    assertThat(code(market, terms("b-1", 2, 400))).isEqualTo(RejectionCode.COLLATERAL_TOO_LOW);
    market.apply(new ReportCollateral("home-02", 8_000, 0));
    assertThat(market.apply(record(terms("b-1", 2, 400)))).hasSize(3);
    assertThat(code(market, terms("b-2", 1, 1))).isEqualTo(RejectionCode.COLLATERAL_TOO_LOW);
  }

  @Test
  void theSlotsOfAContractTakeTheirPlacesTogether() {
    TestMarket market = market(MarketBounds.USUAL.withPlaces(100, 16)); // a quarter is 4
    assertThat(market.machine().phase(START)).contains(SlotPhase.CONTINUOUS);
    assertThat(market.machine().phase(START + 2 * QUARTER)).contains(SlotPhase.OPEN);
    assertThat(market.apply(record(terms("b-1", 3, 1)))).as("1, 2 and 2 places").hasSize(4);
    assertThat(code(market, terms("b-2", 1, 1))).isEqualTo(RejectionCode.OWN_ORDERS_FULL);

    TestMarket fuller = market(MarketBounds.USUAL.withPlaces(100, 12)); // a quarter is 3
    assertThat(code(fuller, terms("b-1", 3, 1)))
        .as("1 and 2 are for the slots before")
        .isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    assertThat(fuller.apply(record(terms("b-1", 2, 1)))).hasSize(3);
  }

  @Test
  void aFeeThatIsAShareOfThePriceIsNotKnown() {
    ContinuousFixture slot =
        new ContinuousFixture(ContinuousFixture.section(0, ContinuousFixture.fees(FeeMode.ON_TOP)));
    TestMarket market = slot.market();
    BilateralTerms inWest =
        new BilateralTerms(
            "m", "b-1", "home-03", "home-01", "west", START, START + QUARTER, 15, 1, Hash.ZERO);
    market.apply(new RegisterSigningKey("home-03", PARTIES.buyerKey()));
    market.apply(new RegisterSigningKey("home-01", PARTIES.sellerKey()));
    assertThat(code(market, inWest)).as("home-01 is in east").isEqualTo(RejectionCode.UNKNOWN_AREA);
    GridFees shares =
        new GridFees(
            FeeMode.ON_TOP,
            List.of(new GridFees.Level("low", new GridFee(5, 1))),
            List.of(new GridFees.AreaLevel("east", "low")),
            List.of());
    TestMarket other = market(ContinuousFixture.section(0, shares), Safeguards.NONE);
    assertThat(code(other, terms("b-1", 1, 1))).isEqualTo(RejectionCode.NOT_IN_RULES);
    TestMarket plain = TestMarket.open();
    register(plain);
    BilateralTerms village =
        new BilateralTerms(
            "m", "b-1", "home-02", "home-01", "village", START, START + QUARTER, 15, 1, Hash.ZERO);
    assertThat(code(plain, village)).as("without continuous").isEqualTo(RejectionCode.NOT_IN_RULES);
  }

  @Test
  void refusalsComeInTheDocumentedOrder() {
    TestMarket none = new TestMarket();
    assertThat(code(none, terms("b-1", 1, 1))).isEqualTo(RejectionCode.MARKET_NOT_READY);
    assertThat(code(none, terms("", 1, 1))).isEqualTo(RejectionCode.MALFORMED);
    ContinuousFixture slot = new ContinuousFixture(PLAIN);
    TestMarket market = slot.market();
    assertThat(code(market, terms("b-1", 1, 0))).isEqualTo(RejectionCode.UNKNOWN_SIGNING_KEY);
    register(market);
    assertThat(code(market, terms("b-1", 1, 0))).isEqualTo(RejectionCode.ENERGY_NOT_POSITIVE);
    assertThat(code(market, terms("b-1", 1, 100_001))).isEqualTo(RejectionCode.ENERGY_TOO_LARGE);
    SignedBilateral good = signed(terms("b-1", 1, 1));
    SignedBilateral altered =
        new SignedBilateral(terms("b-1", 1, 2), good.buyerSignature(), good.sellerSignature());
    assertThat(code(market.apply(new RecordBilateral(altered))))
        .isEqualTo(RejectionCode.CONTRACT_NOT_SIGNED);
    SignedBilateral oneSided =
        new SignedBilateral(good.terms(), good.buyerSignature(), good.buyerSignature());
    assertThat(code(market.apply(new RecordBilateral(oneSided))))
        .isEqualTo(RejectionCode.CONTRACT_NOT_SIGNED);
    assertThat(market.apply(new RecordBilateral(good))).hasSize(2);
    assertThat(code(market, good.terms())).isEqualTo(RejectionCode.CONTRACT_EXISTS);
    assertThat(code(market, terms("b-1", 1, 7))).isEqualTo(RejectionCode.CONTRACT_EXISTS);
    for (SignedBilateral wrong :
        List.of(
            new SignedBilateral(good.terms(), "", good.sellerSignature()),
            signed(of("other", "home-02", "home-01", 15)))) {
      assertThat(code(market.apply(new RecordBilateral(wrong))))
          .as("%s", wrong)
          .isEqualTo(RejectionCode.MALFORMED);
    }
    assertThat(code(market, of("m", "home-02", "home-02", 15)))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(code(market, of("m", "home-02", "home-01", 7)))
        .isEqualTo(RejectionCode.SLOT_MISALIGNED);
    assertThat(code(market, of("m", "home-02", "stranger", 15)))
        .isEqualTo(RejectionCode.UNKNOWN_SIGNING_KEY);
    assertThat(code(market, of("m", "home-02", "home-01", 5)))
        .isEqualTo(RejectionCode.SLOT_MISALIGNED);
  }

  /** Neither whether an id is taken, nor what rules and connections say of the terms. */
  @Test
  void whoHasNoSignaturesLearnsNothingOfContractsAndParties() {
    TestMarket market = new ContinuousFixture(PLAIN).market();
    register(market);
    SignedBilateral good = signed(terms("b-1", 1, 1));
    market.apply(new RecordBilateral(good));
    for (BilateralTerms guess :
        List.of(
            terms("b-1", 1, 2),
            terms("b-2", 1, 2),
            terms("b-2", 1, 0),
            terms("b-2", 1, 100_001),
            terms("b-2", 90, 2))) {
      SignedBilateral forged =
          new SignedBilateral(guess, good.buyerSignature(), good.sellerSignature());
      assertThat(code(market.apply(new RecordBilateral(forged))))
          .as("%s", guess)
          .isEqualTo(RejectionCode.CONTRACT_NOT_SIGNED);
    }
  }

  @Test
  void keysAreThoseOfParticipants() {
    TestMarket market = new ContinuousFixture(PLAIN).market();
    assertThat(market.apply(new RegisterSigningKey("home-01", PARTIES.sellerKey())))
        .containsExactly(new SigningKeyRegistered("home-01", PARTIES.sellerKey()));
    assertThat(market.machine().signingKey("home-01")).contains(PARTIES.sellerKey());
    assertThat(keyCode(market, "stranger", PARTIES.sellerKey()))
        .isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(keyCode(market, "home-01", "00")).isEqualTo(RejectionCode.MALFORMED);
    assertThat(keyCode(market, "no id", PARTIES.sellerKey())).isEqualTo(RejectionCode.MALFORMED);
    assertThat(keyCode(new TestMarket(), "home-01", PARTIES.sellerKey()))
        .isEqualTo(RejectionCode.MARKET_NOT_READY);
    market.apply(new RegisterSigningKey("home-02", PARTIES.buyerKey()));
    market.apply(new RegisterSigningKey("home-01", PARTIES.buyerKey()));
    assertThat(code(market, terms("b-1", 1, 1)))
        .as("another key signs from then on")
        .isEqualTo(RejectionCode.CONTRACT_NOT_SIGNED);
  }

  @Test
  void aMarketThatIsRestoredKnowsKeysAndContracts() {
    TestMarket market = market(PLAIN, Safeguards.NONE);
    market.apply(record(terms("b-1", 1, 400)));
    TestMarket restored =
        new TestMarket(MarketStateMachine.restore(StateTest.Tape.of(market.machine())));
    assertThat(restored.machine().bilateralTrades(START))
        .isEqualTo(market.machine().bilateralTrades(START));
    assertThat(code(restored, terms("b-1", 1, 400))).isEqualTo(RejectionCode.CONTRACT_EXISTS);
    assertThat(restored.apply(record(terms("b-2", 1, 5))))
        .isEqualTo(market.apply(record(terms("b-2", 1, 5))));
  }

  @Property(tries = 50)
  void energyIsConservedAndNoMoneyMovesBetweenTheTwo(
      @ForAll @IntRange(min = 1, max = 2_000) int energyWh,
      @ForAll @IntRange(max = 3_000) int exportWh,
      @ForAll @IntRange(max = 3_000) int importWh) {
    TestMarket market = market(PLAIN, Safeguards.NONE);
    market.apply(record(terms("b-1", 1, energyWh)));
    market.tick(START + QUARTER);
    market.report("home-01", SLOT, 0, exportWh);
    market.report("home-02", SLOT, importWh, 0);
    market.report("home-03", SLOT, 0, 0);
    SlotSettled settled = market.events(SlotSettled.class).get(0);
    assertThat(settled.batch().postings().stream().mapToLong(Posting::amountNano).sum()).isZero();
    assertThat(settled.billLines())
        .filteredOn(line -> line.tradeId() != 0)
        .hasSize(2)
        .allMatch(line -> line.amountNano() == 0 && line.energyWh() == energyWh);
    long residual =
        settled.billLines().stream()
            .filter(line -> line.participant().equals("home-01") && line.tradeId() == 0)
            .mapToLong(
                line -> line.kind() == Kind.RESIDUAL_INJECTION ? line.energyWh() : -line.energyWh())
            .sum();
    assertThat(residual).isEqualTo(exportWh - energyWh);
  }

  private static ContinuousTrade trade(long id, int slot, long energyWh, long fee) {
    return new ContinuousTrade(
        id,
        SLOT.plus(slot),
        0,
        0,
        Side.BUY,
        "home-02",
        "home-01",
        "east",
        "east",
        energyWh,
        0,
        fee,
        List.of(),
        null);
  }

  private static TestMarket market(Continuous continuous, Safeguards safeguards) {
    TestMarket market = new ContinuousFixture(continuous, safeguards).market();
    register(market);
    return market;
  }

  /**
   * The same within other bounds, once three slots are open, of which the first has had its gate.
   */
  private static TestMarket market(MarketBounds bounds) {
    TestMarket market = new TestMarket(new MarketStateMachine(bounds));
    market.apply(new ActivateRulebook(ContinuousFixture.rules().continuous(PLAIN).build()));
    market.tick(START - 60 * MINUTE);
    market.tick(START - 20 * MINUTE);
    register(market);
    return market;
  }

  private static void register(TestMarket market) {
    market.apply(new RegisterSigningKey("home-01", PARTIES.sellerKey()));
    market.apply(new RegisterSigningKey("home-02", PARTIES.buyerKey()));
  }

  private static BilateralTerms terms(String contractId, int slots, long energyWh) {
    return new BilateralTerms(
        "m",
        contractId,
        "home-02",
        "home-01",
        "east",
        START,
        START + slots * QUARTER,
        15,
        energyWh,
        Hash.ZERO);
  }

  private static BilateralTerms of(String market, String buyer, String seller, int minutes) {
    return new BilateralTerms(
        market, "b-9", buyer, seller, "east", START, START + QUARTER, minutes, 1, Hash.ZERO);
  }

  private static SignedBilateral signed(BilateralTerms terms) {
    return PARTIES.sign(terms);
  }

  private static RecordBilateral record(BilateralTerms terms) {
    return new RecordBilateral(signed(terms));
  }

  private static RejectionCode code(TestMarket market, BilateralTerms terms) {
    return code(market.apply(record(terms)));
  }

  private static RejectionCode code(List<Event> events) {
    assertThat(events).singleElement().isInstanceOf(BilateralRejected.class);
    return ((BilateralRejected) events.get(0)).rejection().code();
  }

  private static RejectionCode keyCode(TestMarket market, String participant, String key) {
    List<Event> events = market.apply(new RegisterSigningKey(participant, key));
    assertThat(events).singleElement().isInstanceOf(SigningKeyRejected.class);
    return ((SigningKeyRejected) events.get(0)).rejection().code();
  }
}
