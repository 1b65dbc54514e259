package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.engine.snapshot.SnapshotFolder;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;
import org.commonwatt.testkit.market.MarketDay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over the log of a real broker, first as it was left, then with a foreign event. */
@Tag("slow")
class EngineInspectSlowTest {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void aGoodLogIsPrintedAndADamagedOneIsAnExitCodeOfOne() throws Exception {
    Path data = folder.resolve("village");
    assertThat(Cli.run("init", data.toString(), "--homes=2").exitCode()).isZero();
    Rulebook rulebook =
        CommunityFile.read(data.resolve("community.yaml"))
            .rulebook()
            .withTradingStart(START.toEpochMilli());
    try (KafkaChild broker = KafkaChild.start(KafkaChildOptions.in(data.resolve("kafka")))) {
      Topics.createAll(broker.bootstrapServers());
      SnapshotFolder snapshots = new SnapshotFolder(data.resolve("snapshots"), 1);
      MarketDay day = new MarketDay(rulebook, 2, 8);
      try (DayOnLog engine =
          new DayOnLog(broker.bootstrapServers(), rulebook.market(), snapshots)) {
        engine.live(day);
      }
    }
    Path json = folder.resolve("report.json");
    Cli.Result good = Cli.run("engine", "inspect", "--data=" + data, "--json=" + json);
    assertThat(good.exitCode()).as(good.toString()).isZero();
    assertThat(good.out())
        .containsPattern("market +fontana")
        .containsPattern("events +end \\d+, sequence [1-9]\\d*")
        .containsPattern("state +[0-9a-f]{64}")
        .containsPattern("snapshot +snapshot-\\S+  good");
    assertThat(Files.readString(json)).contains("\"problem\" : null");

    long foreign = append(data, rulebook.market());
    Cli.Result bad = Cli.run("engine", "inspect", "--data=" + data);
    assertThat(bad.exitCode()).as(bad.toString()).isEqualTo(1);
    assertThat(bad.out())
        .contains("The engine would halt: events offset " + foreign)
        .contains("has events of no command on the log");
  }

  /** Writes an event that no command gave; returns its offset. */
  private static long append(Path data, String market) {
    try (KafkaChild broker = KafkaChild.start(KafkaChildOptions.in(data.resolve("kafka")))) {
      KafkaMarketLog log = new KafkaMarketLog(broker.bootstrapServers(), 0);
      try (EventWriter writer = log.eventWriter();
          var events = log.events()) {
        writer.takeOver();
        long end = events.committedEnd();
        EventEnvelope envelope =
            new EventEnvelope(999, 0, 0, 1, 1, Hash.ZERO, new Event.TimeAdvanced(1));
        writer.write(
            List.of(EventCodec.encodeFrame(market, List.of(EventCodec.encodeEvent(envelope)))));
        return end;
      }
    }
  }
}
