package org.commonwatt.flink;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The metering job for a Flink cluster that runs elsewhere: {@code flink run -c
 * org.commonwatt.flink.MeteringMain metering-job.jar FILE}. Where checkpoints and state are kept is
 * the cluster's setting; how the job checkpoints and restarts is the job's.
 *
 * <p>{@code docs/metering-jobs.md} lists what the file says.
 */
public final class MeteringMain {
  private MeteringMain() {}

  /**
   * Submits the job.
   *
   * @param arguments the path of a properties file
   * @throws IllegalArgumentException when something is missing or wrong in the file; says what
   * @throws Exception when the file cannot be read or the cluster does not take the job
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("give one argument: a file with the job's properties");
    }
    MeteringJobConfig config = config(Path.of(arguments[0]));
    Configuration settings = new Configuration();
    ClusterSettings.ofJob(settings);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings);
    new MeteringTopology(config).build(environment);
    environment.execute("metering " + config.market());
  }

  static MeteringJobConfig config(Path path) throws IOException {
    JobFile file = JobFile.read(path);
    return new MeteringJobConfig(
        file.required("market"),
        file.required("bootstrap"),
        file.database(),
        file.path(), // not used: the cluster keeps the checkpoints
        rules(file),
        file.path("keys"),
        new MeteringJobConfig.Options(
            file.path("meterRules"),
            MeteringJobConfig.Options.NONE.state(),
            file.flag("registrations"),
            signers(file)));
  }

  private static MeteringRules rules(JobFile file) {
    return new MeteringRules(
        (int) file.number("slotMinutes", "15"),
        Duration.ofSeconds(file.number("allowedLatenessSeconds", "0")),
        Duration.ofDays(file.number("maxGapDays", "40")),
        Duration.ofHours(file.number("correctionHours", "0")),
        file.meters(),
        file.grid());
  }

  private static ReadingKeys signers(JobFile file) {
    String keys = file.text("ingestKeys");
    String from = file.text("signedFrom");
    try {
      long fromMillis = from.isEmpty() ? 0 : Instant.parse(from).toEpochMilli();
      if (!file.has("ingestKeys")) {
        return new ReadingKeys(List.of(), fromMillis);
      }
      return ReadingKeys.named(
          keys.isEmpty() ? List.of() : List.of(keys.split("\\s*,\\s*", -1)), fromMillis);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("ingestKeys: " + e.getMessage(), e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("signedFrom: " + e.getMessage(), e);
    }
  }
}
