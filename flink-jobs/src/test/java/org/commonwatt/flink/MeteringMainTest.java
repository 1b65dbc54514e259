package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeteringMainTest {
  private static final String GOOD =
      """
      market=village
      bootstrap=127.0.0.1:9092
      database.url=jdbc:postgresql://127.0.0.1/x
      database.user=job
      meter.m-1=home-1
      """;

  @TempDir private Path folder;

  private MeteringJobConfig read(String text) throws IOException {
    return MeteringMain.config(Files.writeString(folder.resolve("job.properties"), text));
  }

  @Test
  void whatTheFileLeavesOutHasItsDefault() throws IOException {
    MeteringJobConfig config = read(GOOD);
    assertThat(config.market()).isEqualTo("village");
    assertThat(config.rules().participantByMeter()).isEqualTo(Map.of("m-1", "home-1"));
    assertThat(config.rules().slotMinutes()).isEqualTo(15);
    assertThat(config.rules().allowedLateness()).isEqualTo(Duration.ZERO);
    assertThat(config.keys()).isNull();
    assertThat(config.options()).isEqualTo(MeteringJobConfig.Options.NONE);
  }

  @Test
  void whatTheFileSaysCounts() throws IOException {
    MeteringJobConfig config =
        read(
            GOOD
                + """
                database.password=p
                slotMinutes=30
                allowedLatenessSeconds=60
                maxGapDays=3
                correctionHours=2
                meterRules=/rules
                registrations=true
                keys=/k
                ingestKeys=MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                signedFrom=1970-01-01T00:00:01Z
                meter.m-2=home-1
                """);
    assertThat(config.database().password()).isEqualTo("p");
    assertThat(config.rules())
        .isEqualTo(
            new MeteringRules(
                30,
                Duration.ofMinutes(1),
                Duration.ofDays(3),
                Duration.ofHours(2),
                Map.of("m-1", "home-1", "m-2", "home-1")));
    assertThat(config.options().meterRules()).isEqualTo(Path.of("/rules"));
    assertThat(config.options().registrations()).isTrue();
    assertThat(config.keys()).isEqualTo(Path.of("/k"));
    assertThat(config.options().signers().publicKeys()).hasSize(1);
    assertThat(config.options().signers().signedFromMillis()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @CsvSource({
    "market=, the file has no market",
    "bootstrap=, the file has no bootstrap",
    "database.url= , the file has no database.url",
    "meter.m-1=, the file has no meter.m-1",
    "meter.m-1=a b, participant",
    "slotMinutes=quarter, slotMinutes must be a whole number",
    "slotMinutes=-15, slotMinutes must be a whole number",
    "slotMinutes=7, 5",
    "correctionHours=8785, corrections",
    "slotMinute=30, remove slotMinute",
    "registrations=yes, registrations must be true or false",
    "ingestKeys=, 'name a key, or remove ingestKeys'",
    "ingestKeys=AAAA, ingestKeys: not a public key",
    "'ingestKeys=,', ingestKeys",
    "signedFrom=1970-01-01T00:00:01Z, signedFrom needs ingestKeys",
  })
  void aWrongFileIsRefusedAndSaysWhy(String line, String why) {
    assertThatThrownBy(() -> read(GOOD + line + "\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aFileWithoutMetersIsRefused() {
    assertThatThrownBy(() -> read(GOOD.replaceAll("(?m)^meter.*\\n", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("meter.ID=PARTICIPANT");
  }

  @Test
  void withoutAFileNothingIsSubmitted() {
    assertThatThrownBy(() -> MeteringMain.main(new String[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give one argument");
  }
}
