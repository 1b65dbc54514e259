package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.commonwatt.core.origin.OriginBook;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command.AcceptService;
import org.commonwatt.model.Command.AnswerCall;
import org.commonwatt.model.Command.CallStorage;
import org.commonwatt.model.Command.CancelCall;
import org.commonwatt.model.Command.CommitStorage;
import org.commonwatt.model.Command.ProposeService;
import org.commonwatt.model.Command.RegisterSigningKey;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.ReportDelivery;
import org.commonwatt.model.Command.ReportOutage;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Command.ReportStateOfCharge;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.DeliveryRecorded;
import org.commonwatt.model.Event.DeliveryRejected;
import org.commonwatt.model.Event.ServiceAgreed;
import org.commonwatt.model.Event.ServiceSettled;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Registration;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.ServiceProposal;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.SourceDeclaration;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageRules;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.commonwatt.model.UnitDelivery;
import org.commonwatt.model.UnitDelivery.Used;
import org.commonwatt.testkit.ledger.PartyKey;
import org.junit.jupiter.api.Test;

/**
 * What is agreed on and called, delivered and settled: {@code alpha} of home-01 holds 1,000 Wh, all
 * its owner's, and home-02 is its customer.
 */
class StorageSettlementTest {
  private static final long HOUR = 60 * MINUTE;
  private static final String UNIT = "alpha";
  private static final PartyKey OWNER = new PartyKey(1);
  private static final PartyKey CUSTOMER = new PartyKey(2);

  private TestMarket market = market(new StorageRules(500_000));

  private static TestMarket market(StorageRules rules) {
    Fallbacks fallbacks = new Fallbacks("operator", MissedGate.LATE_AUCTION, 3_600, 0, 10, 10);
    Registration registration = new Registration("registrar", true, "meters", false, "bank", 5);
    TestMarket market =
        TestMarket.under(
            new Rulebooks()
                .safeguards(
                    new Safeguards(null, fallbacks)
                        .withRegistration(registration)
                        .withSettlement(new SettlementRules(List.of(2), 4).withStorage(rules)))
                .build());
    market.tick(START + MINUTE);
    StorageSpec.Rating rating =
        new StorageSpec.Rating(
            4_000, 4_000, 2_000, 0, 800_000, 800_000, StorageSpec.NO_CYCLE_LIMIT);
    market.apply(
        new RegisterStorage("meters", new StorageSpec(UNIT, "home-01", "village", rating, 96, "")));
    List<StorageState.Lot> lots = List.of(new StorageState.Lot("home-01", 1_000));
    market.apply(
        new ReportStateOfCharge(
            "meters", UNIT, new StorageState(START, 1_000, 0, lots, List.of())));
    market.apply(new RegisterSigningKey("home-01", OWNER.publicKey()));
    market.apply(new RegisterSigningKey("home-02", CUSTOMER.publicKey()));
    return market;
  }

  private static DeliverySlot slot(int number) {
    return new DeliverySlot(START + number * QUARTER, 15);
  }

  private void agree(long price, StorageCommitment one) {
    ServiceTerms terms =
        new ServiceTerms(
            Rulebooks.standard().market(), "n-" + one.id(), UNIT, "home-01", price, one);
    String signed = OWNER.sign(terms.signedBytes());
    market.apply(new ProposeService("home-01", new ServiceProposal(terms, START + HOUR, signed)));
    List<Event> events =
        market.apply(
            new AcceptService(
                "home-02",
                terms.negotiation(),
                1,
                terms.hash(),
                CUSTOMER.sign(terms.signedBytes())));
    assertThat(events.get(0)).isInstanceOf(ServiceAgreed.class);
  }

  private static StorageCommitment service(String id, Kind kind, int from, int to, long energyWh) {
    boolean charges = kind != Kind.RELEASE;
    boolean discharges = kind != Kind.CHARGE_SERVICE;
    return new StorageCommitment(
        id,
        "home-02",
        kind,
        slot(from).startMillis(),
        slot(to).startMillis(),
        energyWh,
        charges ? energyWh : 0,
        discharges ? energyWh : 0,
        0,
        List.of());
  }

