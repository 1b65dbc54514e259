package org.commonwatt.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.commonwatt.core.SettlementWait;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.snapshot.SnapshotFolder;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine without a ledger settles so many slots and no more; a restart changes nothing. */
class WaitingForTheLedgerTest {
  /** A slot of one member counts 26, and all that wait 500,000. */
  private static final int MOST = 19_231;

  private static final int FRAME = EngineHarness.BOUND / 2;
  private static final long LATER = Fixtures.slot(MOST + 1).startMillis();

  @Test
  void whatWaitsIsTheSameAfterARestartFromTheLogAndFromASnapshot(@TempDir Path dir)
      throws Exception {
    try (TestInfra infra = TestInfra.broker(dir.resolve("broker"))) {
      SnapshotFolder kept = new SnapshotFolder(dir.resolve("snapshots"), 1);
      Waiting before;
      try (EngineHarness engine = EngineHarness.leading(infra.bootstrap())) {
        engine.run(new Command.ActivateRulebook(rulebook()));
        engine.run(new Command.Tick(LATER));
        for (int from = 0; from <= MOST; from += FRAME) {
          report(engine, from, Math.min(MOST + 1, from + FRAME));
        }
        before = waiting(engine);
        assertThat(before.batches()).hasSize(MOST);
        assertThat(before.next().slot()).isEqualTo(Fixtures.slot(MOST));
        assertThat(before.next().ledger()).isTrue();
        assertThat(before.next().missing()).isEmpty();
      }
      try (EngineHarness engine = EngineHarness.leading(infra.bootstrap(), kept)) {
        assertThat(waiting(engine)).as("from the log").isEqualTo(before);
      }
      assertThat(kept.names()).hasSize(1);
      try (EngineHarness engine = EngineHarness.leading(infra.bootstrap(), kept)) {
        assertThat(waiting(engine)).as("from the snapshot").isEqualTo(before);
        engine.run(new Command.ConfirmBatch(before.batches().get(0), "tx", 1));
        engine.run(new Command.Tick(LATER + 1));
        assertThat(engine.engine().<Long>query(view -> view.market().settledSlots()))
            .as("the one that waited")
            .isEqualTo(MOST + 1);
      }
    }
  }

  /** What waits: the ids of batches, and the slot that is next. */
  private record Waiting(List<String> batches, SettlementWait next) {}

  private static Waiting waiting(EngineHarness engine) {
    return engine
        .engine()
        .query(
            view ->
                new Waiting(
                    view.market().unconfirmedBatches().stream()
                        .map(SettlementBatch::batchId)
                        .toList(),
                    view.market().awaitedSettlement().orElseThrow()));
  }

  private static void report(EngineHarness engine, int from, int to) throws Exception {
    List<CommandFrame.Entry> entries = new ArrayList<>();
    for (int slot = from; slot < to; slot++) {
      Command report =
          new Command.ReportPosition(
              new MeteredPosition("home", Fixtures.slot(slot), 1, 10, 0, Quality.ACTUAL));
      entries.add(new CommandFrame.Entry(CommandOrigin.NONE, report));
    }
    engine
        .sequencer()
        .submitFrame(entries)
        .get(EngineHarness.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static Rulebook rulebook() {
    return new Rulebook(
        1,
        Hash.ZERO,
        Fixtures.MARKET,
        Areas.single(Fixtures.AREA),
        "EUR",
        new Rulebook.Timing(15, 0, 15, 0, Fixtures.START),
        -100_000,
        100_000,
        10_000,
        "supplier",
        List.of(new Rulebook.TariffStep(0, 300_000, 80_000)),
        List.of(new Rulebook.Member("home", Fixtures.AREA, List.of("meter"))),
        Hash.ZERO);
  }
}
