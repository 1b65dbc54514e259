package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.commonwatt.core.origin.OriginBook;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command.RegisterAccount;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Command.RequestMeterPoint;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.MeterPointAssigned;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Flow;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Stored;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.commonwatt.model.OriginLots;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.OriginStorage;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.Side;
import org.commonwatt.model.SourceDeclaration;
import org.junit.jupiter.api.Test;

/** Guarantees of origin from the events of a real market. */
class OriginBookTest {
  private static final long HOUR = 60 * MINUTE;
  private static final Origin SUN = new Origin("village", EnergySource.SOLAR);

  @Test
  void everySettlementRunHasARunOfItsOwnAndTheySumUp() {
    TestMarket market = market(new SettlementRules(List.of(2), 6));
    correct(market, "home-02", 2, 0, 400);
    market.tick(START + QUARTER + 2 * HOUR);
    correct(market, "home-02", 3, 0, 900);
    correct(market, "home-01", 2, 150, 0);
    market.tick(START + QUARTER + 6 * HOUR);
    List<OriginRun> runs = runs(market, 0).stream().filter(run -> run.slot().equals(SLOT)).toList();

    assertThat(runs).extracting(OriginRun::batchId).first().isEqualTo("m.1659423600.initial");
    // Sold 1,000 Wh, injected 700; home-01 used 500 of what it bought.
    assertThat(runs.get(0).entries())
        .isEqualTo(
            new OriginEntries(
                List.of(new Amount("home-02", SUN, 700)),
                List.of(new Move(1, "home-02", "home-01", SUN, 700)),
                List.of(new Amount("home-01", SUN, 500)),
                List.of(new Unguaranteed("village", 200))));
    assertThat(runs.get(1).batchId()).endsWith(".revised-1");
    assertThat(runs.get(1).entries())
        .isEqualTo(
            new OriginEntries(
                List.of(new Amount("home-02", SUN, -300)),
                List.of(new Move(1, "home-02", "home-01", SUN, -300)),
                List.of(new Amount("home-01", SUN, -100)),
                List.of(new Unguaranteed("village", 100))));
    assertThat(runs.get(2).batchId()).endsWith(".final");
    OriginEntries sum =
        runs.get(0).entries().plus(runs.get(1).entries()).plus(runs.get(2).entries());
    assertThat(sum)
        .as("as if the last readings had been the first")
        .isEqualTo(
            new OriginEntries(
                List.of(new Amount("home-02", SUN, 900)),
                List.of(new Move(1, "home-02", "home-01", SUN, 900)),
                List.of(new Amount("home-01", SUN, 150)),
                List.of(new Unguaranteed("village", 200))));
    SlotSettled settled = market.events(SlotSettled.class).get(0);
    assertThat(runs.get(0).batchHash()).isEqualTo(SettlementHashes.batch(settled.batch()));
    SlotRevised revised = market.events(SlotRevised.class).get(0);
    assertThat(runs.get(1).batchHash()).isEqualTo(SettlementHashes.batch(revised.batch()));
  }

  @Test
  void whoIsResponsibleForItsBalanceHasTheSameGuarantees() {
    Safeguards plain = Safeguards.NONE.withSettlement(new SettlementRules(List.of(2), 6));
    List<OriginEntries> wanted = entries(market(plain));
    TestMarket market = market(plain.withImbalance(ImbalanceDeskTest.rules(false)));
    assertThat(entries(market)).isEqualTo(wanted).hasSize(2);
    assertThat(market.events(SlotSettled.class).get(0).billLines())
        .extracting(BillLine::kind)
        .contains(BillLine.Kind.NETTED_LONG, BillLine.Kind.NETTED_SHORT);
  }

  /** home-01 is a storage: what it took in the first slot it gives back in the second one. */
  @Test
  void onlyTheLastRunOfASlotChargesAStorageAndALaterSlotsGivesItBack() {
    TestMarket market = stored();
    List<OriginRun> runs = taken(storing(market), market);
    OriginRun noon = run(runs, "m.1659423600.initial");
    assertThat(noon.entries().storage())
        .isEqualTo(
            new Stored(List.of(new Amount("home-01", SUN, 500)), List.of(), List.of(), List.of()));
    OriginRun noonLast = run(runs, "m.1659423600.final");
    assertThat(noonLast.entries().storage().stored())
        .as("400 Wh of 500 after a correction")
        .containsExactly(new Amount("home-01", SUN, -100));
    assertThat(noonLast.entries().storage().flows()).containsExactly(new Flow("home-01", 400, 0));
    OriginRun evening = run(runs, "m.1659424500.initial");
    assertThat(evening.entries().storage()).isEqualTo(Stored.NONE);
    OriginRun eveningLast = run(runs, "m.1659424500.final");
    assertThat(eveningLast.entries().storage())
        .isEqualTo(
            new Stored(
                List.of(),
                List.of(new Amount("home-01", SUN, 80)),
                List.of(new Amount("home-01", SUN, 20)),
                List.of(new Flow("home-01", 0, 100))));
  }

  @Test
  void aBookThatStartsAnewGoesOnFromWhatTheLedgerHasWhereLinesWereErased() {
    TestMarket market = stored();
    OriginRun wanted = run(taken(storing(market), market), "m.1659424500.final");
    OriginBook anew = storing(market);
    OriginRun found = null;
    for (Event event : market.events()) {
      boolean noon = event instanceof SlotSettled settled && settled.batch().slot().equals(SLOT);
      OriginRun run = anew.take(noon ? erased((SlotSettled) event) : event);
      if (run != null && run.batchId().equals("m.1659423600.final")) {
        assertThat(run.entries()).as("nobody can tell any more").isEqualTo(OriginEntries.NONE);
        anew.kept(
            Map.of("home-01", List.of(new OriginLots.Lot(new TreeMap<>(Map.of(SUN, 400L)), 0))));
      }
      found = run != null && run.batchId().equals(wanted.batchId()) ? run : found;
    }
    assertThat(found).isEqualTo(wanted);
  }

