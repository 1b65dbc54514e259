package org.commonwatt.cli.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.commonwatt.cli.UserError;
import org.commonwatt.flink.surveillance.SurveillanceRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurveillanceFileTest {
  @TempDir private Path folder;

  private SurveillanceRules read(String text) throws IOException {
    return SurveillanceFile.read(Files.writeString(folder.resolve(SurveillanceFile.NAME), text));
  }

  @Test
  void withoutAFileAndWithoutNumbersTheDefaultsHold() throws IOException {
    assertThat(SurveillanceFile.read(folder.resolve(SurveillanceFile.NAME)))
        .isEqualTo(SurveillanceRules.DEFAULT);
    assertThat(read("")).isEqualTo(SurveillanceRules.DEFAULT);
    assertThat(read("close: {}\n")).isEqualTo(SurveillanceRules.DEFAULT);
  }

  @Test
  void whatTheFileSaysTakesTheDefaultsPlace() throws IOException {
    SurveillanceRules rules =
        read(
            """
            rings: {maxParties: 4}
            limits: {netWh: 7}
            limitExceptionsWh: {home-07: 9}
            related:
              - [home-01, home-02]
            """);
    assertThat(rules.rings())
        .isEqualTo(new SurveillanceRules.Rings(900, 500, 100_000, 20_000, 500_000, 4));
    assertThat(rules.limits()).isEqualTo(new SurveillanceRules.Limits(7, Map.of("home-07", 9L)));
    assertThat(rules.related()).isEqualTo(List.of(List.of("home-01", "home-02")));
    assertThat(rules.deception()).isEqualTo(SurveillanceRules.Deception.DEFAULT);
  }

  @Test
  void theExampleOfTheDocumentHasTheDefaults() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "surveillance.md"));
    String example = document.substring(document.indexOf("```yaml") + 8);
    SurveillanceRules rules = read(example.substring(0, example.indexOf("```")));
    assertThat(rules.rings()).isEqualTo(SurveillanceRules.Rings.DEFAULT);
    assertThat(rules.deception()).isEqualTo(SurveillanceRules.Deception.DEFAULT);
    assertThat(rules.close()).isEqualTo(SurveillanceRules.Close.DEFAULT);
    assertThat(rules.withholding()).isEqualTo(SurveillanceRules.Withholding.DEFAULT);
    assertThat(rules.limits().netWh()).isEqualTo(SurveillanceRules.Limits.DEFAULT.netWh());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rings: {minParties: 3} | rings: there is no minParties; known are energyTolerancePpm",
        "rings: {maxParties: 6} | rings.maxParties must be 3 to 5, not 6",
        "rings: {maxParties: 9999999999} | rings.maxParties is too large",
        "rings: {minWh: } | rings.minWh has no number",
        "rings: {minWh: 1.5} | line 1",
        "rings: {minWh: much} | line 1",
        "ring: {minWh: 5} | line 1",
        "close: {sharePpm: 1000001} | close.sharePpm must be 0 to 1000000, not 1000001",
        "limitExceptionsWh: {home 7: 5} | limits.exceptionsWh participant",
        "limitExceptionsWh: {home-7: } | limitExceptionsWh.home-7 has no number",
        "related: [[home-01]] | related: a group has at least two participants",
        "related: [[home-01, ]] | related: a group has at least two participants",
        "related: home-01 | line 1",
        "rings: [ | line 1"
      })
  void aWrongFileIsRefusedWithItsNameAndWhatIsWrong(String text, String why) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(SurveillanceFile.NAME)
        .hasMessageContaining(why);
  }
}
