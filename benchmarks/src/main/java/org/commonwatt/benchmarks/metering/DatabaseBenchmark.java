package org.commonwatt.benchmarks.metering;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.flink.JobHandle;
import org.commonwatt.flink.MeteringJob;
import org.commonwatt.flink.MeteringJobConfig;
import org.commonwatt.flink.MeteringRules;
import org.commonwatt.flink.ReadingKeys;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.sign.ReadingSigner;
import org.commonwatt.log.sign.SigningKey;

/**
 * Prints how many rows a second the metering job brings from Kafka to the database, with all that
 * it does on the way: readings that lie on slot borders wait on a real broker, and each becomes a
 * row itself, an interval and, with the meter's home, a position. Arguments: meters, slots, {@code
 * signed} to have the readings of each instant signed together and the job verify it.
 */
public final class DatabaseBenchmark {
  private static final int SLOT_MINUTES = 15;
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration LOOK = Duration.ofSeconds(1); // counting takes its time, too

  private final int meters;
  private final int slots;
  private final boolean signed;

  DatabaseBenchmark(int meters, int slots, boolean signed) {
    this.meters = meters;
    this.slots = slots;
    this.signed = signed;
  }

  /** Measures. */
  public static void main(String[] arguments) throws Exception {
    int meters = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
    int slots = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 400;
    boolean signed = arguments.length > 2 && "signed".equals(arguments[2]);
    DatabaseBenchmark benchmark = new DatabaseBenchmark(meters, slots, signed);
    Result result = benchmark.run();
    System.out.printf(
        Locale.ROOT,
        "%,d rows: %,.0f a second from the first one that was seen to the last, in %.1f s; all came"
            + " %.1f s after the job was started%n",
        result.rows(),
        result.rowsAfterFirst() / result.seconds(),
        result.seconds(),
        result.secondsFromStart());
  }

  /**
   * What a run gave.
   *
   * @param rows in the three tables in the end
   * @param rowsAfterFirst those that came after the first look that saw any
   * @param seconds from that look to the last row
   * @param secondsFromStart from the job's start to the last row
   */
  record Result(long rows, long rowsAfterFirst, double seconds, double secondsFromStart) {}

  Result run() throws Exception {
    Path folder = Files.createTempDirectory("database-benchmark");
    try (KafkaChild broker = KafkaChild.start(KafkaChildOptions.in(folder.resolve("kafka")));
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      Topics.createAll(broker.bootstrapServers());
      Database.open(new Database.Access(url, "postgres", "")).close();
      SigningKey key = SigningKey.open(folder.resolve("key"), "an ingest");
      PublishedReadings readings = new PublishedReadings(meters, slots + 1, SLOT_MINUTES);
      readings.publish(broker.bootstrapServers(), signed ? new ReadingSigner(key) : null);
      return measure(
          new MeteringJobConfig(
              PublishedReadings.MARKET,
              broker.bootstrapServers(),
              new MeteringJobConfig.Database(url, "postgres", ""),
              folder.resolve("checkpoints"),
              MeteringRules.of(SLOT_MINUTES, readings.owners()),
              null,
              signed
                  ? MeteringJobConfig.Options.NONE.signedBy(known(key))
                  : MeteringJobConfig.Options.NONE),
          postgres);
    } finally {
      BenchJob.delete(folder);
    }
  }

  static ReadingKeys known(SigningKey key) {
    return ReadingKeys.named(List.of(Base64.getEncoder().encodeToString(key.publicKey())), 0);
  }

  private Result measure(MeteringJobConfig config, EmbeddedPostgres postgres) throws Exception {
    long wanted = (long) meters * (3L * slots + 1); // a reading more than slots
    long start = System.nanoTime();
    long first = 0;
    long firstRows = 0;
    try (JobHandle job = MeteringJob.start(config);
        Connection connection = postgres.getPostgresDatabase().getConnection()) {
      while (true) {
        long rows = rows(connection);
        long now = System.nanoTime();
        if (rows > 0 && first == 0) {
          first = now;
          firstRows = rows;
        }
        if (rows == wanted) {
          return new Result(rows, rows - firstRows, (now - first) / 1e9, (now - start) / 1e9);
        }
        if (!job.isRunning() || now - start > LONGEST.toNanos()) {
          throw new IllegalStateException(rows + " of " + wanted + " rows came");
        }
        Thread.sleep(LOOK.toMillis());
      }
    }
  }

  private static long rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select (select count(*) from reading) + (select count(*) from interval_energy)"
                    + " + (select count(*) from metered_position)")) {
      result.next();
      return result.getLong(1);
    }
  }
}
