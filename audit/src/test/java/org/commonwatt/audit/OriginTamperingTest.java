package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.OriginJson;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Flow;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Stored;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.OriginStorage;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SourceDeclaration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Guarantees in the blocks, true and forged, beside the log of the worked example. Cat and Dan have
 * roofs; Cat sold 1,500 Wh and injected 1,200, Dan sold and injected 1,500; Ann withdrew 2,500.
 */
class OriginTamperingTest {
  private static final Origin SUN = new Origin("village", EnergySource.SOLAR);

  /** Worked out by hand: Bob has bought from Dan, and used nothing. */
  private static final OriginEntries FIRST =
      new OriginEntries(
          List.of(new Amount("cat", SUN, 1_200), new Amount("dan", SUN, 1_500)),
          List.of(
              new Move(1, "cat", "ann", SUN, 1_200),
              new Move(2, "dan", "ann", SUN, 500),
              new Move(3, "dan", "bob", SUN, 1_000)),
          List.of(new Amount("ann", SUN, 1_700), new Amount("bob", SUN, 400)),
          List.of(new Unguaranteed("village", 800)));

  private static final OriginEntries SECOND =
      new OriginEntries(List.of(), List.of(), List.of(), List.of(new Unguaranteed("village", 100)));

  private static final OriginStorage LARGE = new OriginStorage(9_000, 800_000);

  private final Day day = WorkedExample.day();

  /** What is done to the true run of the first slot, and what finds it. */
  private enum Forgery {
    MORE_ISSUED(FindingCode.ORIGIN_DIFFERS, all -> with(all, FIRST.issued(), 1)),
    NOTHING_RETIRED(
        FindingCode.ORIGIN_NOT_RETIRED,
        all -> new OriginEntries(all.issued(), all.moved(), List.of(), all.unguaranteed())),
    LESS_RETIRED(
        FindingCode.ORIGIN_NOT_RETIRED, all -> all.plus(retired(new Amount("ann", SUN, -1)))),
    MORE_RETIRED(FindingCode.ORIGIN_DIFFERS, all -> all.plus(retired(new Amount("bob", SUN, 1)))),
    MORE_RETIRED_THAN_HELD(
        FindingCode.ORIGIN_NOT_HELD, all -> all.plus(retired(new Amount("bob", SUN, 601)))),
    MORE_MOVED_THAN_HELD(
        FindingCode.ORIGIN_NOT_HELD, all -> all.plus(moved(new Move(1, "cat", "ann", SUN, 300)))),
    ANOTHER_TRADE(
        FindingCode.ORIGIN_DIFFERS,
        all ->
            all.plus(
                moved(new Move(2, "dan", "ann", SUN, -500), new Move(9, "dan", "ann", SUN, 500)))),
    ANOTHER_SOURCE(
        FindingCode.ORIGIN_DIFFERS,
        all ->
            all.plus(
                new OriginEntries(
                    List.of(new Amount("cat", new Origin("village", EnergySource.WIND), 5)),
                    List.of(),
                    List.of(),
                    List.of()))),
    RESIDUAL_HIDDEN(
        FindingCode.ORIGIN_DIFFERS,
        all -> new OriginEntries(all.issued(), all.moved(), all.retired(), List.of()));

    private final FindingCode code;
    private final UnaryOperator<OriginEntries> change;

    Forgery(FindingCode code, UnaryOperator<OriginEntries> change) {
      this.code = code;
      this.change = change;
    }

    private static OriginEntries with(OriginEntries all, List<Amount> issued, long more) {
      return all.plus(
          new OriginEntries(List.of(issued.get(0).withWh(more)), List.of(), List.of(), List.of()));
    }

    private static OriginEntries retired(Amount one) {
      return new OriginEntries(List.of(), List.of(), List.of(one), List.of());
    }

    private static OriginEntries moved(Move... all) {
      return new OriginEntries(List.of(), List.of(all), List.of(), List.of());
    }
  }

  @Test
  void theTrueGuaranteesPass() {
    AuditReport report = verify(ledger(run(batch(), FIRST), run(second(), SECOND)));
    assertThat(report.passed()).as("%s", report.findings()).isTrue();
    assertThat(report.totals()).doesNotContainKey(FindingCode.ORIGIN_PENDING);
  }