  private static OriginRun run(List<OriginRun> runs, String batchId) {
    return runs.stream().filter(run -> run.batchId().equals(batchId)).findFirst().orElseThrow();
  }

  private static OriginBook storing(TestMarket market) {
    OriginBook book = book(market, 0);
    book.declared(
        new SourceDeclaration(
            "m", "home-01", "village", null, new OriginStorage(1_000, 800_000), 0));
    return book;
  }

  /** home-01 takes 500 Wh, corrected to 400, and gives 80 in the next slot, each finally. */
  private static TestMarket stored() {
    TestMarket market = market(new SettlementRules(List.of(), 1));
    correct(market, "home-01", 2, 400, 0);
    DeliverySlot next = SLOT.plus(1);
    market.tick(next.endMillis());
    market.report("home-01", next, 0, 80);
    market.report("home-02", next, 0, 0);
    market.report("home-03", next, 80, 0);
    market.tick(next.endMillis() + 2 * HOUR);
    return market;
  }

  private static SlotSettled erased(SlotSettled settled) {
    BillLine.Seal seal = new BillLine.Seal("home-01", "k", Hash.ZERO);
    return new SlotSettled(
        settled.batch(),
        settled.billLines().subList(1, settled.billLines().size()),
        List.of(new ErasedLine(0, "home-01", seal)));
  }

  private static List<OriginEntries> entries(TestMarket market) {
    correct(market, "home-02", 2, 0, 400);
    market.tick(START + QUARTER + 2 * HOUR);
    return runs(market, 0).stream()
        .filter(run -> run.slot().equals(SLOT))
        .map(OriginRun::entries)
        .toList();
  }

  @Test
  void aSlotBeforeTheFirstDeclarationHasNothing() {
    TestMarket market = market(new SettlementRules(List.of(), 1));
    assertThat(runs(market, START + QUARTER).get(0).entries()).isEqualTo(OriginEntries.NONE);
  }

  @Test
  void aSlotOfWhichLinesWereErasedHasNothing() {
    TestMarket market = market(new SettlementRules(List.of(), 1));
    OriginBook book = book(market, 0);
    SlotSettled settled = market.events(SlotSettled.class).get(0);
    OriginRun run = Objects.requireNonNull(book.take(erased(settled)));
    assertThat(run.entries()).isEqualTo(OriginEntries.NONE);
  }

  @Test
  void whoRegisteredAMeterPointIsInItsArea() {
    Registration atOnce = new Registration("registrar", true, "meters", true, "bank", 9);
    TestMarket market =
        TestMarket.under(
            new Rulebooks().safeguards(Safeguards.NONE.withRegistration(atOnce)).build());
    market.apply(new RegisterAccount("newcomer"));
    MeterPoint point = new MeterPoint("mp", "village", "meter-9", 9_000, 9_000);
    market.apply(new RequestMeterPoint("newcomer", point, START));
    assertThat(market.events(MeterPointAssigned.class)).hasSize(1);
    market.tick(START + QUARTER);
    market.reportNothing(SLOT);
    market.report("newcomer", SLOT, 0, 800);
    OriginBook book = book(market, 0);
    book.declared(new SourceDeclaration("m", "newcomer", "village", EnergySource.WIND, 0));
    List<OriginRun> runs = taken(book, market);
    assertThat(runs.get(0).entries().issued())
        .containsExactly(new Amount("newcomer", new Origin("village", EnergySource.WIND), 800));
  }

  /** home-02 sells 1,000 Wh to home-01 and injects 700; home-01 uses 500, home-03 200. */
  private static TestMarket market(SettlementRules runs) {
    return market(Safeguards.NONE.withSettlement(runs));
  }

  private static TestMarket market(Safeguards safeguards) {
    Rulebook rules = new Rulebooks().safeguards(safeguards).build();
    TestMarket market = TestMarket.under(rules);
    market.tick(START - HOUR);
    market.place("home-01", Side.BUY, 300_000, 1_000);
    market.place("home-02", Side.SELL, 100_000, 1_000);
    market.tick(START + QUARTER);
    market.report("home-01", SLOT, 500, 0);
    market.report("home-02", SLOT, 0, 700);
    market.report("home-03", SLOT, 200, 0);
    return market;
  }

  private static void correct(
      TestMarket market, String home, int version, long importWh, long exportWh) {
    market.apply(
        new ReportPosition(
            new MeteredPosition(home, SLOT, version, importWh, exportWh, Quality.FINAL)));
  }

  private static OriginBook book(TestMarket market, long fromMillis) {
    OriginBook book = new OriginBook();
    book.activated(Objects.requireNonNull(market.machine().rulebook()));
    book.declared(new SourceDeclaration("m", "home-02", "village", EnergySource.SOLAR, fromMillis));
    return book;
  }

  private static List<OriginRun> runs(TestMarket market, long fromMillis) {
    return taken(book(market, fromMillis), market);
  }

  private static List<OriginRun> taken(OriginBook book, TestMarket market) {
    List<OriginRun> runs = new ArrayList<>();
    for (Event event : market.events()) {
      OriginRun run = book.take(event);
      if (run != null) {
        runs.add(run);
      }
    }
    return runs;
  }
}