  private static StorageCommitment firm(String id, String owner, int from, Long... injectionWh) {
    return new StorageCommitment(
        id,
        owner,
        Kind.FIRM_SCHEDULE,
        slot(from).startMillis(),
        slot(from + injectionWh.length).startMillis(),
        0,
        0,
        0,
        0,
        List.of(injectionWh));
  }

  private List<Event> deliver(int slot, int version, long injectionWh, Used... used) {
    return market.apply(
        new ReportDelivery(
            "meters", new UnitDelivery(UNIT, slot(slot), version, injectionWh, List.of(used))));
  }

  private void call(int from, int to, long injectionSlotWh) {
    market.apply(
        new CallStorage(
            "operator",
            new DispatchCall(
                "call",
                "village",
                slot(from).startMillis(),
                slot(to).startMillis(),
                injectionSlotWh,
                300_000,
                10,
                "sun")));
    market.apply(new AnswerCall("home-01", "call", UNIT, true, ""));
  }

  /** Meters of home-01 and home-02, injected less withdrawn; of the third nothing. */
  private void meter(int slot, long first, long second) {
    market.report("home-01", slot(slot), Math.max(0, -first), Math.max(0, first));
    market.report("home-02", slot(slot), Math.max(0, -second), Math.max(0, second));
    market.report("home-03", slot(slot), 0, 0);
  }

  /** Brings the market to the end of a slot; those before have nothing metered. */
  private void until(int slot) {
    for (int before = 0; before <= slot; before++) {
      market.tick(slot(before).endMillis());
      if (before < slot) {
        meter(before, 0, 0);
      }
    }
  }

  private List<String> lines(int slot) {
    List<BillLine> lines = new ArrayList<>();
    for (SlotSettled settled : market.events(SlotSettled.class)) {
      lines.addAll(settled.billLines());
    }
    for (SlotRevised revised : market.events(SlotRevised.class)) {
      lines.addAll(revised.billLines());
    }
    return lines.stream()
        .filter(line -> line.slot().equals(slot(slot)))
        .map(
            line ->
                "%s %s %d at %d = %d"
                    .formatted(
                        line.participant(),
                        line.kind(),
                        line.energyWh(),
                        line.priceMicroPerKwh(),
                        line.amountNano()))
        .toList();
  }

  private Map<String, Long> sums() {
    Map<String, Long> sums = new TreeMap<>();
    for (SlotSettled settled : market.events(SlotSettled.class)) {
      settled.batch().postings().forEach(p -> sums.merge(p.account(), p.amountNano(), Long::sum));
    }
    for (SlotRevised revised : market.events(SlotRevised.class)) {
      revised.batch().postings().forEach(p -> sums.merge(p.account(), p.amountNano(), Long::sum));
    }
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }

  private static RejectionCode code(List<Event> events) {
    return ((DeliveryRejected) events.get(0)).rejection().code();
  }

  @Test
  void whatIsStoredForACustomerItPaysAndNeitherDeviates() {
    agree(120_000, service("s", Kind.CHARGE_SERVICE, 1, 2, 500));
    until(1);
    assertThat(deliver(1, 1, -400, new Used("s", -400)))
        .hasOnlyElementsOfType(DeliveryRecorded.class);
    meter(1, -400, 400);
    assertThat(lines(1))
        .containsExactly(
            "home-02 STORAGE_CHARGE 400 at 120000 = -48000000",
            "home-01 STORAGE_CHARGE_INCOME 400 at 120000 = 48000000");
    assertThat(sums().values().stream().mapToLong(Long::longValue).sum()).isZero();
  }

