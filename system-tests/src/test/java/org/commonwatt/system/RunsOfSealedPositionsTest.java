package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.PositionRecord;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.SealKey;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SettlementRules;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that correct a position under another key than its former version. */
class RunsOfSealedPositionsTest {
  private static final long START = 1_659_423_600_000L;
  private static final long HOUR = 3_600_000;
  private static final DeliverySlot SLOT = new DeliverySlot(START, 15);
  private static final long SETTLED = START + 15 * 60_000;
  private static final Generations ALL = new Generations(Set.of());
  private static final int CLEAR = -1;
  private static final int FIRST = 0;
  private static final int SECOND = 1;
  private static final int UNCHANGED = 700;

  @TempDir private Path folder;
  private EmbeddedLedger ledger;
  private RandomMarket market;

  @BeforeEach
  void open() {
    ledger = EmbeddedLedger.open(folder.resolve("ledger"), InstantSource.system());
    market = new RandomMarket(1, ledger, false, ALL);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  /** How ann's version 1 and version 2 are sealed, what 2 says, and which keys are destroyed. */
  static Stream<Arguments> erasures() {
    List<Arguments> all = new ArrayList<>();
    for (int before : List.of(CLEAR, FIRST)) {
      for (int now : List.of(CLEAR, FIRST, SECOND)) {
        for (long importWh : List.of(0, UNCHANGED, 900)) {
          for (Set<Integer> gone :
              List.of(Set.<Integer>of(), Set.of(FIRST), Set.of(SECOND), Set.of(FIRST, SECOND))) {
            if (List.of(before, now).containsAll(gone)) {
              all.add(Arguments.of(before, now, importWh, gone));
            }
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("erasures")
  void aRightRunPassesWhateverIsErasedOfIt(int before, int now, long importWh, Set<Integer> gone) {
    play(before, now, importWh);
    gone.forEach(this::erase);
    AuditReport report = market.audit(new Generations(gone));
    assertThat(report.findings()).isEmpty();
    assertThat(report.notes())
        .extracting(Finding::message)
        .noneMatch(message -> message.contains("those of  were"));
  }

  @Test
  void whatIsTakenBackIsSealedAsTheFormerPosition() {
    play(FIRST, SECOND, 900);
    List<SlotRevised> runs = new ArrayList<>();
    market.forge(SlotRevised.class, run -> remember(run, runs));
    assertThat(runs.get(0).billLines())
        .extracting(line -> line.kind() + " " + line.energyWh() + " " + generation(line))
        .containsExactly(
            "RESIDUAL_WITHDRAWAL_REVERSED 700 0",
            "SUPPLIED_REVERSED 700 0",
            "RESIDUAL_WITHDRAWAL 900 1",
            "SUPPLIED 900 1",
            "RESIDUAL_WITHDRAWAL_REVERSED 300 0",
            "SUPPLIED_REVERSED 300 0",
            "RESIDUAL_INJECTION 50 0",
            "TAKEN_OVER 50 0");
  }

  @ParameterizedTest
  @MethodSource("halves")
  void aLineThatMustBeBesideAnErasedOneIsMissed(int gone, String left) {
    play(FIRST, SECOND, 900);
    erase(gone);
    market.forge(
        SlotRevised.class,
        run ->
            new SlotRevised(
                run.batch(),
                run.run(),
                run.billLines().stream()
                    .filter(line -> !(line.energyWh() + " " + line.kind()).equals(left))
                    .toList()));
    assertThat(market.audit(new Generations(Set.of(gone))).totals())
        .containsKey(FindingCode.BILL_LINE_DIFFERS);
  }

  static Stream<Arguments> halves() {
    return Stream.of(
        Arguments.of(FIRST, "900 RESIDUAL_WITHDRAWAL"),
        Arguments.of(FIRST, "900 SUPPLIED"),
        Arguments.of(SECOND, "700 RESIDUAL_WITHDRAWAL_REVERSED"),
        Arguments.of(SECOND, "700 SUPPLIED_REVERSED"));
  }

  @Test
  void whereTheRunTakesNothingOfTheErasedTheirNamesAreToldAndAllPostingsCompared() {
    begin();
    report(position("ann", 1, UNCHANGED, 0), SECOND);
    report(position("bob", 1, 300, 0), FIRST);
    report(position("bob", 2, 0, 50), FIRST);
    market.command(new Command.Tick(SETTLED + HOUR));
    erase(SECOND);
    AuditReport report = market.audit(new Generations(Set.of(SECOND)));
    assertThat(report.findings()).isEmpty();
    assertThat(report.notes())
        .filteredOn(note -> note.code() == FindingCode.POSITIONS_HASH_ERASED)
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(note -> note.message().contains("those of ann were erased"));
  }

  @Test
  void runsOfOneCommandTheWrongWayRoundAreFound() {
    correct(CLEAR, CLEAR, 900);
    market.command(new Command.Tick(SETTLED + 2 * HOUR));
    List<SlotRevised> runs = new ArrayList<>();
    market.forge(SlotRevised.class, run -> remember(run, runs));
    assertThat(runs).extracting(run -> run.batch().isFinal()).containsExactly(false, true);
    assertThat(market.audit(ALL).findings()).isEmpty();

    SlotRevised first = after(runs.get(0).batch().predecessor(), runs.get(1));
    SlotRevised second = after(SettlementHashes.batch(first.batch()), runs.get(0));
    market.forge(SlotRevised.class, run -> run.batch().isFinal() ? second : first);
    assertThat(market.audit(ALL).findings())
        .extracting(Finding::code, Finding::message)
        .contains(
            tuple(
                FindingCode.EVENT_OUT_OF_ORDER,
                "expected the batches in the order [m.1659423600.revised-1, m.1659423600.final], "
                    + "found [m.1659423600.final, m.1659423600.revised-1]"));
  }

  private static SlotRevised after(Hash predecessor, SlotRevised run) {
    SettlementBatch old = run.batch();
    return new SlotRevised(
        new SettlementBatch(
            old.batchId(),
            old.market(),
            old.slot(),
            old.rulebookVersion(),
            old.rulebookHash(),
            old.auctionHash(),
            old.positionsHash(),
            old.billRoot(),
            old.billLineCount(),
            predecessor,
            old.postings()),
        run.run(),
        run.billLines());
  }

  /** Both settle one slot, both are corrected, and the next run is made. */
  private void play(int before, int now, long importWh) {
    correct(before, now, importWh);
    market.command(new Command.Tick(SETTLED + HOUR));
  }

  private void correct(int before, int now, long importWh) {
    begin();
    report(position("ann", 1, UNCHANGED, 0), before);
    report(position("bob", 1, 300, 0), FIRST);
    report(position("ann", 2, importWh, 0), now);
    report(position("bob", 2, 0, 50), FIRST);
  }

  private void begin() {
    market.command(new Command.ActivateRulebook(rulebook()));
    market.command(new Command.Tick(START - 4 * HOUR));
    market.command(new Command.Tick(SETTLED));
  }

  private void report(MeteredPosition position, int generation) {
    MeteredPosition reported = position;
    if (generation != CLEAR) {
      Keyring keys = new Current(generation);
      byte[] stored = PositionCodec.encode(RandomCommands.MARKET, position, keys);
      reported = ((PositionRecord.Position) PositionCodec.decode(stored, keys)).position();
    }
    market.command(new Command.ReportPosition(reported));
  }

  private void erase(int generation) {
    Subject ann = Subject.participant("ann");
    market.command(
        new Command.RecordErasure("ann", List.of(ann + "/" + key(ann, generation).id()), 1));
  }

  private static SlotRevised remember(SlotRevised run, List<SlotRevised> runs) {
    runs.add(run);
    return run;
  }

  private static int generation(BillLine line) {
    BillLine.Seal seal = line.seal();
    if (seal == null) {
      return CLEAR;
    }
    String first = key(Subject.participant(seal.subject()), FIRST).id();
    return seal.keyId().equals(first) ? FIRST : SECOND;
  }

  private static MeteredPosition position(
      String member, int version, long importWh, long exportWh) {
    return new MeteredPosition(member, SLOT, version, importWh, exportWh, Quality.ACTUAL);
  }

  private static Rulebook rulebook() {
    return new Rulebook(
            1,
            Hash.of(new byte[] {1}),
            RandomCommands.MARKET,
            Areas.single("village"),
            "EUR",
            new Rulebook.Timing(15, 120, 30, 15, START),
            0,
            1_000_000,
            10_000,
            "grid",
            List.of(new Rulebook.TariffStep(0, 400_000, 80_000)),
            List.of(
                new Rulebook.Member("ann", "village", List.of("meter-ann")),
                new Rulebook.Member("bob", "village", List.of("meter-bob"))),
            Hash.of(new byte[] {2}))
        .withSafeguards(Safeguards.NONE.withSettlement(new SettlementRules(List.of(1), 2)));
  }

  private static SealKey key(Subject subject, int generation) {
    return SealKey.of(KeySource.seeded("runs").newKey(subject, generation));
  }

  /** A fake: two keys of everybody, but for those of ann that were destroyed. */
  private record Generations(Set<Integer> gone) implements Keyring {
    @Override
    public boolean seals() {
      return true;
    }

    @Override
    public SealKey current(Subject subject) {
      return key(subject, SECOND);
    }

    @Override
    public @Nullable SealKey find(Subject subject, String keyId) {
      for (int generation : List.of(FIRST, SECOND)) {
        SealKey key = key(subject, generation);
        if (key.id().equals(keyId) && !isGone(subject, generation)) {
          return key;
        }
      }
      return null;
    }

    @Override
    public boolean isErased(Subject subject, String keyId) {
      return gone.stream()
          .anyMatch(one -> isGone(subject, one) && key(subject, one).id().equals(keyId));
    }

    private boolean isGone(Subject subject, int generation) {
      return subject.id().equals("ann") && gone.contains(generation);
    }
  }

  /** A fake that seals under one of the two. */
  private record Current(int generation) implements Keyring {
    @Override
    public boolean seals() {
      return true;
    }

    @Override
    public SealKey current(Subject subject) {
      return key(subject, generation);
    }

    @Override
    public SealKey find(Subject subject, String keyId) {
      return key(subject, generation);
    }

    @Override
    public boolean isErased(Subject subject, String keyId) {
      return false;
    }
  }
}
