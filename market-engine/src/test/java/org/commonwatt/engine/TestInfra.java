package org.commonwatt.engine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.log.kafka.Topics;
import org.jspecify.annotations.Nullable;

/** A real broker, and a real database where one is asked for. */
public final class TestInfra implements AutoCloseable {
  /** A wall clock that stands still. */
  public static final InstantSource WALL =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

  private final Path dir;
  private KafkaChild kafka;
  private @Nullable EmbeddedPostgres postgres;

  private TestInfra(Path dir) {
    this.dir = dir;
    this.kafka = KafkaChild.start(KafkaChildOptions.in(dir));
    Topics.createAll(kafka.bootstrapServers());
  }

  /** A broker with empty topics. */
  public static TestInfra broker(Path dir) {
    return new TestInfra(dir);
  }

  /** A broker with empty topics and an empty database. */
  public static TestInfra brokerAndDatabase(Path dir) {
    TestInfra infra = new TestInfra(dir);
    try {
      infra.postgres = EmbeddedPostgres.builder().start();
      return infra;
    } catch (IOException e) {
      infra.close();
      throw new UncheckedIOException(e);
    }
  }

  /** The broker's address; the same after a restart. */
  public String bootstrap() {
    return kafka.bootstrapServers();
  }

  /** The database. */
  public Database.Access database() {
    return new Database.Access(
        Objects.requireNonNull(postgres).getJdbcUrl("postgres", "postgres"), "postgres", "");
  }

  /** A service on a free port. */
  public MarketServiceConfig config(Ledger ledger) {
    return new MarketServiceConfig(
        Fixtures.MARKET,
        key(),
        bootstrap(),
        database(),
        dir.resolve("snapshots"),
        Optional.of(ledger),
        0,
        WALL);
  }

  /** The engine's key. */
  public EngineKey key() {
    try {
      return EngineKey.open(dir.resolve("engine.key"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empties the log. */
  public void freshTopics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      admin
          .deleteTopics(
              List.of(Topics.COMMANDS, Topics.EVENTS, Topics.POSITIONS, Topics.REJECTED_READINGS))
          .all()
          .get();
    }
    Topics.createAll(bootstrap());
  }

  /** Appends a record that no codec has seen. */
  public void publish(String topic, byte[] value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, 0, null, value)).get();
    }
  }

  /** Kills the broker with SIGKILL. */
  public void killBroker() {
    kafka.kill();
  }

  /** Starts the broker again, on its folder and port. */
  public void restartBroker() {
    kafka =
        KafkaChild.start(
            new KafkaChildOptions(dir, kafka.port(), KafkaChildOptions.DEFAULT_HEAP_MIB));
  }

  @Override
  public void close() {
    kafka.close();
    if (postgres != null) {
      try {
        postgres.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
