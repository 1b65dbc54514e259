package org.commonwatt.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two days of 60 plants on the market's own rules, log and audit. */
class QinghaiScenarioTest {
  private static final StringWriter SAID = new StringWriter();
  private static ScenarioSummary summary = run(1, SAID);

  @BeforeAll
  static void runs() {
    assertThat(summary.passed()).as(SAID::toString).isTrue();
  }

  private static ScenarioSummary run(long seed, StringWriter said) {
    return QinghaiScenario.run(
        new ScenarioOptions(60, 2, ScenarioOptions.START, seed), new PrintWriter(said));
  }

  @Test
  void allThreeModesTradeOnEveryDayAndFillTheStations() {
    assertThat(summary.ofDays())
        .hasSize(2)
        .allSatisfy(
            day -> {
              assertThat(day.negotiated()).isPositive();
              assertThat(day.auctioned()).isPositive();
              assertThat(day.called()).isPositive();
              assertThat(day.chargedWh()).isBetween(150_000_000L, 181_000_000L);
            });
    assertThat(summary.auctions().held()).isEqualTo(4);
    assertThat(summary.modes())
        .allSatisfy(
            mode -> {
              assertThat(mode.feesNano()).isPositive();
              assertThat(mode.dischargedWh()).isPositive();
            });
  }

  @Test
  void modesAddUpToAll() {
    long charged = summary.modes().stream().mapToLong(ScenarioSummary.ModeSums::chargedWh).sum();
    long fees = summary.modes().stream().mapToLong(ScenarioSummary.ModeSums::feesNano).sum();
    long ofDays = summary.ofDays().stream().mapToLong(ScenarioSummary.DaySums::chargedWh).sum();
    assertThat(summary.total().chargedWh()).isEqualTo(charged).isEqualTo(ofDays);
    assertThat(summary.total().feesNano()).isEqualTo(fees);
  }

  @Test
  void whatIsCalledCostsTheRegulatedPriceAndOthersTheirOwn() {
    ScenarioSummary.ModeSums called = summary.modes().get(Mode.CALLED.ordinal());
    assertThat(called.feesNano()).isEqualTo(called.chargedWh() * QinghaiRules.CALL_PRICE);
    ScenarioSummary.ModeSums negotiated = summary.modes().get(Mode.NEGOTIATED.ordinal());
    assertThat(negotiated.feesNano() / negotiated.chargedWh()).isBetween(176_000L, 340_000L);
  }

  @Test
  void theGridGetsBackWhatTheRoundTripLeavesOfWhatWouldHaveBeenCurtailed() {
    ScenarioSummary.Curtailment energy = summary.curtailment();
    assertThat(summary.roundTripPpm()).isBetween(820_000L, 821_400L);
    assertThat(energy.storedWh())
        .isBetween(1L, Math.min(energy.curtailedWh(), summary.total().chargedWh()));
    assertThat(energy.givenBackWh())
        .isBetween(energy.storedWh() / 1_000 * 820, energy.storedWh() / 1_000 * 822);
  }

  @Test
  void theSameSeedGivesTheSameSummaryAndAnotherSeedAnother() {
    StringWriter said = new StringWriter();
    assertThat(run(1, said)).isEqualTo(summary);
    assertThat(said).hasToString(SAID.toString());
    assertThat(run(2, new StringWriter()).total()).isNotEqualTo(summary.total());
  }

  @Test
  void itSaysThatItIsAScenarioAndTellsPublishedFiguresBesideItsOwn() throws Exception {
    assertThat(SAID.toString())
        .contains("A scenario, not a replication")
        .contains("no broker, no database")
        .containsPattern("charged, GWh +0\\.36\\d +99\\.03")
        .contains("Audit: pass");
    JsonNode json = new ObjectMapper().readTree(summary.toJson());
    assertThat(json.path("note").asText()).startsWith("a scenario, not a replication");
    assertThat(json.path("published").path("trades").asInt()).isEqualTo(3_533);
    assertThat(json.path("checks").path("moneySumNano").bigIntegerValue()).isZero();
  }

  @Test
  void itHasAtMostThePublishedPlantsAndAWeek() {
    assertThatThrownBy(() -> new ScenarioOptions(367, 1, ScenarioOptions.START, 1))
        .hasMessageContaining("1 to 366 plants");
    assertThatThrownBy(() -> new ScenarioOptions(1, 8, ScenarioOptions.START, 1))
        .hasMessageContaining("1 to 7 days");
  }
}
