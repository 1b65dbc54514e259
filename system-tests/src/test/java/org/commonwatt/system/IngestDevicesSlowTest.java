package org.commonwatt.system;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.MeterReading;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ingest run} with a devices file that is put right while it runs: one meter by SunSpec, the
 * other by a register map of its own over the same registers.
 */
@Tag("slow")
class IngestDevicesSlowTest {
  private static final String MAP =
      """
      name: A simulated meter without SunSpec
      source: docs/metering.md, the simulated meters
      import: {table: holding, address: 40116, type: u32, unit: Wh}
      export: {table: holding, address: 40108, type: u32, unit: Wh}
      power: {table: holding, address: 40088, type: s16, scale: 1, unit: W, positive: import}
      """;

  @TempDir private Path folder;

  @Test
  void aDevicesFileThatIsPutRightIsFollowedWithoutARestart() throws Exception {
    int right = TestPorts.pick();
    int wrong = TestPorts.pick();
    try (EngineSite site = new EngineSite(folder)) {
      prepare(site, right);
      Path file = Files.writeString(folder.resolve("devices.yaml"), devices(wrong));
      Files.writeString(folder.resolve("own.yaml"), MAP);
      Path data = Files.createDirectories(folder.resolve("ingest"));
      Files.copy(site.communityFile(), data.resolve("community.yaml"));
      try (Cli simulated =
              Cli.start("simulate", "devices", "--data=" + folder.resolve("community"));
          Cli ingest =
              Cli.start(
                  "ingest",
                  "run",
                  "--data=" + data,
                  "--keys=" + folder.resolve("community/keys"),
                  "--bootstrap=" + site.bootstrap(),
                  "--devices=" + file)) {
        simulated.awaitOut("(Ctrl-C)");
        Eventually.holds("polls are on the log", EngineSite.LIMIT, () -> read(site).ticks > 0);
        assertThat(read(site).readings).as("nobody answers there").isEmpty();
        Path next = Files.writeString(folder.resolve("next.yaml"), devices(right));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        Eventually.holds(
            "both meters are read", EngineSite.LIMIT, () -> read(site).readings.size() == 2);
        Map<String, MeterReading> readings = read(site).readings;
        assertThat(readings.keySet()).containsExactlyInAnyOrder("meter-01", "meter-02");
        MeterReading mapped = requireNonNull(readings.get("meter-02"));
        assertThat(mapped.importWh()).isGreaterThan(12_000_000);
        assertThat(mapped.exportWh()).isGreaterThan(3_000_000);
        Files.writeString(folder.resolve("own.yaml"), MAP.replace("scale: 1", "scale: 4"));
        Eventually.holds(
            "a map that changes is followed",
            EngineSite.LIMIT,
            () ->
                Math.abs(requireNonNull(read(site).readings.get("meter-02")).powerW())
                    >= 500 * Math.abs(mapped.powerW()));
      }
    }
  }

  private void prepare(EngineSite site, int port) throws Exception {
    String text = Files.readString(site.communityFile());
    Files.writeString(
        site.communityFile(),
        text.replace("port: 5020", "port: " + port)
            .replaceFirst("pollSeconds: \\d+", "pollSeconds: 5"));
    Cli.Result made = Cli.run("keys", "make", "--data=" + folder.resolve("community"));
    assertThat(made.exitCode()).as(made.toString()).isZero();
  }

  private static String devices(int port) {
    return """
    pollSeconds: 5
    devices:
      - {meter: meter-01, host: 127.0.0.1, port: %d, unit: 1, ratedPowerW: 25000}
      - {meter: meter-02, host: 127.0.0.1, port: %d, unit: 2, ratedPowerW: 25000, map: own.yaml}
    """
        .formatted(port, port);
  }

  /** What stands on the log: the ticks' number, and the last reading of each meter. */
  private static final class Seen {
    private final Map<String, MeterReading> readings = new HashMap<>();
    private int ticks;
  }

  private Seen read(EngineSite site) {
    Seen seen = new Seen();
    Keyring keyring = new FileKeyring(folder.resolve("community/keys"));
    for (int partition = 0; partition < Topics.READINGS_PARTITIONS; partition++) {
      try (LogReader reader = new LogReader(site.bootstrap(), Topics.READINGS, partition)) {
        reader.seek(0);
        reader.readTo(
            reader.committedEnd(),
            entry -> {
              ReadingRecord record = ReadingCodec.decode(entry.value(), keyring);
              if (record instanceof ReadingRecord.Reading found) {
                seen.readings.put(found.reading().meter(), found.reading());
              } else if (record instanceof ReadingRecord.Tick) {
                seen.ticks++;
              }
            });
      }
    }
    return seen;
  }
}
