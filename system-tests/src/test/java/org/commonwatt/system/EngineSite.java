package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.cli.laptop.EmbeddedDatabase;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;

/** A broker and a database that outlive the engines, and engines in processes of their own. */
final class EngineSite implements AutoCloseable {
  static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path folder;
  private final EmbeddedDatabase database;
  private final String community;
  private KafkaChild broker;

  EngineSite(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Cli.Result init = Cli.run("init", folder.resolve("community").toString(), "--homes=2");
    assertThat(init.exitCode()).as(init.toString()).isZero();
    community = Files.readString(folder.resolve("community/community.yaml"));
    broker = KafkaChild.start(KafkaChildOptions.in(folder.resolve("kafka")));
    Topics.createAll(broker.bootstrapServers());
    database = EmbeddedDatabase.start(folder.resolve("postgres"));
  }

  /** A slot that is open for at least an hour. */
  static Instant openSlot() {
    return Instant.now().truncatedTo(ChronoUnit.HOURS).plus(3, ChronoUnit.HOURS);
  }

  KafkaChild broker() {
    return broker;
  }

  /** Kills the broker and starts it again on its folder and port. */
  void killAndRestartBroker() {
    broker.kill();
    broker =
        KafkaChild.start(
            new KafkaChildOptions(
                folder.resolve("kafka"), broker.port(), KafkaChildOptions.DEFAULT_HEAP_MIB));
  }

  /** Starts an engine; its folder, and so its key and name, is kept between starts. */
  Cli startEngine(String name, String... jvm) throws IOException {
    Path data = folder.resolve(name);
    Files.createDirectories(data);
    Files.writeString(data.resolve("community.yaml"), community);
    return Cli.startWith(
        List.of(jvm),
        "engine",
        "run",
        "--port=0",
        "--data=" + data,
        "--bootstrap=" + broker.bootstrapServers(),
        "--database=" + database.jdbcUrl());
  }

  Path dataOf(String name) {
    return folder.resolve(name);
  }

  /** Where an engine answers. */
  static URI uri(Cli engine) {
    return URI.create(engine.awaitOut("Serving at (http://\\S+)/"));
  }

  /** Waits for the market's first tick: before it no slot is open. */
  static void awaitClock(URI leader) {
    Api api = new Api(leader);
    Eventually.holds(
        "the market's clock is set",
        LIMIT,
        () -> api.get("/v1/time").body().path("marketTime").isTextual());
  }

  /** The committed events, checked to be a chain without gap and repeat. */
  List<EventEnvelope> events() {
    List<LogEntry> entries = new ArrayList<>();
    try (LogReader reader = new LogReader(broker.bootstrapServers(), Topics.EVENTS, 0)) {
      reader.readTo(reader.committedEnd(), entries::add);
    }
    List<EventEnvelope> events = new ArrayList<>();
    for (LogEntry entry : entries) {
      for (byte[] bytes : EventCodec.splitFrame(entry.value())) {
        EventEnvelope event = EventCodec.decodeEvent(bytes);
        assertThat(event.sequence()).isEqualTo(events.size() + 1);
        events.add(event);
      }
    }
    return events;
  }

  /** Requires every acknowledged order once on the log, and every unknown one to be answered. */
  void assertNothingLostOrDoubled(OrderLoad load, URI leader) throws Exception {
    Map<String, Long> accepted = new HashMap<>();
    for (EventEnvelope envelope : events()) {
      if (envelope.event() instanceof Event.OrderAccepted order) {
        assertThat(accepted.put(order.clientOrderId(), order.orderId()))
            .as(order.clientOrderId() + " was accepted twice")
            .isNull();
      }
    }
    load.acknowledged()
        .forEach((id, orderId) -> assertThat(accepted).as("lost").containsEntry(id, orderId));
    Api api = new Api(leader);
    for (String id : load.unknown().keySet()) {
      Api.Answer answer =
          api.get("/v1/orders?participant=" + OrderLoad.PARTICIPANT + "&clientOrderId=" + id);
      assertThat(answer.status())
          .as(id + ": " + answer)
          .isEqualTo(accepted.containsKey(id) ? 200 : 404);
    }
    assertThat(load.refused()).isEmpty();
  }

  @Override
  public void close() {
    database.close();
    broker.close();
  }
}
