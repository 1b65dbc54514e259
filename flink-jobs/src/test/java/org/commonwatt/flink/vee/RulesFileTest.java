package org.commonwatt.flink.vee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesFileTest {
  private static final String GOOD =
      """
      # Rules of the village's meters.
      valid-from = 2026-02-01T00:00:00Z
      zone = Europe/Berlin

      [type house]
      rated-load-w = 14000     # three times 20 A
      rated-feed-in-w = 10000
      reading-seconds = 900

      [type shop]
      spike-percent = 300

      [meters]
      * = house
      bakery = shop

      [replacements]
      home-7 = 2026-03-01T09:00:00Z import 51234 -> 0 export 120 -> 4
      """;

  @Test
  void aFileSaysWhichRulesHoldForWhichMeter() {
    RuleSet rules = RulesFile.parse("meters.rules", GOOD);
    assertThat(rules.validFromMillis())
        .isEqualTo(Instant.parse("2026-02-01T00:00:00Z").toEpochMilli());
    assertThat(rules.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(rules.of("home-1").rules().register())
        .isEqualTo(new VeeRules.Register(14_000, 10_000, 0, 1));
    assertThat(rules.of("home-1").rules().clock()).isEqualTo(new VeeRules.Clock(900, 2));
    assertThat(rules.of("bakery").rules().shape().spikePercent()).isEqualTo(300);
    assertThat(rules.of("bakery").rules().gaps()).isEqualTo(VeeRules.DEFAULT.gaps());
    assertThat(rules.of("home-1").replacements()).isEmpty();
    assertThat(rules.of("home-7").replacements())
        .containsExactly(
            new MeterReplacement(
                "home-7", Instant.parse("2026-03-01T09:00:00Z").toEpochMilli(), 51_234, 120, 0, 4));
  }

  @Test
  void theExampleOfTheDocumentIsOne() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "formats", "meter-rules.md"));
    String example = page.split("```")[1];
    assertThat(RulesFile.parse("meter-rules.md", example)).isEqualTo(RulesFile.parse("f", GOOD));
    for (String field : TypeFields.NAMES) {
      assertThat(page).as(field).contains("`" + field + "`");
    }
  }

  @Test
  void anEmptyFileIsTheDefaultForEveryMeterFromTheBeginning() {
    RuleSet rules = RulesFile.parse("f", "");
    assertThat(rules.validFromMillis()).isEqualTo(Long.MIN_VALUE);
    assertThat(rules.of("m-1")).isEqualTo(MeterRules.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          valid-from = yesterday | 1 | an instant reads 2026-01-31T00:00:00Z, not yesterday
          zone = Mars/Base | 1 | there is no time zone Mars/Base; one reads Europe/Berlin
          color = red | 1 | color is none of valid-from, zone
          nonsense | 1 | neither [section] nor name = value: nonsense
          [pages] | 1 | [pages] is none of [type NAME], [meters], [replacements]
          [type a b] | 1 | a type's name has letters, digits, '.', '_' and '-', not a b
          [type a];spike-percent = | 2 | spike-percent has no value
          [type a];spike-percent = 0 | 2 | spikePercent must be between 1 and 100000, not 0
          [type a];spike-percent = -3 | 2 | spike-percent is a whole number, not -3
          [type a];spike-percent = 999999999999 | 2 | spike-percent is too large
          [type a];spike = 3 | 2 | spike is none of rated-load-w, rated-feed-in-w, modulus-wh, sum-tolerance-wh, reading-seconds, clock-tolerance-seconds, spike-percent, spike-floor-wh, zero-minutes, stuck-minutes, multiplier, linear-minutes, similar-days, prolonged-minutes
          [type a];multiplier = 3;multiplier = 4 | 3 | multiplier stands here twice
          [type a];[type a] | 2 | [type a] stands here twice
          [meters];m-1 = b;m-2 = b | 2 | there is no [type b]
          [meters];m 1 = b | 2 | m 1 is no id of a meter
          [replacements];m-1 = 2026-01-01T00:00:00Z import 1 | 2 | a replacement reads: METER = INSTANT import FINAL -> INITIAL export FINAL -> INITIAL, in Wh
          """)
  void whatIsWrongIsToldWithItsLine(String text, int line, String problem) {
    assertThatThrownBy(() -> RulesFile.parse("meters.rules", text.replace(';', '\n')))
        .isInstanceOf(RulesFileException.class)
        .hasMessage("meters.rules line " + line + ": " + problem);
  }

  @Property(tries = 500)
  void noTextGivesAnythingButRulesOrAComplaint(@ForAll String text, @ForAll int at) {
    int cut = Math.floorMod(at, GOOD.length());
    String spoilt = GOOD.substring(0, cut) + text + GOOD.substring(cut);
    try {
      assertThat(RulesFile.parse("f", spoilt).of("home-1")).isNotNull();
    } catch (RulesFileException e) {
      assertThat(e).hasMessageMatching("(?s)f line \\d+: .+");
    }
  }
}
