package org.commonwatt.cli.community;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.commonwatt.cli.UserError;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Continuous trading in a community file. */
class ContinuousFileTest {
  @TempDir private Path folder;

  @Test
  void theTemplateTradesContinuouslyUntilFiveMinutesBeforeDelivery() throws IOException {
    Continuous continuous = requireNonNull(read(template(true)).continuous());
    assertThat(continuous)
        .isEqualTo(
            new Continuous(
                5,
                100,
                250_000,
                60,
                100_000,
                new GridFees(
                    FeeMode.ON_TOP,
                    List.of(new GridFees.Level("low-voltage", new GridFee(2_000, 0))),
                    List.of(
                        new GridFees.AreaLevel("sierra-crest", "low-voltage"),
                        new GridFees.AreaLevel("foothill", "low-voltage")),
                    List.of())));
  }

  @Test
  void withoutTheSectionThereIsNoneAndTheHashIsAsBefore() throws IOException {
    assertThat(read(template(false)).continuous()).isNull();
    assertThat(template(false)).doesNotContain("continuous");
    assertThat(read(template(true)).documentHash())
        .isNotEqualTo(read(template(false)).documentHash());
  }

  @Test
  void aLinkMayBringAnotherFeeAndALevel() throws IOException {
    String text =
        template(true)
            .replace(
                "    areaLevels:",
                "    linkFees:\n"
                    + "      - {from: foothill, to: sierra-crest, constantMicroPerKwh: 7, ppm: 25000,"
                    + " level: low-voltage}\n"
                    + "    areaLevels:");
    assertThat(requireNonNull(read(text).continuous()).fees().links())
        .containsExactly(
            new GridFees.LinkFee(
                "foothill", "sierra-crest", new GridFee(7, 25_000), "low-voltage"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gateClosureLeadMinutes: 5  | gateClosureLeadMinutes: 15 | gateLeadMinutes > gateClosureLeadMinutes
          gateClosureLeadMinutes: 5  | gateClosureLeadMinutes: -1 | gateClosureLeadMinutes must be
          tickMicroPerKwh: 100       | tickMicroPerKwh: 0         | tickMicroPerKwh must be
          bandMicroPerKwh: 250000    | bandMicroPerKwh: -1        | bandMicroPerKwh must be
          haltSeconds: 60            | haltSeconds: 0             | haltSeconds must be
          feeMode: on-top            | feeMode: sometimes         | on-top or from-bid
          ppm: 0                     | ppm: -1                    | ppm must be
          level: low-voltage         | level: high-voltage        | not among the levels
          {area: foothill, level     | {area: nowhere, level      | unknown area nowhere
          {area: foothill, level     | {area: sierra-crest, level | names area sierra-crest twice
          haltSeconds: 60            | haltHours: 60              | haltSeconds
          """)
  void anErrorSaysWhatToChange(String right, String wrong, String message) {
    assertThatThrownBy(() -> read(template(true).replace(right, wrong)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }

  private static String template(boolean continuous) {
    return CommunityTemplate.render(
        new CommunityTemplate.Settings(
            3, List.of(6001), "next", 300, Hash.of(new byte[] {1}), continuous));
  }

  private Rulebook read(String text) throws IOException {
    Path file = folder.resolve("community.yaml");
    Files.writeString(file, text);
    return CommunityFile.read(file).rulebook();
  }
}
