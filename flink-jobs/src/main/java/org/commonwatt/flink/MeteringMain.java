package org.commonwatt.flink;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The metering job for a Flink cluster that runs elsewhere: {@code flink run -c
 * org.commonwatt.flink.MeteringMain metering-job.jar FILE}. Where checkpoints and state are kept is
 * the cluster's setting; how the job checkpoints and restarts is the job's.
 *
 * <p>{@code docs/metering-jobs.md} lists what the file says.
 */
public final class MeteringMain {
  private static final String METER = "meter.";
  private static final Set<String> NAMES =
      Set.of(
          "market",
          "bootstrap",
          "database.url",
          "database.user",
          "database.password",
          "slotMinutes",
          "allowedLatenessSeconds",
          "maxGapDays",
          "correctionHours",
          "meterRules",
          "registrations",
          "keys",
          "ingestKeys",
          "signedFrom");

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

  static MeteringJobConfig config(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return new MeteringJobConfig(
        required(properties, "market"),
        required(properties, "bootstrap"),
        new MeteringJobConfig.Database(
            required(properties, "database.url"),
            required(properties, "database.user"),
            properties.getProperty("database.password", "")),
        file.toAbsolutePath(), // not used: the cluster keeps the checkpoints
        rules(properties),
        path(properties, "keys"),
        new MeteringJobConfig.Options(
            path(properties, "meterRules"),
            MeteringJobConfig.Options.NONE.state(),
            flag(properties, "registrations"),
            signers(properties)));
  }

  private static MeteringRules rules(Properties properties) {
    return new MeteringRules(
        (int) number(properties, "slotMinutes", "15"),
        Duration.ofSeconds(number(properties, "allowedLatenessSeconds", "0")),
        Duration.ofDays(number(properties, "maxGapDays", "40")),
        Duration.ofHours(number(properties, "correctionHours", "0")),
        meters(properties));
  }

  private static ReadingKeys signers(Properties properties) {
    String keys = properties.getProperty("ingestKeys");
    String from = properties.getProperty("signedFrom", "").strip();
    try {
      long fromMillis = from.isEmpty() ? 0 : Instant.parse(from).toEpochMilli();
      if (keys == null) {
        return new ReadingKeys(List.of(), fromMillis);
      }
      return ReadingKeys.named(
          keys.isBlank() ? List.of() : List.of(keys.strip().split("\\s*,\\s*", -1)), fromMillis);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("ingestKeys: " + e.getMessage(), e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("signedFrom: " + e.getMessage(), e);
    }
  }

  /** The meters; a name that is neither a meter's nor known is a slip of the pen. */
  private static Map<String, String> meters(Properties properties) {
    Map<String, String> participantByMeter = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(METER)) {
        participantByMeter.put(name.substring(METER.length()), required(properties, name));
      } else if (!NAMES.contains(name)) {
        throw new IllegalArgumentException("remove " + name + ", which the job does not know");
      }
    }
    if (participantByMeter.isEmpty()) {
      throw new IllegalArgumentException("the file has no meter: add a line meter.ID=PARTICIPANT");
    }
    return participantByMeter;
  }

  private static @Nullable Path path(Properties properties, String name) {
    String value = properties.getProperty(name, "").strip();
    return value.isEmpty() ? null : Path.of(value);
  }

  private static String required(Properties properties, String name) {
    String value = properties.getProperty(name, "").strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("the file has no " + name + ": add it");
    }
    return value;
  }

  private static boolean flag(Properties properties, String name) {
    String value = properties.getProperty(name, "false").strip();
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(name + " must be true or false, not " + value);
    }
    return value.equals("true");
  }

  private static long number(Properties properties, String name, String otherwise) {
    String value = properties.getProperty(name, otherwise).strip();
    if (!value.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(name + " must be a whole number, not " + value);
    }
    return Long.parseLong(value);
  }
}
