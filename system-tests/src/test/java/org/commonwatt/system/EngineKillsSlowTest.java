package org.commonwatt.system;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.cli.laptop.LogAudit;
import org.commonwatt.engine.runtime.LogInspection;
import org.commonwatt.ledger.ConflictRetry;
import org.commonwatt.ledger.memory.LedgerFaults;
import org.commonwatt.ledger.memory.MemoryChain;
import org.commonwatt.ledger.memory.MemoryLedger;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a lone engine under load, again and again: {@value #KILLS} times, or as often
 * as the system property {@code commonwatt.kills} says. Orders are placed, amended, traded and
 * cancelled all the time, and before each kill positions come in that settle a slot. Beside the
 * first kill of ten the engine stops once in good order, which leaves a snapshot.
 */
@Tag("slow")
class EngineKillsSlowTest {
  private static final String NAME = "lone";
  private static final int KILLS = 5;
  private static final int STOP_EVERY = 10;
  private static final int CLIENTS = 8;
  private static final int BETWEEN = 100;
  private static final int SLOTS_OF_HOUR = 4;
  private static final Duration LIMIT = EngineSite.LIMIT;

  @TempDir private Path folder;

  @Test
  void everythingAcknowledgedIsThereOnceHoweverOftenTheEngineIsKilled() throws Exception {
    int kills = Integer.getInteger("commonwatt.kills", KILLS);
    try (EngineSite site = new EngineSite(folder)) {
      site.tradeContinuouslyEarly();
      Rulebook rulebook = open(site, kills);
      try (PositionFeed feed = new PositionFeed(site.bootstrap(), rulebook)) {
        new Run(site, feed).run(kills);
      }
    }
  }

  /** A market whose first slots are over and wait for positions, by an engine of this process. */
  private static Rulebook open(EngineSite site, int kills) throws Exception {
    Instant start =
        Instant.now()
            .truncatedTo(ChronoUnit.HOURS)
            .minus(2 + kills / SLOTS_OF_HOUR, ChronoUnit.HOURS);
    Rulebook rulebook = site.rulebookFrom(start);
    try (DayOnLog engine =
        new DayOnLog(site.bootstrap(), rulebook.market(), site.snapshotsOf(NAME))) {
      engine.run(
          List.of(new Command.ActivateRulebook(rulebook), new Command.Tick(start.toEpochMilli())));
    }
    return rulebook;
  }

  /** The load over one engine process after the other. */
  private static final class Run {
    private final EngineSite site;
    private final PositionFeed feed;
    private final AtomicReference<@Nullable URI> at = new AtomicReference<>();
    private Cli engine;

    Run(EngineSite site, PositionFeed feed) throws Exception {
      this.site = site;
      this.feed = feed;
      engine = start();
    }

    private URI at() {
      return requireNonNull(at.get());
    }

    private Cli start() throws Exception {
      Cli started = site.startEngine(NAME);
      at.set(EngineSite.uri(started));
      started.awaitOut("(LEADING)");
      return started;
    }

    void run(int kills) throws Exception {
      long begun = System.nanoTime();
      try {
        awaitToday();
        MixedLoad load = new MixedLoad(() -> List.of(at()), EngineSite.openSlot(), CLIENTS);
        LoadOnLog log = new LoadOnLog(site.bootstrap(), load);
        for (int kill = 0; kill < kills; kill++) {
          awaitMore(load);
          if (kill % STOP_EVERY == 0) {
            assertThat(engine.stop().err()).isEmpty();
            engine.close();
            engine = start();
            awaitMore(load);
          }
          feed.publishNext();
          engine.kill();
          engine.close();
          assertAllIsThere(log);
          engine = start();
        }
        if (kills > KILLS) { // FailoverSlowTest kills the broker each time
          site.killAndRestartBroker();
        }
        awaitMore(load);
        load.close();
        assertThat(load.done()).isGreaterThan(kills * BETWEEN);
        assertTheEnd(load, log);
        System.out.printf(
            "kills: %d in %d s, %d commands done, %d refused, %d unknown, %s%n",
            kills,
            (System.nanoTime() - begun) / 1_000_000_000,
            load.done(),
            load.said().size() - load.done(),
            load.unknown().size(),
            log.kinds());
      } finally {
        engine.close();
      }
    }

    /** Before its first tick of today the market stands in the past. */
    private void awaitToday() {
      Eventually.holds(
          "the market's clock is of today",
          LIMIT,
          () ->
              Instant.parse(new Api(at()).get("/v1/time").text("marketTime"))
                  .isAfter(Instant.now().minusSeconds(60)));
    }

    private static void awaitMore(MixedLoad load) {
      int before = load.done();
      Eventually.holds("commands are done", LIMIT, () -> load.done() > before + BETWEEN);
    }

    /** While nobody leads: what was said stands on the log, and all snapshots lead to its state. */
    private void assertAllIsThere(LoadOnLog log) throws Exception {
      log.check();
      LogInspection.Report report = site.inspect(NAME);
      assertThat(report.snapshots()).isNotEmpty();
      assertThat(report.snapshots()).allMatch(kept -> kept.problem() == null);
    }

    private void assertTheEnd(MixedLoad load, LoadOnLog log) throws Exception {
      log.check();
      log.assertUnknownOrdersAreAnswered(new Api(at()));
      Eventually.passes(
          LIMIT,
          () -> {
            log.check();
            assertThat(log.kinds())
                .containsEntry("PositionRecorded", feed.positions())
                .containsEntry("SlotSettled", feed.slots());
          });
      assertThat(engine.stop().err()).isEmpty();
      assertAllIsThere(log);
      assertThat(log.kinds())
          .containsKeys(
              "OrderAccepted",
              "OrderRejected",
              "OrderAmended",
              "ContinuousTrade",
              "OrderCancelled",
              "CancelRejected",
              "MassCancelled");
      audit(load);
    }

    /** The audit recomputes every event; no ledger is there, so batches are not confirmed. */
    private void audit(MixedLoad load) {
      MemoryLedger none =
          new MemoryLedger(
              new MemoryChain(), MemoryLedger.SUBMITTER, LedgerFaults.NONE, ConflictRetry.NONE);
      AuditReport report =
          LogAudit.run(site.bootstrap(), none, new FileKeyring(site.dataOf(NAME).resolve("keys")));
      assertThat(report.findings()).isEmpty();
      assertThat(report.passed()).isTrue();
      assertThat(report.totals()).containsEntry(FindingCode.BATCH_UNCONFIRMED, (long) feed.slots());
      assertThat(report.counts().commands()).isGreaterThan(load.done());
    }
  }
}
