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
import org.commonwatt.flink.ReadingKeys;
import org.commonwatt.flink.netting.AreaGrid;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommunityFileTest {
  private static final Instant START = Instant.parse("2022-08-02T07:00:00Z");

  /** As it was before there could be several areas. */
  private static final String ONE_AREA_HASH =
      "baaf21c0cb586ddf2b911b60e6a0db875bb9a5a63bc4058b852c86e9c5aae5ab";

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
          areas: [                   | regions: [                 | regions
          areas: [sierra-crest, foothill] | areas: []               | either area
          areas: [sierra-crest,      | areas: [sierra-crest, sierra-crest, | named twice
          area: foothill             | area: nowhere              | unknown area nowhere
          area: foothill, meters     | meters                     | names no area
          gridOperator: grid-operator| gridOperator: supplier     | three accounts
          gridOperator: grid-operator| gridOperator: ""           | needs a gridOperator
          {from: foothill, to: sierra-crest | {from: foothill, to: foothill | two different areas
          {from: foothill, to: sierra-crest | {from: hill, to: sierra-crest | unknown area hill
          maxFlowWh: 750             | maxFlowWh: -1              | maxFlowWh must be
          minFlowWh: -750            | minFlowWh: 1               | minFlowWh must be
          feeMicroPerKwh: 10000      | feeMicroPerKwh: -1         | feeMicroPerKwh must be
          maxFlowWh: 750             | maximum: 750               | maxFlowWh
          from: "15:00"              | from: "25:00"              | 25:00
          """)
  void anErrorNamesTheFileAndWhatToChange(String right, String wrong, String message) {
    assertThatThrownBy(() -> read(template(3).replace(right, wrong)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("community.yaml")
        .hasMessageContaining(message);
  }

  @Test
  void theTemplateHasTwoAreasAndALink() throws IOException {
    Rulebook rulebook = read(template(3)).rulebook();
    assertThat(rulebook.areas().ids()).containsExactly("sierra-crest", "foothill");
    assertThat(rulebook.areas().links())
        .extracting(AreaLink::party)
        .containsExactly("foothill>sierra-crest");
    assertThat(rulebook.members())
        .extracting(Rulebook.Member::area)
        .containsExactly("sierra-crest", "sierra-crest", "foothill");
  }

  @Test
  void aMarketHasEitherAnAreaOrAreas() throws IOException {
    String both = template(2).replace("  areas: [", "  area: sierra-crest\n  areas: [");
    String neither = oneArea().replace("  area: sierra-crest\n", "");
    for (String text : List.of(both, neither)) {
      assertThatThrownBy(() -> read(text))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("write either area, for a market of one, or areas");
    }
  }

  @Test
  void aMarketOfOneAreaNamesItOnceAndKeepsItsHash() throws IOException {
    Rulebook rulebook = read(oneArea()).rulebook();
    assertThat(rulebook.areas()).isEqualTo(Areas.single("sierra-crest"));
    assertThat(rulebook.members()).extracting(Rulebook.Member::area).containsOnly("sierra-crest");
    assertThat(rulebook.documentHash()).isEqualTo(new Hash(ONE_AREA_HASH));
  }

  private static String oneArea() {
    return template(2)
        .replaceAll("areas: \\[.*]", "area: sierra-crest")
        .replaceAll("(?m)^  links:$|^    - \\{from: foothill.*$|^  gridOperator:.*$", "")
        .replace("area: sierra-crest, meters", "meters");
  }

  private static String withGrid(String fields) {
    return template(3).replaceFirst("(?m)^meters:$", "grid: [{" + fields + "}]\nmeters:")
        + "\n  - {meter: feeder-1, host: 127.0.0.1, port: 6001, unit: 9, ratedPowerW: 90000}\n";
  }

  @Test
  void whatTheGridMayCarryIsNoPartOfTheRulebook() throws IOException {
    Community community =
        read(
            withGrid(
                "area: foothill, boundaryMeter: feeder-1, maxExportW: 0, lossPpm: 20000,"
                    + " residualLimitWh: 40"));
    assertThat(community.grid())
        .containsExactly(new AreaGrid("foothill", "feeder-1", null, 0L, 20_000, 40));
    assertThat(community.rulebook()).isEqualTo(read(template(3)).rulebook());
    assertThat(community.gridRules().areaOf("home-03")).isEqualTo("foothill");
    assertThat(community.gridRules().boundaryMeters()).containsExactly("feeder-1");
    assertThat(read(template(3)).grid()).isEmpty();
  }

  private static String withLosses(String losses, String grid) {
    return withGrid(grid)
        .replaceFirst(
            "(?m)^  supplier:",
            "  settlement: {revisedHours: [24], finalHours: 72, losses: {"
                + losses
                + "}}\n  supplier:");
  }

  @Test
  void lossesAreSettledByTheNumbersThatTheJobHasToo() throws IOException {
    String grid = "area: foothill, boundaryMeter: feeder-1, lossPpm: 20000, residualLimitWh: 40";
    String areas = "areas: [{area: foothill, lossPpm: 20000, residualLimitWh: 40}]";
    Community community = read(withLosses(areas, grid));
    assertThat(community.rulebook().losses())
        .isEqualTo(new LossRules("grid-operator", List.of(new AreaLosses("foothill", 20_000, 40))));
    assertThat(community.grid()).allMatch(AreaGrid::settled);
    assertThat(read(withLosses("bearer: fund, " + areas, grid)).rulebook().losses())
        .extracting(LossRules::bearer)
        .isEqualTo("fund");
    assertThatThrownBy(() -> read(withLosses(areas, grid.replace("40", "41"))))
        .hasMessageContaining("must be those of the rulebook's losses: 20000 and 40");
    assertThatThrownBy(
            () -> read(withLosses(areas, grid).replace("  gridOperator: grid-operator\n", "")))
        .hasMessageContaining("gridOperator");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          area: nowhere                                                       | unknown area nowhere
          area: foothill                                                      | feeder-1 has no home
          area: foothill, boundaryMeter: feeder-2, residualLimitWh: 1         | feeder-2 is not listed
          area: foothill, boundaryMeter: meter-03, residualLimitWh: 1         | is a home's
          area: foothill, boundaryMeter: feeder-1                             | together, or neither
          area: foothill, residualLimitWh: 1                                  | together, or neither
          area: foothill, lossPpm: 1                                          | needs a boundaryMeter
          area: foothill, boundaryMeter: feeder-1, residualLimitWh: -1        | residualLimitWh of foothill
          area: foothill, boundaryMeter: feeder-1, residualLimitWh: "a"       | line
          area: foothill, maxImportW: [1, 2]                                  | maxImportW of foothill once
          area: foothill, maxImportW: -1                                      | maxImportW of foothill must be
          area: foothill, maxExport: 1                                        | maxExport
          boundaryMeter: feeder-1                                             | area
          """)
  void anErrorInTheGridSaysWhatToChange(String fields, String message) {
    assertThatThrownBy(() -> read(withGrid(fields)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }

  @Test
  void ingestKeysAreReadAndWrongOnesAreRefused() throws IOException {
    String known = "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    String plain = template(2);
    assertThat(read(plain).signers()).isEqualTo(ReadingKeys.NONE);
    Community signed =
        read(plain + "\ningestKeys: [\"" + known + "\"]\nsignedFrom: 1970-01-01T00:00:01Z\n");
    assertThat(signed.signers()).isEqualTo(new ReadingKeys(List.of(known), 1_000));
    assertThat(signed.rulebook()).isEqualTo(read(plain).rulebook());
    assertThatThrownBy(() -> read(plain + "\ningestKeys: [AAAA]\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("ingestKeys: not a public key");
    assertThatThrownBy(() -> read(plain + "\nsignedFrom: 1970-01-01T00:00:01Z\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("signedFrom needs ingestKeys");
    assertThatThrownBy(() -> read(plain + "\ningestKeys: [\"" + known + "\"]\nsignedFrom: soon\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("soon");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ingestKeys:                     | name a key, or remove ingestKeys",
        "ingestKeys: []                  | name a key, or remove ingestKeys",
        "'ingestKeys:\nsignedFrom: 1970-01-01T00:00:01Z' | name a key, or remove ingestKeys",
        "'ingestKeys: [\"\"]'           | ingestKeys",
        "ingestKeys: [null]              | ingestKeys",
        "'ingestKeys:\n  -'             | ingestKeys",
      })
  void takingOutTheLastIngestKeyDoesNotSwitchVerificationOff(String lines, String message) {
    assertThatThrownBy(() -> read(template(2) + "\n" + lines + "\n"))
        .isInstanceOf(UserError.class)
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
            homes,
            List.of(6001, 6002, 6003),
            START.toString(),
            300,
            Hash.of(new byte[] {1}),
            false));
  }

  private Community read(String text) throws IOException {
    Path file = folder.resolve("community.yaml");
    Files.writeString(file, text);
    return CommunityFile.read(file);
  }
}
