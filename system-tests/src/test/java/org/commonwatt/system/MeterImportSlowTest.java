package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.MeterReading;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code meter import} as docs/metering.md describes it, with a broker of its own. */
@Tag("slow")
class MeterImportSlowTest {
  @TempDir private Path folder;

  @Test
  void aFileOfReadingsComesToTheLogOnceHoweverOftenItIsImported() throws Exception {
    try (EngineSite site = new EngineSite(folder)) {
      assertThat(Cli.run("keys", "make", "--data=" + folder.resolve("community")).exitCode())
          .isZero();
      Path data = Files.createDirectories(folder.resolve("ingest"));
      Files.copy(site.communityFile(), data.resolve("community.yaml"));
      Path file =
          Files.write(
              folder.resolve("past.csv"),
              List.of(
                  "meter,time,importKWh,exportKWh,powerW,quality",
                  "meter-01,2026-01-01T00:00:00+01:00,14052.311,0.903,-412,actual",
                  "meter-01,2026-01-01T00:15:00+01:00,14052.414,0.903,,estimated",
                  "meter-02,2026-01-01T00:00:00+01:00,7,0,,"));
      Cli.Result dry = run(site, data, file, "--dry-run");
      assertThat(dry.out()).contains("3 readings would be imported, 0 known already, 0 refused");
      Cli.Result done = run(site, data, file);
      assertThat(done.exitCode()).as(done.toString()).isZero();
      assertThat(done.out()).contains("3 readings imported, 0 known already, 0 refused");
      assertThat(run(site, data, file).out()).contains("0 readings imported, 3 known already");
      List<MeterReading> readings = readings(site);
      assertThat(readings).hasSize(3);
      assertThat(readings.get(0).importWh()).isEqualTo(14_052_311);
      assertThat(readings.get(1).sequence()).isEqualTo(1);

      Files.writeString(file, "meter,time,importWh\nmeter-01,yesterday,1\n");
      Cli.Result wrong = run(site, data, file);
      assertThat(wrong.exitCode()).isNotZero();
      assertThat(wrong.err()).contains("past.csv line 2: time is an instant", "nothing of");
      Files.writeString(file, "meter,time,importWh\nmeter-01,2026-01-02T00:00:00Z,1000000000001\n");
      Cli.Result refused = run(site, data, file);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("past.csv line 2: meter-01 VALUE_OUT_OF_RANGE");
    }
  }

  private Cli.Result run(EngineSite site, Path data, Path file, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "meter",
                "import",
                file.toString(),
                "--data=" + data,
                "--keys=" + folder.resolve("community/keys"),
                "--bootstrap=" + site.bootstrap()));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private List<MeterReading> readings(EngineSite site) {
    List<MeterReading> readings = new ArrayList<>();
    Keyring keyring = new FileKeyring(folder.resolve("community/keys"));
    for (int partition = 0; partition < Topics.READINGS_PARTITIONS; partition++) {
      try (LogReader reader = new LogReader(site.bootstrap(), Topics.READINGS, partition)) {
        reader.seek(0);
        reader.readTo(
            reader.committedEnd(),
            entry -> {
              if (ReadingCodec.decode(entry.value(), keyring)
                  instanceof ReadingRecord.Reading found) {
                readings.add(found.reading());
              }
            });
      }
    }
    readings.sort(Comparator.comparing(MeterReading::meter).thenComparing(MeterReading::sequence));
    return readings;
  }
}
