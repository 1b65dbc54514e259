package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.engine.snapshot.SnapshotFolder;
import org.commonwatt.model.Rulebook;
import org.commonwatt.testkit.market.MarketDay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks of real processes that take no more: files cannot grow beyond a limit of the process. A
 * write then fails where one on a full disk does, with EFBIG instead of ENOSPC.
 */
@Tag("slow")
class FullDiskSlowTest {
  /** An index of the broker is made with 10 MiB; the log of events may become a little larger. */
  private static final int BROKER_KIB = 11 * 1024;

  /** Less than a snapshot of the orders that the broker takes until then. */
  private static final int ENGINE_KIB = 256;

  /** So much of the log of events is there before the engine's process starts. */
  private static final long FILLED_BYTES = 10_500 * 1024;

  private static final int SLOTS = 96;
  private static final int ORDERS_OF_SLOT = 500;
  private static final int CLIENTS = 16;
  private static final int MANY = 100;
  private static final int MORE = 100;
  private static final int USER_ERROR = 3;
  private static final Duration LIMIT = EngineSite.LIMIT;

  @TempDir private Path folder;

  @Test
  void afterAFullDiskEverythingAcknowledgedIsThereAndTheMarketGoesOnOnceThereIsRoom()
      throws Exception {
    String log = "--data=" + folder.resolve("log");
    try (Cli full = Cli.startOnFullDisk(BROKER_KIB, "broker", log, "--port=0")) {
      String bootstrap = full.awaitOut("Broker at (\\S+)");
      try (EngineSite site = new EngineSite(folder, bootstrap)) {
        fill(site);
        fillUpAndGoOn(site, full, log);
      }
    }
  }

  private void fillUpAndGoOn(EngineSite site, Cli full, String log) throws Exception {
    try (Cli engine = site.startEngineOnFullDisk("lone", ENGINE_KIB)) {
      engine.awaitOut("(LEADING)");
      URI at = EngineSite.uri(engine);
      awaitToday(at);
      OrderLoad load = new OrderLoad(() -> List.of(at), EngineSite.openSlot(), "d", CLIENTS);
      Cli.Result ended = full.await();
      assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(USER_ERROR);
      assertThat(ended.err()).contains("the broker has ended", "full disk", "broker.log");
      int before = load.acknowledged().size();
      assertThat(before).isGreaterThan(MANY);
      String port = "--port=" + site.bootstrap().substring(site.bootstrap().indexOf(':') + 1);
      try (Cli roomy = Cli.start("broker", log, port)) {
        roomy.awaitOut("(Broker at )");
        Eventually.holds(
            "orders are taken again", LIMIT, () -> load.acknowledged().size() > before + MORE);
        load.close();
        site.assertNothingLostOrDoubled(load, at);
        assertSnapshotIsLeftOut(site, engine);
      }
    }
  }

  /** Before the first tick of its own the market stands at yesterday, and refuses orders. */
  private static void awaitToday(URI leader) {
    Api api = new Api(leader);
    Eventually.holds(
        "the market's clock is of today",
        LIMIT,
        () ->
            Instant.parse(api.get("/v1/time").text("marketTime"))
                .isAfter(Instant.now().minusSeconds(60)));
  }

  /** A piece of yesterday, by an engine of this process. */
  private void fill(EngineSite site) throws Exception {
    Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(26, ChronoUnit.HOURS);
    Rulebook rulebook =
        CommunityFile.read(site.communityFile()).rulebook().withTradingStart(start.toEpochMilli());
    MarketDay day = new MarketDay(rulebook, SLOTS, ORDERS_OF_SLOT);
    Path events = folder.resolve("log/topics/events-0/00000000000000000000.log");
    SnapshotFolder unused = new SnapshotFolder(folder.resolve("unused"), 1);
    try (DayOnLog engine = new DayOnLog(site.bootstrap(), rulebook.market(), unused)) {
      engine.run(day.opening());
      for (int step = 0; Files.size(events) < FILLED_BYTES; step++) {
        engine.run(day.step(step));
      }
    }
  }

  /** The engine stops well without its snapshot, and the next start replays the log. */
  private static void assertSnapshotIsLeftOut(EngineSite site, Cli engine) throws Exception {
    Cli.Result stopped = engine.stop();
    assertThat(stopped.out()).as(stopped.toString()).contains("LEADING");
    assertThat(Files.readString(site.dataOf("lone").resolve("commonwatt.log")))
        .contains("no snapshot after event");
    try (Cli again = site.startEngine("lone")) {
      again.awaitOut("(LEADING)");
    }
  }
}