  @Test
  void batchesThatWaitForTheirGuaranteesAreANote() {
    AuditReport report = verify(ledger(run(batch(), FIRST)));
    assertThat(report.passed()).as("%s", report.findings()).isTrue();
    assertThat(report.notes().toString()).contains("1 batches have no guarantees of origin yet");
    assertThat(verify(ledger()).notes().toString()).contains("2 batches have no guarantees");
    assertThat(verify(WorkedExample.ledger()).totals())
        .as("nothing is declared")
        .doesNotContainKey(FindingCode.ORIGIN_PENDING);
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsForgedIsFound(Forgery forgery) {
    AuditReport report = verify(ledger(run(batch(), forgery.change.apply(FIRST))));
    assertThat(report.passed()).isFalse();
    assertThat(report.findings())
        .allMatch(one -> one.code().name().startsWith("ORIGIN_"))
        .allMatch(one -> batch().batchId().equals(one.place().batchId()))
        .anyMatch(one -> one.code() == forgery.code);
  }

  @Test
  void guaranteesThatAreIssuedTwiceAreFound() {
    AuditReport report = verify(ledger(run(batch(), FIRST), run(batch(), FIRST)));
    assertThat(report.totals()).containsKeys(FindingCode.ORIGIN_TWICE, FindingCode.ORIGIN_DIFFERS);
    assertThat(report.findings().toString())
        .contains("issued cat village solar 1200 Wh, found 2400");
  }

  @Test
  void aRunThatIsLeftOutIsFound() {
    AuditReport report = verify(ledger(run(second(), SECOND)));
    assertThat(report.totals()).containsKey(FindingCode.ORIGIN_DIFFERS);
    assertThat(report.findings().get(0).message())
        .contains("expected m.1659423600.initial, found m.1659424500.initial");
  }

  @Test
  void aRunOfNoBatchAndOneOfAnotherSlotAreFound() {
    OriginRun stray =
        new OriginRun("m", "m.7.initial", Hash.ZERO, batch().slot(), OriginEntries.NONE);
    assertThat(verify(ledger(stray)).totals()).containsKey(FindingCode.ORIGIN_DIFFERS);
    DeliverySlot other = batch().slot().plus(5);
    OriginRun moved = new OriginRun("m", batch().batchId(), hash(batch()), other, FIRST);
    assertThat(verify(ledger(moved)).totals()).containsKey(FindingCode.ORIGIN_DIFFERS);
    OriginRun elsewhere =
        new OriginRun("other", batch().batchId(), hash(batch()), batch().slot(), FIRST);
    assertThat(verify(ledger(elsewhere)).findings().toString()).contains("expected m, found other");
  }

  @Test
  void aSourceThatIsDeclaredLateIsFoundAndOneThatEndsIsHeeded() {
    FakeLedger late = ledger(run(batch(), FIRST));
    declare(late, "eve", EnergySource.WIND, batch().slot().startMillis());
    assertThat(verify(late).findings().toString()).contains("expected a source for slots from");
    FakeLedger ended = WorkedExample.ledger();
    declare(ended, "cat", EnergySource.SOLAR, 0);
    declare(ended, "dan", EnergySource.SOLAR, 0);
    declare(ended, "dan", null, batch().slot().startMillis());
    ended.transaction("tx-o", "VALID", call(run(batch(), FIRST)));
    assertThat(verify(ended).findings().toString())
        .contains("expected issued dan village solar 0 Wh, found 1500");
  }

  @Test
  void aStorageKeepsWhatItTookAndGivesNothingBackThatItDidNotTake() {
    Amount kept = new Amount("bob", SUN, 400);
    List<Flow> charged = List.of(new Flow("bob", 400, 0));
    OriginEntries stored =
        FIRST
            .minus(Forgery.retired(kept))
            .plus(storage(new Stored(List.of(kept), List.of(), List.of(), charged)));
    assertThat(verify(storing(LARGE, stored)).findings()).isEmpty();
    assertThat(verify(storing(LARGE, FIRST)).findings().toString())
        .contains("expected stored bob village solar 400 Wh, found 0")
        .contains("expected charged bob 400 Wh, found 0");
    List<Amount> back = List.of(new Amount("bob", SUN, 300));
    OriginEntries more =
        stored.plus(storage(new Stored(List.of(), back, List.of(kept.withWh(101)), List.of())));
    assertThat(verify(storing(LARGE, more)).findings().toString())
        .contains("left of what is stored by bob village solar, found -1")
        .contains("expected released bob village solar 0 Wh, found 300");
    List<Amount> lost = List.of(kept);
    OriginEntries nobody = FIRST.plus(storage(new Stored(List.of(), List.of(), lost, List.of())));
    assertThat(verify(ledger(run(batch(), nobody))).totals())
        .containsKeys(FindingCode.ORIGIN_DIFFERS, FindingCode.ORIGIN_NOT_HELD);
  }

  @Test
  void aChargeThatIsMoreThanAStorageHoldsIsStoredAndLostAtOnce() {
    Amount kept = new Amount("bob", SUN, 400);
    Stored full =
        new Stored(
            List.of(kept),
            List.of(),
            List.of(kept.withWh(150)),
            List.of(new Flow("bob", 400, 150)));
    OriginEntries all = FIRST.minus(Forgery.retired(kept)).plus(storage(full));
    OriginStorage small = new OriginStorage(200, 800_000);
    assertThat(verify(storing(small, all)).findings()).isEmpty();
  }

  private static FakeLedger storing(OriginStorage bank, OriginEntries first) {
    FakeLedger ledger = ledger();
    LedgerCall call =
        LedgerCall.of(
            "origin",
            "DeclareSource",
            OriginJson.write(new SourceDeclaration("m", "bob", "village", null, bank, 0)));
    ledger.transaction("tx-d", "VALID", call);
    ledger.transaction("tx-o", "VALID", call(run(batch(), first)));
    return ledger;
  }

  private static OriginEntries storage(Stored stored) {
    return new OriginEntries(List.of(), List.of(), List.of(), List.of(), stored);
  }

  @Test
  void whatCannotBeReadIsUnexpected() {
    for (LedgerCall call :
        List.of(
            LedgerCall.of("origin", "PostRun", "{}"),
            LedgerCall.of("origin", "DeclareSource", "[]"),
            LedgerCall.of("origin", "Else", "{}"))) {
      FakeLedger ledger = WorkedExample.ledger();
      ledger.transaction("tx-o", "VALID", call);
      assertThat(verify(ledger).totals()).containsKey(FindingCode.LEDGER_TRANSACTION_UNEXPECTED);
    }
  }

  /** Declares a roof. */
  static LedgerCall source(String account) {
    return declaration(account, EnergySource.SOLAR, 0);
  }

  /** The true run of the first slot. */
  static String first() {
    return OriginJson.write(run(batch(), FIRST));
  }

  private static FakeLedger ledger(OriginRun... runs) {
    FakeLedger ledger = WorkedExample.ledger();
    declare(ledger, "cat", EnergySource.SOLAR, 0);
    declare(ledger, "dan", EnergySource.SOLAR, 0);
    Stream.of(runs).forEach(run -> ledger.transaction("tx-o", "VALID", call(run)));
    return ledger;
  }

  private static void declare(
      FakeLedger ledger, String account, @Nullable EnergySource source, long from) {
    ledger.transaction("tx-d", "VALID", declaration(account, source, from));
  }

  private static LedgerCall declaration(
      String account, @Nullable EnergySource source, long fromMillis) {
    return LedgerCall.of(
        "origin",
        "DeclareSource",
        OriginJson.write(new SourceDeclaration("m", account, "village", source, fromMillis)));
  }

  private static SettlementBatch batch() {
    return WorkedExample.batch();
  }

  private static SettlementBatch second() {
    return WorkedExample.secondSettled().batch();
  }

  private static Hash hash(SettlementBatch batch) {
    return DocHashes.batch(batch);
  }

  private static OriginRun run(SettlementBatch batch, OriginEntries entries) {
    return new OriginRun("m", batch.batchId(), hash(batch), batch.slot(), entries);
  }

  private static LedgerCall call(OriginRun run) {
    return LedgerCall.of("origin", "PostRun", OriginJson.write(run));
  }

  private AuditReport verify(FakeLedger audited) {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), audited));
  }
}
