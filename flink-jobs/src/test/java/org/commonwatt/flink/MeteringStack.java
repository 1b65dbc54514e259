package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.commonwatt.flink.netting.AreaGrid;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.AlertCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.PositionRecord;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.RejectedReadingCodec;
import org.commonwatt.log.kafka.FencedEventWriter;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.ReadingPublisher;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Alert;
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

  MeteringJobConfig config(MeteringRules rules, MeteringJobConfig.Options options) {
    MeteringJobConfig plain = config(rules);
    return new MeteringJobConfig(
        MARKET,
        plain.bootstrapServers(),
        plain.database(),
        plain.checkpoints(),
        rules,
        null,
        options);
  }

  private static MeteringJobConfig config(
      String bootstrap, String jdbcUrl, Path folder, MeteringRules rules) {
    return new MeteringJobConfig(
        MARKET,
        bootstrap,
        new MeteringJobConfig.Database(jdbcUrl, "postgres", ""),
        checkpoints(folder),
        rules);
  }

  private static Path checkpoints(Path folder) {
    return folder.resolve("check points"); // a space in the path must not matter
  }

  /** As an operator does who wants all positions again; no job may run. */
  void takeCheckpointsAway() throws IOException {
    Files.move(checkpoints(folder), folder.resolve("former"));
  }

  /** The job in a process of its own, so that it can be killed. */
  Process startJobProcess() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
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
      try (JobHandle job = MeteringJob.start(config)) {
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

  /** Deletes all readings and ticks from the log, as a retention does. */
  void forgetReadings() throws Exception {
    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
    for (int partition = 0; partition < Topics.READINGS_PARTITIONS; partition++) {
      all.put(
          new TopicPartition(Topics.READINGS, partition), RecordsToDelete.beforeOffset(-1)); // all
    }
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
      admin.deleteRecords(all).all().get();
    }
  }

  /** Writes events to the log as an engine does, a frame each. */
  void writeEvents(List<byte[]> events) {
    try (FencedEventWriter writer = new FencedEventWriter(broker.bootstrapServers(), 0)) {
      writer.takeOver();
      for (byte[] event : events) {
        writer.write(List.of(EventCodec.encodeFrame(MARKET, List.of(event))));
      }
    }
  }

  /** The job's file for a cluster that runs elsewhere. */
  String properties(MeteringRules rules) {
    StringBuilder text = new StringBuilder();
    text.append("market=" + MARKET + "\nbootstrap=" + broker.bootstrapServers());
    text.append("\ndatabase.url=" + postgres.getJdbcUrl("postgres", "postgres"));
    text.append("\ndatabase.user=postgres\nslotMinutes=" + rules.slotMinutes());
    text.append("\nallowedLatenessSeconds=" + rules.allowedLateness().toSeconds() + "\n");
    rules
        .participantByMeter()
        .forEach((meter, home) -> text.append("meter." + meter + "=" + home + "\n"));
    return text.toString();
  }

  /** The same with areas, of whose connections one is known. */
  String properties(MeteringRules rules, Map<String, String> areaByParticipant, AreaGrid grid) {
    StringBuilder text = new StringBuilder(properties(rules));
    areaByParticipant.forEach((home, area) -> text.append("area." + home + "=" + area + "\n"));
    String name = "grid." + grid.area() + ".";
    text.append(name + "boundaryMeter=" + grid.boundaryMeter() + "\n");
    text.append(name + "maxImportW=" + grid.maxImportW() + "\n");
    text.append(name + "residualLimitWh=" + grid.residualLimitWh() + "\n");
    return text.toString();
  }

  SurveillanceJobConfig surveillance(SurveillanceJobConfig.Watch watch) {
    return new SurveillanceJobConfig(
        MARKET,
        broker.bootstrapServers(),
        new MeteringJobConfig.Database(postgres.getJdbcUrl("postgres", "postgres"), "postgres", ""),
        folder.resolve("surveillance"),
        watch,
        null);
  }

  List<Alert> awaitAlerts(int count) {
    return await(Topics.ALERTS, count, AlertCodec::decode);
  }

  List<MeteredPosition> awaitPositions(int count) {
    return await(Topics.POSITIONS, count, PositionCodec::decode);
  }

  /** What stands on the topic of positions, flows over boundaries included. */
  List<PositionRecord> awaitRecords(int count) {
    return await(Topics.POSITIONS, count, bytes -> PositionCodec.decode(bytes, Keyring.NONE));
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

  /** Waits until a query gives these rows. */
  void awaitRows(String sql, List<String> expected) throws Exception {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!rows(sql).equals(expected) && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
    assertThat(rows(sql)).isEqualTo(expected);
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
