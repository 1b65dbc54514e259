package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.OriginJson;
import org.commonwatt.ledger.OriginLedger;
import org.commonwatt.ledger.OriginLedger.Residual;
import org.commonwatt.ledger.OriginLedger.SlotGuarantees;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Hash;
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
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SourceDeclaration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@code Ledger} must do with the origin contract. */
public abstract class LedgerOriginKit extends LedgerClientsKit {
  private static final Origin SUN = new Origin("east", EnergySource.SOLAR);

  private final Map<String, Hash> hashes = new HashMap<>();
  private final String market = "origin-" + UUID.randomUUID();

  @BeforeEach
  final void registerTheRulebook() {
    new SampleBatches(market).registered(ledger);
  }

  @Test
  final void guaranteesAreThereAsTheyWereIssuedMovedAndRetired() {
    OriginLedger origin = new OriginLedger(ledger);
    assertThat(origin.head(market)).isEmpty();
    assertThat(origin.sources(market)).isEmpty();
    committed(origin.declare(roof()));
    SettlementBatch first = batch(0, Hash.ZERO);
    OriginRun run = run(first, whole());
    SubmitOutcome.Committed posted = committed(origin.post(run));
    assertThat(origin.head(market).orElseThrow().batchId()).isEqualTo(first.batchId());
    assertThat(origin.sources(market)).containsExactly(roof());
    SlotGuarantees slot = origin.day(market, first.slot().startMillis()).get(0);
    assertThat(slot)
        .isEqualTo(
            new SlotGuarantees(
                first.slot(),
                1,
                first.batchId(),
                whole(),
                List.of(new Residual(SUN, 400)),
                posted.transactionId()));
    assertThat(origin.day(market, first.slot().startMillis() + 86_400_000)).isEmpty();
    LedgerTransaction kept = kept(posted.blockNumber(), posted.transactionId());
    assertThat(kept.call()).isEqualTo(LedgerCall.of("origin", "PostRun", OriginJson.write(run)));
    assertThat(kept.eventName()).isEqualTo("OriginPosted");
  }

  @Test
  final void nothingIsIssuedMovedOrRetiredTwice() {
    OriginLedger origin = new OriginLedger(ledger);
    committed(origin.declare(roof()));
    SettlementBatch first = batch(0, Hash.ZERO);
    SettlementBatch second = batch(1, hashOf(first));
    committed(origin.post(run(first, whole())));
    assertThat(code(origin.post(run(first, whole())))).as("once").isEqualTo("WRONG_RUN");
    OriginEntries moved = entries(List.of(), whole().moved(), List.of());
    assertThat(code(origin.post(run(second, moved)))).isEqualTo("NOT_HELD");
    OriginEntries retired = entries(List.of(), List.of(), whole().retired());
    assertThat(code(origin.post(run(second, retired)))).isEqualTo("NOT_HELD");
    OriginEntries back = OriginEntries.NONE.minus(whole());
    assertThat(code(origin.post(run(second, back)))).isEqualTo("BELOW_ZERO");
    OriginEntries wind =
        entries(
            List.of(new Amount("roof", new Origin("east", EnergySource.WIND), 1)),
            List.of(),
            List.of());
    assertThat(code(origin.post(run(second, wind)))).isEqualTo("SOURCE_NOT_DECLARED");
    OriginRun forged =
        new OriginRun(market, second.batchId(), Hash.ZERO, second.slot(), OriginEntries.NONE);
    assertThat(code(origin.post(forged))).isEqualTo("WRONG_BATCH");
    SettlementBatch absent = new SampleBatches(market).payment(7, Hash.ZERO, 5);
    assertThat(code(origin.post(run(absent, whole())))).isEqualTo("BATCH_NOT_FOUND");
    committed(origin.post(run(second, whole())));
    assertThat(origin.day(market, first.slot().startMillis())).hasSize(2);
  }

