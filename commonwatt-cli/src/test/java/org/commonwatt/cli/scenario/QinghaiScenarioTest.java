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
  void whatIsCalledCostsTheRegulatedPriceAndOthersTheirOwn() {
    ScenarioSummary.ModeSums called = summary.modes().get(Mode.CALLED.ordinal());
    assertThat(called.feesNano()).isEqualTo(called.chargedWh() * QinghaiRules.CALL_PRICE);
    ScenarioSummary.ModeSums negotiated = summary.modes().get(Mode.NEGOTIATED.ordinal());
    assertThat(negotiated.feesNano() / negotiated.chargedWh()).isBetween(176_000L, 340_000L);
  }

  @Test
  void theGridGetsWhatIsStoredOfCurtailmentLessTheLossesOfAllThatIsCharged() {
    ScenarioSummary.Curtailment energy = summary.curtailment();
    assertThat(summary.roundTripPpm()).isBetween(820_000L, 821_400L);
    assertThat(energy.storedWh())
        .isBetween(1L, Math.min(energy.curtailedWh(), summary.total().chargedWh()));
    assertThat(energy.givenBackWh())
        .isEqualTo(energy.fedInWh() - (energy.producibleWh() - energy.curtailedWh()))
        .isLessThan(energy.storedWh())
        .isPositive();
  }

  @Test
  void theSameSeedGivesTheSameLogAndSummaryAndAnotherSeedOthers() {
    StringWriter said = new StringWriter();
    ScenarioSummary again = run(1, said);
    assertThat(again.checks().lastEvent()).isEqualTo(summary.checks().lastEvent());
    assertThat(again).isEqualTo(summary);
    assertThat(said).hasToString(SAID.toString());
    ScenarioSummary other = run(2, new StringWriter());
    assertThat(other.checks().lastEvent()).isNotEqualTo(summary.checks().lastEvent());
    assertThat(other.total()).isNotEqualTo(summary.total());
  }

  @Test
  void itSaysThatItIsAScenarioAndTellsPublishedFiguresBesideItsOwn() throws Exception {
    assertThat(SAID.toString())
        .contains("A scenario, not a replication")
        .contains("no broker, no database")
        .contains("a grid limit of 52 % of capacity")
        .contains("No published figure of it is known")
        .containsPattern("stations +2, 82 MW, 164 MWh +2, 82 MW, 164 MWh")
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
