package org.commonwatt.engine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.testkit.net.TestPorts;
import org.jspecify.annotations.Nullable;

/**
 * A real broker, and a real database where one is asked for. The classes of this JVM use one broker
 * and one server of databases, one class after the other; each class begins with empty topics and a
 * database of its own.
 */
public final class TestInfra implements AutoCloseable {
  /** A wall clock that stands still. */
  public static final InstantSource WALL =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

  /** Address, with user and password in it, of a TimescaleDB to run the suite on. */
  private static final String TIMESCALE = "COMMONWATT_TIMESCALE_URL";

  private static @Nullable Path kafkaFolder;
  private static @Nullable KafkaChild kafka;
  private static @Nullable EmbeddedPostgres postgres;
  private static int databases;

  private final Path dir;
  private final Database.@Nullable Access database;

  private TestInfra(Path dir, Database.@Nullable Access database) {
    this.dir = dir;
    this.database = database;
  }

  /** A broker with empty topics. */
  public static TestInfra broker(Path dir) {
    return started(dir, null);
  }

  /** A broker with empty topics and an empty database. */
  public static TestInfra brokerAndDatabase(Path dir) {
    return started(dir, newDatabase());
  }

  private static TestInfra started(Path dir, Database.@Nullable Access database) {
    TestInfra infra = new TestInfra(dir, database);
    try {
      if (kafka == null) {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "broker-");
        kafkaFolder = folder;
        kafka = KafkaChild.start(KafkaChildOptions.in(folder));
        Topics.createAll(infra.bootstrap());
      } else {
        infra.freshTopics();
      }
      return infra;
    } catch (Exception e) {
      throw new IllegalStateException("no broker for the tests", e);
    }
  }

  /**
   * An empty database on the server of this JVM, which a busy machine may start slowly; or on the
   * TimescaleDB that {@value #TIMESCALE} names, whose role may make databases and roles.
   */
  public static synchronized Database.Access newDatabase() {
    String timescale = System.getenv(TIMESCALE);
    try {
      if (timescale != null) {
        String name = "commonwatt_test_" + UUID.randomUUID().toString().replace('-', '_');
        try (Connection connection = DriverManager.getConnection(timescale);
            Statement statement = connection.createStatement()) {
          statement.execute("create database " + name);
          String url = timescale.replaceFirst("(//[^/]+/)[^?]*", "$1" + name);
          return new Database.Access(url, connection.getMetaData().getUserName(), "");
        }
      }
      if (postgres == null) {
        postgres =
            EmbeddedPostgres.builder()
                .setPort(TestPorts.pick())
                .setPGStartupWait(Duration.ofMinutes(3))
                .start();
      }
      EmbeddedPostgres server = postgres;
      String name = "t" + ++databases;
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create database " + name);
      }
      return new Database.Access(server.getJdbcUrl("postgres", name), "postgres", "");
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("no database for the tests", e);
    }
  }

  /**
   * Waits until no transaction is open on a topic. A commit that has just returned becomes visible
   * a moment later.
   */
  public void awaitNothingOpen(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      while (end(admin, partition, IsolationLevel.READ_COMMITTED)
          < end(admin, partition, IsolationLevel.READ_UNCOMMITTED)) {
        if (System.nanoTime() > end) {
          throw new AssertionError("a transaction stays open on " + topic);
        }
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static long end(Admin admin, TopicPartition partition, IsolationLevel level)
      throws ExecutionException, InterruptedException {
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(level))
        .partitionResult(partition)
        .get()
        .offset();
  }

  /** The broker's address; the same after a restart. */
  public String bootstrap() {
    return Objects.requireNonNull(kafka).bootstrapServers();
  }

  /** The database. */
  public Database.Access database() {
    return Objects.requireNonNull(database);
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
              List.of(
                  Topics.COMMANDS,
                  Topics.EVENTS,
                  Topics.POSITIONS,
                  Topics.REJECTED_READINGS,
                  Topics.ENGINE_KEYS))
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
    Objects.requireNonNull(kafka).kill();
  }

  /** Starts the broker again, on its folder and port. */
  public void restartBroker() {
    kafka =
        KafkaChild.start(
            new KafkaChildOptions(
                Objects.requireNonNull(kafkaFolder),
                Objects.requireNonNull(kafka).port(),
                KafkaChildOptions.DEFAULT_HEAP_MIB));
  }

  /** Broker and server end with this JVM. */
  @Override
  public void close() {}
}