  @Test
  final void aRevisedRunPostsDifferences() {
    OriginLedger origin = new OriginLedger(ledger);
    committed(origin.declare(roof()));
    SettlementBatch first = batch(0, Hash.ZERO);
    committed(origin.post(run(first, whole())));
    SettlementBatch revised =
        new SettlementBatch(
            SettlementBatch.revisedId(market, first.slot(), 1),
            market,
            first.slot(),
            first.rulebookVersion(),
            first.rulebookHash(),
            first.auctionHash(),
            first.positionsHash(),
            first.billRoot(),
            0,
            hashOf(first),
            List.of());
    posted(revised);
    OriginEntries less = entries(List.of(new Amount("roof", SUN, -150)), List.of(), List.of());
    committed(origin.post(run(revised, less)));
    SlotGuarantees slot = origin.day(market, first.slot().startMillis()).get(0);
    assertThat(slot.runs()).isEqualTo(2);
    assertThat(slot.entries()).isEqualTo(whole().plus(less));
    assertThat(slot.residual()).containsExactly(new Residual(SUN, 250));
  }

  @Test
  final void aStorageGivesBackWhatItTookInAnotherSlotAndNoMore() {
    OriginLedger origin = new OriginLedger(ledger);
    committed(origin.declare(roof()));
    SettlementBatch first = batch(0, Hash.ZERO);
    OriginEntries taken = whole().plus(kept(100, 0, 0, new Flow("a", 150, 0)));
    assertThat(code(origin.post(run(first, taken)))).isEqualTo("SOURCE_NOT_DECLARED");
    OriginStorage bank = new OriginStorage(1_000, 800_000);
    committed(origin.declare(new SourceDeclaration(market, "a", "west", null, bank, 0)));
    OriginEntries more = whole().plus(kept(100, 0, 0, new Flow("a", 99, 0)));
    assertThat(code(origin.post(run(first, more)))).as("than it took").isEqualTo("NOT_HELD");
    committed(origin.post(run(first, taken)));
    assertThat(origin.stocks(market))
        .isEqualTo(Map.of("a", List.of(new OriginLots.Lot(new TreeMap<>(Map.of(SUN, 100L)), 50))));
    SettlementBatch second = batch(1, hashOf(first));
    Flow half = new Flow("a", 0, 75);
    assertThat(code(origin.post(run(second, kept(0, 40, 10, new Flow("a", 0, 151))))))
        .as("more than its lots")
        .isEqualTo("NOT_HELD");
    assertThat(code(origin.post(run(second, kept(0, 41, 9, half)))))
        .as("of 50 Wh 40 come back")
        .isEqualTo("NOT_HELD");
    assertThat(code(origin.post(run(second, kept(0, 40, 11, half)))))
        .as("of half of it 50 Wh are known")
        .isEqualTo("NOT_HELD");
    assertThat(code(origin.post(run(second, kept(0, 40, 10, new Flow("a", 0, 0))))))
        .as("without taking")
        .isEqualTo("UNSORTED_ENTRIES");
    committed(origin.post(run(second, kept(0, 40, 10, half))));
    SlotGuarantees slot = origin.day(market, second.slot().startMillis()).get(1);
    assertThat(slot.entries()).isEqualTo(kept(0, 40, 10, half));
    assertThat(slot.residual())
        .as("given back and not sold")
        .containsExactly(new Residual(SUN, 40));
    assertThat(origin.stocks(market))
        .isEqualTo(Map.of("a", List.of(new OriginLots.Lot(new TreeMap<>(Map.of(SUN, 50L)), 25))));
  }

  private static OriginEntries kept(long storedWh, long releasedWh, long lostWh, Flow flow) {
    Stored all = new Stored(some(storedWh), some(releasedWh), some(lostWh), List.of(flow));
    return new OriginEntries(List.of(), List.of(), List.of(), List.of(), all);
  }

  private static List<Amount> some(long wh) {
    return wh == 0 ? List.of() : List.of(new Amount("a", SUN, wh));
  }

  @Test
  final void aSourceIsDeclaredForSlotsToCome() {
    OriginLedger origin = new OriginLedger(ledger);
    committed(origin.declare(roof()));
    assertThat(code(origin.declare(roof()))).isEqualTo("DECLARED_TOO_LATE");
    SettlementBatch first = batch(0, Hash.ZERO);
    committed(origin.post(run(first, whole())));
    long start = first.slot().startMillis();
    SourceDeclaration late =
        new SourceDeclaration(market, "mill", "east", EnergySource.WIND, start);
    assertThat(code(origin.declare(late))).isEqualTo("DECLARED_TOO_LATE");
    SourceDeclaration end =
        new SourceDeclaration(market, "roof", "east", null, first.slot().endMillis());
    committed(origin.declare(end));
    SettlementBatch second = batch(1, hashOf(first));
    assertThat(code(origin.post(run(second, whole())))).isEqualTo("SOURCE_NOT_DECLARED");
    assertThat(origin.sources(market)).containsExactly(roof(), end);
  }

