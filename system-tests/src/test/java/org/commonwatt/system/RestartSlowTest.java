package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.engine.snapshot.SnapshotFolder;
import org.commonwatt.model.Rulebook;
import org.commonwatt.testkit.market.MarketDay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An engine's process starts over a log that holds a day: 96 slots with {@value #ORDERS} orders, or
 * in the long profile as many as the system property {@code commonwatt.day} says, and then within a
 * bound. 360,000 and the trades that their auctions make of them nearly fill a market.
 */
@Tag("slow")
class RestartSlowTest {
  private static final String LONG = "commonwatt.day";
  private static final int ORDERS = 48_000;
  private static final int SLOTS = 96;

  /** The launcher's, in which all fits that a market keeps. */
  private static final String HEAP = "-Xmx1g";

  /** The launcher starts engines so, and no other suite needs it. */
  private static final String BOTH_COMPILERS = "-XX:TieredStopAtLevel=4";

  private static final Duration BOUND = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void anEngineLeadsSoonBehindADayOfCommandsWithAndWithoutASnapshot() throws Exception {
    try (EngineSite site = new EngineSite(folder)) {
      Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(26, ChronoUnit.HOURS);
      Rulebook rulebook =
          CommunityFile.read(site.communityFile())
              .rulebook()
              .withTradingStart(start.toEpochMilli());
      int orders = Integer.getInteger(LONG, ORDERS);
      MarketDay day = new MarketDay(rulebook, SLOTS, orders / SLOTS);
      long commands = live(site, day);
      Duration cold = start(site, "cold");
      try (Stream<Path> snapshots = Files.list(site.dataOf("cold").resolve("snapshots"))) {
        assertThat(snapshots).as("taken on the way and when it was stopped").isNotEmpty();
      }
      Duration warm = start(site, "cold");
      System.out.printf(
          "restart behind %d commands: %d ms without, %d ms with a snapshot%n",
          commands, cold.toMillis(), warm.toMillis());
      if (Integer.getInteger(LONG) != null) {
        assertThat(cold).isLessThan(BOUND);
        assertThat(warm).isLessThan(BOUND);
      }
    }
  }

  private long live(EngineSite site, MarketDay day) {
    SnapshotFolder unused = new SnapshotFolder(folder.resolve("unused"), 1);
    try (DayOnLog log = new DayOnLog(site.bootstrap(), day.rulebook().market(), unused)) {
      long commands = log.live(day);
      assertThat(log.refusals()).as("refused: more orders than a market holds?").isZero();
      // Who listens to events hears of the last ones a moment after they were answered.
      Eventually.holds(Duration.ofMinutes(1), () -> log.recorded() == SLOTS);
      return commands;
    }
  }

  /** Time from the start of the process until it leads. */
  private static Duration start(EngineSite site, String name) throws Exception {
    long begun = System.nanoTime();
    try (Cli engine = site.startEngine(name, HEAP, BOTH_COMPILERS)) {
      engine.awaitOut("(LEADING)");
      return Duration.ofNanos(System.nanoTime() - begun);
    }
  }
}
