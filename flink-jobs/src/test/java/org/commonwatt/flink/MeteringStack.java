package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.RejectedReadingCodec;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.ReadingPublisher;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.testkit.net.TestPorts;

/** A real broker and a real database for the job, and what a test does with them. */
final class MeteringStack implements AutoCloseable {
  static final String MARKET = "village";
  private static final Duration DEADLINE = Duration.ofMinutes(4);

  private final Path folder;
  private final EmbeddedPostgres postgres;
  private KafkaChild broker;
  private final ReadingPublisher publisher;

  MeteringStack(Path folder) throws Exception {
    this.folder = folder;
    this.postgres =
        EmbeddedPostgres.builder()
            .setPort(TestPorts.pick())
            .setPGStartupWait(Duration.ofMinutes(3))
            .start();
    createTables();
    this.broker = KafkaChild.start(new KafkaChildOptions(folder.resolve("kafka"), 0, 256));
    Topics.createAll(broker.bootstrapServers());
    this.publisher = new ReadingPublisher(broker.bootstrapServers(), MARKET);
  }

  MeteringJobConfig config(MeteringRules rules) {
    return config(
        broker.bootstrapServers(), postgres.getJdbcUrl("postgres", "postgres"), folder, rules);
  }

  private static MeteringJobConfig config(
      String bootstrap, String jdbcUrl, Path folder, MeteringRules rules) {
    return new MeteringJobConfig(
        MARKET,
        bootstrap,
        new MeteringJobConfig.Database(jdbcUrl, "postgres", ""),
        folder.resolve("check points"), // a space in the path must not matter
        rules);
  }

  /** The job in a process of its own, so that it can be killed. */
  Process startJobProcess() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            JobProcess.class.getName(),
            broker.bootstrapServers(),
            postgres.getJdbcUrl("postgres", "postgres"),
            folder.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectErrorStream(true)
        .start();
  }

  /** Runs the job until its parent closes the input or kills it. */
  static final class JobProcess {
    private JobProcess() {}

    public static void main(String[] arguments) throws Exception {
      MeteringJobConfig config =
          config(arguments[0], arguments[1], Path.of(arguments[2]), MeteringJobTest.rules());
      try (MeteringJobHandle job = MeteringJob.start(config)) {
        while (System.in.read() >= 0 && job.isRunning()) {
          // Whatever the parent says is only a sign that it lives.
        }
      }
    }
  }

  void killBroker() {
    broker.kill();
  }

  void restartBroker() {
    broker = KafkaChild.start(new KafkaChildOptions(folder.resolve("kafka"), broker.port(), 256));
  }

  byte[] publish(MeterReading reading) {
    byte[] bytes = ReadingCodec.encode(MARKET, reading);
    publish(reading.meter(), bytes);
    return bytes;
  }

  void publish(String key, byte[] bytes) {
    publisher.publish(key, bytes).join();
  }

  void tick(long timeMillis) {
    publisher.publishTick(timeMillis).join();
  }

  List<MeteredPosition> awaitPositions(int count) {
    return await(Topics.POSITIONS, count, PositionCodec::decode);
  }

  List<RejectedReading> awaitRejected(int count) {
    return await(Topics.REJECTED_READINGS, count, RejectedReadingCodec::decode);
  }

  /** All committed records once there are at least so many. */
  private <T> List<T> await(String topic, int count, Function<byte[], T> decoder) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    List<T> read = new ArrayList<>();
    try (LogReader reader = new LogReader(broker.bootstrapServers(), topic, 0)) {
      reader.seek(0);
      while (read.size() < count && System.nanoTime() < deadline) {
        reader.poll(Duration.ofMillis(200)).stream()
            .map(LogEntry::value)
            .map(decoder)
            .forEach(read::add);
      }
    }
    assertThat(read)
        .as("records of %s within %s", topic, DEADLINE)
        .hasSizeGreaterThanOrEqualTo(count);
    return read;
  }

  void execute(String sql) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of a query, each with its columns joined by a space. */
  List<String> rows(String sql) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join(" ", columns));
      }
    }
    return rows;
  }

  private void createTables() throws Exception {
    try (InputStream sql =
        Objects.requireNonNull(getClass().getResourceAsStream("/metering-tables.sql"))) {
      execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws Exception {
    publisher.close();
    broker.close();
    postgres.close();
  }
}
