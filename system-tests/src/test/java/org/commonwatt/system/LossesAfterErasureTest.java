package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.PositionRecord;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AreaBalanced;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Losses of two areas of which one has a member whose data are erased. */
class LossesAfterErasureTest {
  private static final long START = 1_659_423_600_000L;
  private static final long HOUR = 3_600_000;
  private static final DeliverySlot SLOT = new DeliverySlot(START, 15);
  private static final long SETTLED = START + 15 * 60_000;
  private static final Keyring ALL = new ErasableKeyring(Set.of());
  private static final Keyring WITHOUT_ANN = new ErasableKeyring(Set.of("ann"));

  @TempDir private Path folder;
  private EmbeddedLedger ledger;
  private RandomMarket market;

  @BeforeEach
  void play() {
    ledger = EmbeddedLedger.open(folder.resolve("ledger"), InstantSource.system());
    market = new RandomMarket(1, ledger, false, ALL);
    market.command(new Command.ActivateRulebook(rulebook()));
    market.command(new Command.Tick(START - 4 * HOUR));
    market.command(new Command.Tick(SETTLED));
    flow("east", 1, 2_000);
    flow("west", 1, 500);
    report("ann", 1_940);
    report("bob", 495);
    flow("east", 2, 1_990);
    flow("west", 2, 510);
    market.command(new Command.Tick(SETTLED + HOUR));
    List<SlotRevised> runs = new ArrayList<>();
    market.forge(
        SlotRevised.class,
        run -> {
          runs.add(run);
          return run;
        });
    assertThat(runs).as("losses of both areas are settled anew").hasSize(1);
    assertThat(market.audit(ALL).findings()).isEmpty();
    Command erasure = new Command.RecordErasure("ann", List.of(ErasableKeyring.name("ann")), 1);
    market.command(erasure);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void theAreaOfTheErasedIsTakenAsStatedAndTheOtherRecomputed() {
    AuditReport report = market.audit(WITHOUT_ANN);
    assertThat(report.findings()).isEmpty();
    assertThat(report.notes())
        .filteredOn(note -> note.code() == FindingCode.BILL_LINE_UNPROVEN)
        .as("of the initial run and of the revised one")
        .hasSize(2)
        .extracting(Finding::message)
        .allMatch(message -> message.startsWith("the losses of east rest on positions"));
  }

  @Test
  void aForgedBalanceOfTheOtherAreaIsFound() {
    assertThat(codes(one -> one.area().equals("west") ? balance(one, 1, 0, 0) : one))
        .contains(FindingCode.AREA_BALANCE_DIFFERS);
  }

  /** What entered is taken as stated: what follows from it is not. */
  @Test
  void technicalLossesAndLimitOfTheErasedAreaStillFollowFromWhatIsStated() {
    assertThat(codes(one -> one.area().equals("east") ? balance(one, 0, 1, 0) : one))
        .contains(FindingCode.AREA_BALANCE_DIFFERS);
    assertThat(codes(one -> one.area().equals("east") ? balance(one, 0, 0, 1) : one))
        .contains(FindingCode.AREA_BALANCE_DIFFERS);
  }

  private Set<FindingCode> codes(UnaryOperator<AreaBalance> forgery) {
    market.forge(
        AreaBalanced.class, one -> new AreaBalanced(forgery.apply(one.balance()), one.run()));
    return market.audit(WITHOUT_ANN).totals().keySet();
  }

  private static AreaBalance balance(AreaBalance was, long entered, long technical, long limit) {
    return new AreaBalance(
        was.area(),
        was.slot(),
        was.boundaryVersion(),
        was.enteredWh() + entered,
        was.leftWh(),
        was.technicalWh() + technical,
        was.limitWh() + limit);
  }

  private void flow(String area, int version, long importWh) {
    market.command(
        new Command.ReportBoundary(
            new BoundaryFlow(area, SLOT, version, importWh, 0, Quality.ACTUAL)));
  }

  private void report(String member, long importWh) {
    MeteredPosition clear = new MeteredPosition(member, SLOT, 1, importWh, 0, Quality.ACTUAL);
    byte[] stored = PositionCodec.encode(RandomCommands.MARKET, clear, ALL);
    market.command(
        new Command.ReportPosition(
            ((PositionRecord.Position) PositionCodec.decode(stored, ALL)).position()));
  }

  private static Rulebook rulebook() {
    LossRules losses =
        new LossRules(
            "fund", List.of(new AreaLosses("east", 20_000, 5), new AreaLosses("west", 10_000, 5)));
    return new Rulebook(
            1,
            Hash.of(new byte[] {1}),
            RandomCommands.MARKET,
            new Areas(List.of("east", "west"), List.of(), "dso"),
            "EUR",
            new Rulebook.Timing(15, 120, 30, 15, START),
            0,
            1_000_000,
            10_000,
            "grid",
            List.of(new Rulebook.TariffStep(0, 400_000, 80_000)),
            List.of(
                new Rulebook.Member("ann", "east", List.of("meter-ann")),
                new Rulebook.Member("bob", "west", List.of("meter-bob"))),
            Hash.of(new byte[] {2}))
        .withSafeguards(
            Safeguards.NONE.withSettlement(new SettlementRules(List.of(1), 2).withLosses(losses)));
  }
}
