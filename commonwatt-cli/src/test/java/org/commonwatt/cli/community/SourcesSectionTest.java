package org.commonwatt.cli.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DatabindException;
import java.util.List;
import org.commonwatt.engine.settlement.OriginSubmitter.Injection;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Hash;
import org.commonwatt.model.OriginStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesSectionTest {
  private static final String TEXT =
      CommunityTemplate.render(
          new CommunityTemplate.Settings(
              3, List.of(6001), "2022-08-02T07:00:00Z", 60, Hash.of(new byte[] {7}), false));
  private static final String SECTION =
      TEXT.substring(TEXT.indexOf("\nsources:"), TEXT.indexOf("\n# Where each meter"));

  @Test
  void theTemplatesHomesHaveSolarRoofs() throws Exception {
    assertThat(CommunityFile.parse(TEXT).sources())
        .containsExactly(
            new Injection("home-01", "sierra-crest", EnergySource.SOLAR),
            new Injection("home-02", "sierra-crest", EnergySource.SOLAR),
            new Injection("home-03", "foothill", EnergySource.SOLAR));
  }

  @Test
  void theSectionMayBeLeftOutAndChangesNoHash() throws Exception {
    Community without = CommunityFile.parse(TEXT.replace(SECTION, "\n"));
    assertThat(without.sources()).isEmpty();
    assertThat(without.rulebook()).isEqualTo(CommunityFile.parse(TEXT).rulebook());
  }

  @Test
  void whoIsNoHomeNamesItsAreaAndNoneEndsIt() throws Exception {
    assertThat(parse("{account: mill, area: foothill, source: wind}").sources())
        .containsExactly(new Injection("mill", "foothill", EnergySource.WIND));
    assertThat(parse("{account: home-01, source: none}").sources())
        .containsExactly(new Injection("home-01", "sierra-crest", null));
    String bank =
        "{account: bank, area: foothill, source: storage, capacityWh: 164000, roundTripPpm: 820000}";
    assertThat(parse(bank).sources())
        .containsExactly(
            new Injection("bank", "foothill", null, new OriginStorage(164_000, 820_000)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{account: home-01, source: storage}|needs capacityWh and roundTripPpm",
        "{account: home-01, source: solar, capacityWh: 9}|and neither if not",
        "{account: home-01, source: storage, capacityWh: -1, roundTripPpm: 1}|capacityWh must be",
        "{account: home-01, source: storage, capacityWh: 9, roundTripPpm: 1000001}|roundTripPpm must",
        "{account: home-01, source: coal}|must be one of solar, wind, hydro",
        "{account: mill, source: wind}|must be one of sierra-crest, foothill",
        "{account: mill, area: moon, source: wind}|must be one of sierra-crest, foothill",
        "{account: home-01, area: foothill, source: solar}|the area of home-01 is sierra-crest",
        "{account: a b, source: solar}|sources: account",
      })
  void aLineThatDoesNotFitSaysWhatToChange(String line, String message) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aLineWithoutASourceOrTwiceIsAnError() {
    assertThatThrownBy(() -> parse("{account: home-01}")).isInstanceOf(DatabindException.class);
    assertThatThrownBy(
            () -> parse("{account: home-01, source: solar}\n  - {account: home-01, source: wind}"))
        .hasMessageContaining("home-01 is listed twice");
  }

  private static Community parse(String line) throws Exception {
    return CommunityFile.parse(TEXT.replace(SECTION, "\nsources:\n  - " + line + "\n"));
  }
}
