package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an audit says of a log on which the data of some were erased. */
class AuditAfterErasureTest {
  private static final Keyring ALL = new ErasableKeyring(Set.of());
  private static final int FRAMES = 200;
  private static final int SEEDS = 8;

  /**
   * More markets than {@link #SEEDS} are run, up to this many, while one of {@link #WANTED} is
   * unseen.
   */
  private static final int SEEDS_AT_MOST = 80;

  /** Events whose lines and positions an erasure is most likely to break. */
  private static final Set<Class<?>> WANTED =
      Set.of(
          Event.ContinuousTrade.class,
          Event.DisputeDecided.class,
          Event.DisputeOverdue.class,
          Event.TradeCurtailed.class,
          Event.AccountDefaulted.class,
          Event.ReceivablePaid.class,
          Event.AreaBalanced.class);

  @TempDir private Path folder;

  @Test
  void withAllKeysEverythingIsRecomputedAndWithoutSomeTheRestIs() {
    long erased = 0;
    Set<Class<?>> seen = new HashSet<>();
    for (long seed = 1; wantsAnother(seed, seen); seed++) {
      try (EmbeddedLedger ledger = ledger(seed)) {
        RandomMarket market = new RandomMarket(seed, ledger, seed % 2 == 0, ALL);
        AuditReport whole = market.run(FRAMES);
        assertThat(whole.findings()).as("seed " + seed).isEmpty();
        assertThat(whole.verdict()).isEqualTo("pass");
        erase(market, "b", "stranger");
        AuditReport report = market.audit(new ErasableKeyring(Set.of("b", "stranger")));
        assertThat(report.findings()).as("seed " + seed).isEmpty();
        assertThat(report.verdict()).isEqualTo("pass, " + report.erasedItems() + " items erased");
        assertThat(report.totals()).as("seed " + seed).containsKey(FindingCode.POSITION_ERASED);
        assertThat(report.notes())
            .as("what can no longer be recomputed is listed with its owner, seed " + seed)
            .filteredOn(note -> note.code() == FindingCode.POSITION_ERASED)
            .isNotEmpty()
            .allMatch(note -> note.message().matches(".*position of (b|stranger) was erased.*"))
            .allMatch(note -> note.place().slot() != null);
        erased += report.totals().getOrDefault(FindingCode.BILL_LINE_ERASED, 0L);
        seen.addAll(market.seen());
      }
    }
    assertThat(erased).as("lines were erased in the seeds").isPositive();
    assertThat(seen).containsAll(WANTED);
  }

  private static boolean wantsAnother(long seed, Set<Class<?>> seen) {
    return seed <= SEEDS || (seed <= SEEDS_AT_MOST && !seen.containsAll(WANTED));
  }

  @Test
  void everybodysDataMayBeErased() {
    try (EmbeddedLedger ledger = ledger(3)) {
      RandomMarket market = new RandomMarket(3, ledger, false, ALL);
      market.run(FRAMES);
      erase(market, "a", "b", "c", "d", "stranger");
      AuditReport report =
          market.audit(new ErasableKeyring(Set.of("a", "b", "c", "d", "stranger")));
      assertThat(report.findings()).isEmpty();
    }
  }

  @Test
  void anErasureThatIsNotOnTheLogIsFound() {
    try (EmbeddedLedger ledger = ledger(2)) {
      RandomMarket market = new RandomMarket(2, ledger, false, ALL);
      market.run(FRAMES);
      AuditReport report = market.audit(new ErasableKeyring(Set.of("b")));
      assertThat(report.totals()).containsKey(FindingCode.ERASURE_NOT_RECORDED);
      assertThat(report.passed()).isFalse();
      assertThat(report.findings().toString()).contains(ErasableKeyring.name("b"));
    }
  }

  @Test
  void aForgedLineOfAnotherIsFoundBesideErasedOnes() {
    assertThat(codesAfterForging(line -> line.participant().equals("a")))
        .contains(FindingCode.BILL_LINE_DIFFERS);
  }

  /** The leaf is bound by the root: who changes what is left of an erased line is found. */
  @Test
  void aForgedLeafOfAnErasedLineIsFound() {
    assertThat(codesAfterForging(line -> line.seal() != null && line.seal().subject().equals("b")))
        .contains(FindingCode.BILL_ROOT_DIFFERS);
  }

  private Set<FindingCode> codesAfterForging(java.util.function.Predicate<BillLine> which) {
    try (EmbeddedLedger ledger = ledger(5)) {
      RandomMarket market = new RandomMarket(5, ledger, false, ALL);
      market.run(FRAMES);
      erase(market, "b", "stranger");
      market.forge(
          Event.SlotSettled.class,
          settled -> {
            List<BillLine> lines = new ArrayList<>();
            for (BillLine line : settled.billLines()) {
              lines.add(which.test(line) ? forged(line) : line);
            }
            return new Event.SlotSettled(settled.batch(), lines);
          });
      return market.audit(new ErasableKeyring(Set.of("b", "stranger"))).totals().keySet();
    }
  }

  private static BillLine forged(BillLine line) {
    BillLine.Seal seal = line.seal();
    BillLine forged =
        new BillLine(
            line.participant(),
            line.slot(),
            line.kind(),
            line.counterparty(),
            line.tradeId(),
            line.energyWh() + 1,
            line.priceMicroPerKwh(),
            line.amountNano(),
            line.salt());
    return seal == null
        ? forged
        : forged.withSeal(new BillLine.Seal(seal.subject(), seal.keyId(), line.salt()));
  }

  private static void erase(RandomMarket market, String... participants) {
    for (String participant : participants) {
      market.command(
          new Command.RecordErasure(participant, List.of(ErasableKeyring.name(participant)), 1));
    }
  }

  private EmbeddedLedger ledger(long seed) {
    return EmbeddedLedger.open(folder.resolve("ledger-" + seed), InstantSource.system());
  }
}
