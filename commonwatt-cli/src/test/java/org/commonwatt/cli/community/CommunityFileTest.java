package org.commonwatt.cli.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.cli.UserError;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommunityFileTest {
  private static final Instant START = Instant.parse("2022-08-02T07:00:00Z");

  @TempDir private Path folder;

  @Test
  void theTemplateIsAValidCommunityOfAllHomes() throws IOException {
    Community community = read(template(17));
    assertThat(community.rulebook().members()).hasSize(17);
    assertThat(community.meters()).hasSize(17);
    assertThat(community.rulebook().timing().tradingStartMillis()).isEqualTo(START.toEpochMilli());
    assertThat(community.rulebook().timing().utcOffsetMinutes()).isEqualTo(-420);
  }

  @Test
  void aGatewayHasAtMostEightUnits() throws IOException {
    List<MeterPoint> meters = read(template(17)).meters();
    assertThat(meters.stream().filter(meter -> meter.port() == 6001)).hasSize(8);
    assertThat(meters.get(16).port()).isEqualTo(6003);
    assertThat(meters).extracting(MeterPoint::unit).allMatch(unit -> unit >= 1 && unit <= 8);
  }

  @Test
  void theEveningTariffHoldsFromThreeToEightLocalTime() throws IOException {
    Rulebook rulebook = read(template(3)).rulebook();
    assertThat(retailAt(rulebook, "2022-08-02T21:45:00Z")).isEqualTo(220_000);
    assertThat(retailAt(rulebook, "2022-08-02T22:00:00Z")).isEqualTo(540_000);
    assertThat(retailAt(rulebook, "2022-08-03T02:45:00Z")).isEqualTo(540_000);
    assertThat(retailAt(rulebook, "2022-08-03T03:00:00Z")).isEqualTo(220_000);
  }

  @Test
  void theRulebookHashCoversTheRulesAndNotTheMetersAddresses() throws IOException {
    String text = template(3);
    Hash hash = read(text).rulebook().documentHash();
    assertThat(read(text.replace("port: 6001", "port: 7001")).rulebook().documentHash())
        .isEqualTo(hash);
    assertThat(
            read(text.replace("gateLeadMinutes: 15", "gateLeadMinutes: 30"))
                .rulebook()
                .documentHash())
        .isNotEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gateLeadMinutes: 15        | gateLeadMinutes: 1440      | openLeadMinutes > gateLeadMinutes
          slotMinutes: 15            | slotMinutes: 7             | 5, 15, 30 or 60
          currency: USD              | currency: dollars          | ISO 4217
          pollSeconds: 300           | pollSeconds: 7             | must divide the slot length
          maxOrderWh: 1000000        | maxOrderWh: 1.5            | line
          maxOrderWh: 1000000        | maxOrderWh: lots           | line
          market: fontana            | market: "über markt"       | is not an id
          utcOffset: "-07:00"        | utcOffset: "seven"         | Invalid
          supplier: supplier         | supplier: home-01          | named twice
          meters: [meter-02]         | meters: [meter-01]         | belongs to two
          {meter: meter-02           | {meter: meter-01           | listed twice
          {meter: meter-02           | {meter: meter-99           | is not listed
          unit: 2                    | unit: 300                  | unit must be 1 to 247
          port: 6001                 | port: 0                    | port must be
          area: sierra-crest         | region: sierra-crest       | area
          from: "15:00"              | from: "25:00"              | 25:00
          """)
  void anErrorNamesTheFileAndWhatToChange(String right, String wrong, String message) {
    assertThatThrownBy(() -> read(template(3).replace(right, wrong)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("community.yaml")
        .hasMessageContaining(message);
  }

  @Test
  void aMissingFileSaysHowToMakeOne() {
    assertThatThrownBy(() -> CommunityFile.read(folder.resolve("community.yaml")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("commonwatt init");
  }

  @Property(tries = 300)
  void anyTextIsACommunityOrAUserError(@ForAll String text) throws IOException {
    Path file = Files.createTempFile("community", ".yaml");
    try {
      Files.writeString(file, text.replaceAll("[\\ud800-\\udfff]", "?"));
      assertThatThrownBy(() -> CommunityFile.read(file)).isInstanceOf(UserError.class);
    } finally {
      Files.delete(file);
    }
  }

  private static long retailAt(Rulebook rulebook, String instant) {
    return rulebook
        .tariffAt(new DeliverySlot(Instant.parse(instant).toEpochMilli(), 15))
        .retailMicroPerKwh();
  }

  private static String template(int homes) {
    return CommunityTemplate.render(
        new CommunityTemplate.Settings(
            homes, List.of(6001, 6002, 6003), START.toString(), 300, Hash.of(new byte[] {1})));
  }

  private Community read(String text) throws IOException {
    Path file = folder.resolve("community.yaml");
    Files.writeString(file, text);
    return CommunityFile.read(file);
  }
}