  @Test
  void whatACallDidNotGetCostsItsOwnerAPenaltyAndTheOperatorBuysWhatItTakes() {
    call(1, 3, -400);
    until(1);
    deliver(1, 1, -300);
    meter(1, -300, 0);
    assertThat(lines(1))
        .containsExactly(
            "operator RESIDUAL_WITHDRAWAL 300 at 300000 = -90000000",
            "supplier SUPPLIED 300 at 300000 = 90000000",
            "operator STORAGE_CHARGE 300 at 300000 = -90000000",
            "home-01 STORAGE_CHARGE_INCOME 300 at 300000 = 90000000",
            "home-01 STORAGE_PENALTY 100 at 150000 = -15000000",
            "operator STORAGE_PENALTY_INCOME 100 at 150000 = 15000000");
    assertThat(market.events(ServiceSettled.class))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.run()).isZero();
              assertThat(one.delivery().committedWh()).isEqualTo(-400);
              assertThat(one.delivery().deliveredWh()).isEqualTo(-300);
              assertThat(one.delivery().missedWh()).isEqualTo(100);
            });
  }

  @Test
  void guaranteesOfOriginFollowTheMeterAlsoOfWhatIsStoredAndCalledFor() {
    agree(120_000, service("s", Kind.CHARGE_SERVICE, 1, 2, 500));
    call(1, 2, -200);
    until(1);
    deliver(1, 1, -600, new Used("s", -400));
    meter(1, -600, 900);
    OriginBook book = new OriginBook();
    book.activated(Objects.requireNonNull(market.machine().rulebook()));
    book.declared(
        new SourceDeclaration(
            Rulebooks.standard().market(), "home-02", "village", EnergySource.WIND, START));
    OriginEntries entries =
        market.events().stream()
            .map(book::take)
            .filter(run -> run != null && run.slot().equals(slot(1)))
            .findFirst()
            .orElseThrow()
            .entries();
    assertThat(entries.issuedWh()).as("all that home-02 fed in").isEqualTo(900);
    assertThat(entries.unguaranteed())
        .as("what home-01 charged; the operator has no meter")
        .singleElement()
        .satisfies(one -> assertThat(one.wh()).isEqualTo(600));
  }

  @Test
  void aCallThatIsTakenBackIsNotSettled() {
    call(1, 2, -400);
    market.apply(new CancelCall("operator", "call", "clouds"));
    until(1);
    deliver(1, 1, 0);
    meter(1, 0, 0);
    assertThat(lines(1)).isEmpty();
    assertThat(market.events(ServiceSettled.class)).isEmpty();
  }

  @Test
  void ownUseGivesWayFirstThenWhoAgreedLast() {
    agree(100_000, firm("first", "home-02", 1, -300L));
    agree(200_000, firm("second", "home-02", 1, -300L));
    market.apply(new CommitStorage("home-01", UNIT, firm("own", "home-01", 1, -100L)));
    until(1);
    deliver(1, 1, -550);
    meter(1, -550, 550);
    assertThat(lines(1))
        .as("700 were scheduled: 100 of its own and 50 of the second are missing")
        .containsExactly(
            "home-02 STORAGE_CHARGE 300 at 100000 = -30000000",
            "home-01 STORAGE_CHARGE_INCOME 300 at 100000 = 30000000",
            "home-02 STORAGE_CHARGE 250 at 200000 = -50000000",
            "home-01 STORAGE_CHARGE_INCOME 250 at 200000 = 50000000",
            "home-01 STORAGE_PENALTY 50 at 100000 = -5000000",
            "home-02 STORAGE_PENALTY_INCOME 50 at 100000 = 5000000");
  }

  @Test
  void whatAnOutageTakesAwayIsMissedWithoutAnyMeter() {
    agree(100_000, firm("f", "home-02", 1, -300L, -300L));
    market.apply(
        new ReportOutage("home-01", UNIT, slot(1).startMillis(), slot(3).startMillis(), 0));
    until(1);
    meter(1, 0, 0);
    assertThat(lines(1))
        .containsExactly(
            "home-01 STORAGE_PENALTY 300 at 50000 = -15000000",
            "home-02 STORAGE_PENALTY_INCOME 300 at 50000 = 15000000");
  }

  @Test
  void aLeaseCostsItsShareInEachSlotAndWhatItMovesNothingMore() {
    agree(90_000, service("l", Kind.LEASE, 1, 4, 100));
    until(2);
    deliver(1, 1, -80, new Used("l", -80));
    deliver(2, 1, 60, new Used("l", 60));
    meter(2, 60, -60);
    assertThat(lines(1)).as("not metered before its settlement, which does not wait").hasSize(2);
    assertThat(lines(2))
        .containsExactly(
            "home-02 STORAGE_DISCHARGE 60 at 0 = 0",
            "home-01 STORAGE_DISCHARGE_INCOME 60 at 0 = 0",
            "home-02 STORAGE_LEASE 33 at 90000 = -2970000",
            "home-01 STORAGE_LEASE_INCOME 33 at 90000 = 2970000");
  }

  @Test
  void aLateReportAndItsCorrectionAreSettledByTheNextRunsAndAllRunsAreTheLastFigures() {
    agree(120_000, service("s", Kind.CHARGE_SERVICE, 1, 2, 500));
    until(1);
    meter(1, -400, 400);
    assertThat(lines(1)).as("not metered yet").hasSize(4);
    long settled = slot(1).endMillis();
    deliver(1, 1, -300, new Used("s", -300));
    market.tick(settled + 2 * HOUR);
    assertThat(lines(1)).contains("home-02 STORAGE_CHARGE 300 at 120000 = -36000000");
    deliver(1, 2, -400, new Used("s", -400));
    market = restored(market);
    market.tick(settled + 4 * HOUR);
    assertThat(lines(1)).contains("home-02 STORAGE_CHARGE_REVERSED 300 at 120000 = 36000000");
    assertThat(sums())
        .as("the fee of 100 Wh, and their residuals taken back")
        .containsOnly(
            Map.entry("home-01", 42_000_000L),
            Map.entry("home-02", -20_000_000L),
            Map.entry("supplier", -22_000_000L));
  }

  private static TestMarket restored(TestMarket market) {
    StateTest.Tape tape = StateTest.Tape.of(market.machine());
    return new TestMarket(
        MarketStateMachine.restore(new StateTest.Tape(new ArrayDeque<>(tape.values()))));
  }

  @Test
  void reportsAreRefusedInOrder() {
    agree(120_000, service("s", Kind.CHARGE_SERVICE, 1, 2, 500));
    call(1, 2, 100);
    assertThat(code(deliver(1, 1, 0))).isEqualTo(RejectionCode.READING_FUTURE);
    until(1);
    assertThat(
            code(
                market.apply(
                    new ReportDelivery("x", new UnitDelivery("y", slot(0), 0, 0, List.of())))))
        .isEqualTo(RejectionCode.NOT_REGISTRAR);
    assertThat(
            code(
                market.apply(
                    new ReportDelivery("meters", new UnitDelivery("y", slot(0), 0, 0, List.of())))))
        .isEqualTo(RejectionCode.UNKNOWN_STORAGE_UNIT);
    assertThat(code(deliver(1, 1, 0, new Used("call", 100))))
        .isEqualTo(RejectionCode.UNKNOWN_COMMITMENT);
    assertThat(code(deliver(1, 1, 0, new Used("s", -501))))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(code(deliver(1, 1, 0, new Used("s", 1))))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(code(deliver(1, 0, 0))).isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    deliver(1, 2, 0);
    assertThat(code(deliver(1, 2, 0))).isEqualTo(RejectionCode.POSITION_NOT_NEWER);
    meter(1, 0, 0);
    market.tick(slot(1).endMillis() + 4 * HOUR);
    assertThat(code(deliver(1, 3, 0))).isEqualTo(RejectionCode.SLOT_SETTLED);
  }

  @Test
  void aCorrectedPositionOfACustomerIsBilledBesideItsService() {
    agree(120_000, service("s", Kind.CHARGE_SERVICE, 1, 2, 500));
    until(1);
    deliver(1, 1, -400, new Used("s", -400));
    meter(1, -400, 400);
    market.apply(
        new ReportPosition(new MeteredPosition("home-02", slot(1), 2, 0, 450, Quality.ACTUAL)));
    market.tick(slot(1).endMillis() + 2 * HOUR);
    assertThat(lines(1))
        .endsWith(
            "home-02 RESIDUAL_INJECTION 50 at 80000 = 4000000",
            "supplier TAKEN_OVER 50 at 80000 = -4000000");
  }
}
