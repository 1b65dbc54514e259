package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.commonwatt.flink.netting.AreaGrid;
import org.commonwatt.flink.netting.GridRules;
import org.commonwatt.flink.netting.Home;
import org.commonwatt.flink.surveillance.SurveillanceRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    assertThat(config.rules().grid().isKnown()).isFalse();
  }

  @Test
  void areasAndTheirConnectionsAreRead() throws IOException {
    GridRules grid =
        read(GOOD
                + """
                area.home-1=hill.north
                grid.hill.north.boundaryMeter=feeder
                grid.hill.north.maxImportW=7500
                grid.hill.north.lossPpm=20000
                grid.hill.north.residualLimitWh=40
                """)
            .rules()
            .grid();
    assertThat(grid.areaOf("home-1")).isEqualTo("hill.north");
    assertThat(grid.of("hill.north"))
        .isEqualTo(new AreaGrid("hill.north", "feeder", 7_500L, null, 20_000, 40));
    assertThat(grid.areaOfBoundary("feeder")).isEqualTo("hill.north");
    assertThat(read(GOOD + "area.home-1=v\n").rules().grid().isKnown()).isTrue();
  }

  /** Each meter and each connection is looked at once, not each for each other. */
  @Test
  @Timeout(60)
  void aFileOfManyHomesAndConnectionsIsReadSoon() throws IOException {
    StringBuilder text = new StringBuilder(GOOD).append("area.home-1=v\n");
    for (int i = 0; i < 50_000; i++) {
      text.append("meter.x-%d=h-%d\narea.h-%d=v%d\n".formatted(i, i, i, i));
      text.append("grid.v%d.maxImportW=7500\n".formatted(i));
    }
    GridRules grid = read(text.toString()).rules().grid();
    assertThat(grid.areaOf("h-49999")).isEqualTo("v49999");
    assertThat(grid.of("v49999").maxImportW()).isEqualTo(7_500L);
  }

  @Test
  void theSameFileIsReadForSurveillanceAndNetPositions() throws IOException {
    assertThat(surveillance(GOOD + "area.home-1=v\n").watch())
        .isEqualTo(
            new SurveillanceJobConfig.Watch(
                SurveillanceRules.DEFAULT, 0, 0, List.of(new Home("home-1", "v", List.of("m-1")))));
    SurveillanceJobConfig.Watch watch =
        surveillance(
                GOOD
                    + """
                    meter.m-2=home-1
                    area.home-1=v
                    utcOffsetMinutes=-420
                    gateClosureLeadMinutes=5
                    rings.windowSeconds=60
                    limitExceptionsWh.home-1=7
                    related.a=home-1, home-2
                    """)
            .watch();
    assertThat(watch.homes()).containsExactly(new Home("home-1", "v", List.of("m-1", "m-2")));
    assertThat(watch.utcOffsetMinutes()).isEqualTo(-420);
    assertThat(watch.closureLeadMinutes()).isEqualTo(5);
    assertThat(watch.rules().rings().windowSeconds()).isEqualTo(60);
    assertThat(watch.rules().limits().exceptionsWh()).isEqualTo(Map.of("home-1", 7L));
    assertThat(watch.rules().related()).containsExactly(List.of("home-1", "home-2"));
  }

  @ParameterizedTest
  @CsvSource({
    "rings.windowSecond=60, there is no windowSecond",
    "rings.windowSeconds=0, rings.windowSeconds must be 1",
    "rings.windowSeconds=x, rings.windowSeconds must be a whole number",
    "'area.home-1=v\nutcOffsetMinutes=1081', utcOffsetMinutes must be",
    "related.a=home-1, at least two",
    "area.home-9=v, home-9 has no meter",
    "correctionHours=1, add area.PARTICIPANT=AREA",
  })
  void aWrongLineOfSurveillanceIsRefusedAndSaysWhy(String line, String why) {
    assertThatThrownBy(() -> surveillance(GOOD + line + "\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private SurveillanceJobConfig surveillance(String text) throws IOException {
    return SurveillanceMain.config(Files.writeString(folder.resolve("job.properties"), text));
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
    "colour.red=1, remove colour.red",
    "area.home-9=v, home-9 has no meter",
    "area.home-1=, the file has no area.home-1",
    "grid.v.maxImportW=1, add area.home-1",
    "'area.home-1=v\ngrid.v.colour=1', write grid.AREA.NAME",
    "'area.home-1=v\ngrid.v.maxImportW=1.5', grid.v.maxImportW must be a whole number",
    "'area.home-1=v\ngrid.v.lossPpm=5', needs a boundaryMeter",
    "'area.home-1=v\ngrid.v.boundaryMeter=f\ngrid.v.residualLimitWh=1\ngrid.v.lossPpm=-999999999999999999', lossPpm of v must be 0 to 1000000",
    "'area.home-1=v\ngrid.v.boundaryMeter=f\ngrid.v.residualLimitWh=1\ngrid.v.lossPpm=999999999999999999', lossPpm of v must be 0 to 1000000",
    "'area.home-1=v\ngrid.v.boundaryMeter=f', boundaryMeter and residualLimitWh",
    "'area.home-1=v\ngrid.v.boundaryMeter=m-1\ngrid.v.residualLimitWh=5', is a meter of home-1",
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