  @Test
  final void onlyTheSubmitterPostsAndWhatIsNotCanonicalIsRefused() {
    String json = OriginJson.write(roof());
    LedgerCall declare = LedgerCall.of("origin", "DeclareSource", json);
    LedgerCall post =
        LedgerCall.of("origin", "PostRun", OriginJson.write(run(batch(0, Hash.ZERO), whole())));
    for (Client client : List.of(Client.OBSERVER, Client.AUDITOR)) {
      assertThat(code(submit(ledger, client, declare))).isEqualTo("NOT_ALLOWED");
      assertThat(code(submit(ledger, client, post))).isEqualTo("NOT_ALLOWED");
      assertThat(refused(client, LedgerCall.of("origin", "GetHead", market)))
          .isEqualTo("HEAD_NOT_FOUND");
      assertThat(refused(client, LedgerCall.of("origin", "GetSlot", market, "0")))
          .isEqualTo("SLOT_NOT_FOUND");
    }
    assertThat(code(ledger.submit(LedgerCall.of("origin", "DeclareSource", json + " "))))
        .isEqualTo("NOT_CANONICAL");
    assertThat(code(ledger.submit(LedgerCall.of("origin", "PostRun", "[]"))))
        .isEqualTo("MALFORMED");
    assertThat(code(ledger.submit(LedgerCall.of("origin", "PostRun"))))
        .isEqualTo("WRONG_ARGUMENTS");
    assertThat(code(ledger.submit(LedgerCall.of("origin", "Issue", json))))
        .isEqualTo("UNKNOWN_FUNCTION");
    committed(submit(ledger, Client.SUBMITTER, declare));
    committed(submit(ledger, Client.SUBMITTER, post));
  }

  @Test
  final void theSameRunAtOnceIsTakenOnce() throws Exception {
    OriginLedger origin = new OriginLedger(ledger);
    committed(origin.declare(roof()));
    OriginRun run = run(batch(0, Hash.ZERO), whole());
    onlyCommitted(Together.run(4, () -> origin.post(run)));
    assertThat(origin.day(market, run.slot().startMillis()).get(0).runs()).isEqualTo(1);
  }

  private SourceDeclaration roof() {
    return new SourceDeclaration(market, "roof", "east", EnergySource.SOLAR, 0);
  }

  /** 1,000 Wh are issued, 700 sold, 600 used. */
  private static OriginEntries whole() {
    return new OriginEntries(
        List.of(new Amount("roof", SUN, 1_000)),
        List.of(
            new Move(1, "roof", "east>west", SUN, 700), new Move(2, "east>west", "a", SUN, 700)),
        List.of(new Amount("a", SUN, 600)),
        List.of(new Unguaranteed("west", 300)));
  }

  private static OriginEntries entries(
      List<Amount> issued, List<Move> moved, List<Amount> retired) {
    return new OriginEntries(issued, moved, retired, List.of());
  }

  private SettlementBatch batch(int slot, Hash predecessor) {
    return posted(new SampleBatches(market).payment(slot, predecessor, 5));
  }

  private SettlementBatch posted(SettlementBatch batch) {
    SubmitOutcome.Committed outcome = committed(new SettlementLedger(ledger).post(batch));
    hashes.put(batch.batchId(), new Hash(outcome.result()));
    return batch;
  }

  private OriginRun run(SettlementBatch batch, OriginEntries entries) {
    return new OriginRun(market, batch.batchId(), hashOf(batch), batch.slot(), entries);
  }

  /** The hash that the ledger gave a batch, zero of one that was not posted. */
  private Hash hashOf(SettlementBatch batch) {
    return hashes.getOrDefault(batch.batchId(), Hash.ZERO);
  }

  private static SubmitOutcome.Committed committed(SubmitOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
    return (SubmitOutcome.Committed) outcome;
  }
}
