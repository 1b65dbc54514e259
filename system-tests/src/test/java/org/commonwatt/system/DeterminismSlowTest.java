package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same options give the same day, whatever the machine does meanwhile. */
@Tag("slow")
class DeterminismSlowTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void theSameSeedGivesTheSameDayThoughItsBrokerIsKilledAndAnotherSeedAnother()
      throws IOException, InterruptedException {
    ObjectNode undisturbed = DemoRun.run(folder.resolve("undisturbed"), 7);
    ObjectNode killed = killed(folder.resolve("killed"), 7);
    ObjectNode other = DemoRun.run(folder.resolve("other"), 8);
    assertThat(killed.get("audit").asText()).isEqualTo("pass");
    assertThat(killed.get("bills").toString()).isEqualTo(undisturbed.get("bills").toString());
    assertThat(withoutMeasurements(killed)).isEqualTo(withoutMeasurements(undisturbed));
    assertThat(other.get("bills")).isNotEqualTo(undisturbed.get("bills"));
    assertThat(undisturbed.get("trades").asInt()).isPositive();
    assertBothAreasAreToldOf(undisturbed.get("congestion"));
    assertThat(undisturbed.at("/congestion/flowWh").asLong()).isPositive();
    assertBlockAndPreferenceTraded(undisturbed.get("gates"), undisturbed.get("continuous"));
    assertBothAreasAreToldOf(other.get("congestion"));
    assertStorageTradedInEachMode(undisturbed.get("storage"));
    assertStorageTradedInEachMode(other.get("storage"));
  }

  /** What is missed is what the recall took, for which no penalty is due. */
  private static void assertStorageTradedInEachMode(JsonNode storage) {
    assertThat(storage.get("modes").findValuesAsText("mode"))
        .containsExactly("leased", "auctioned", "called");
    for (JsonNode mode : storage.get("modes")) {
      assertThat(mode.get("services").asInt()).as(mode.toString()).isPositive();
      assertThat(mode.get("penaltyNano").asLong()).as(mode.toString()).isZero();
    }
    JsonNode leased = storage.at("/modes/0");
    assertThat(leased.get("lowestMicroPerKwh").asLong()).isEqualTo(50_000);
    assertThat(leased.get("highestMicroPerKwh").asLong()).isEqualTo(50_000);
    assertThat(leased.get("missedWh").asLong()).as("half a day of 6 kWh").isEqualTo(3_000);
    JsonNode auctioned = storage.at("/modes/1");
    assertThat(auctioned.get("lowestMicroPerKwh").asLong()).as("asked").isEqualTo(30_000);
    assertThat(auctioned.get("missedWh").asLong()).as("a release").isEqualTo(2 * 1_439);
    JsonNode called = storage.at("/modes/2");
    assertThat(called.get("lowestMicroPerKwh").asLong()).isEqualTo(250_000);
    assertThat(called.get("highestMicroPerKwh").asLong()).isEqualTo(250_000);
    assertThat(called.get("missedWh").asLong()).isZero();
    assertThat(called.get("dischargedWh").asLong()).isEqualTo(2_000);
    assertThat(storage.get("refused")).isEmpty();
    long precision = storage.at("/roundTrip/precisionPpm").asLong();
    assertThat(storage.at("/roundTrip/ppm").asLong())
        .isBetween(900_000 - precision, 900_000 + precision);
  }

  /** A day in the middle of which {@code kill -9} ends the broker, which costs time only. */
  private static ObjectNode killed(Path folder, long seed)
      throws IOException, InterruptedException {
    try (DemoRun demo = DemoRun.start(folder, seed)) {
      Api api = demo.api();
      Eventually.holds(LIMIT, () -> trades(api) >= 3);
      ProcessHandle broker = demo.broker();
      assertThat(broker.destroyForcibly()).isTrue();
      broker.onExit().join();
      return demo.summary();
    }
  }

  /**
   * The dishwasher of the second home waited for a gate, which gave it its run of two slots; and
   * the third home bought what it likes.
   */
  private static void assertBlockAndPreferenceTraded(JsonNode gates, JsonNode continuous) {
    assertThat(gates.get("accepted").asInt()).isEqualTo(1);
    assertThat(gates.get("acceptedWh").asLong()).isBetween(200L, 600L);
    assertThat(gates.get("auctions")).isEqualTo(gates.get("blocks"));
    assertThat(gates.get("proven")).isEqualTo(gates.get("auctions"));
    assertThat(continuous.get("blocks").asInt()).as("it ran once").isZero();
    assertThat(continuous.get("preferences").asInt()).isPositive();
    assertThat(continuous.get("preferenceWh").asLong())
        .isPositive()
        .isGreaterThanOrEqualTo(continuous.get("firstChoiceWh").asLong());
  }

  private static long trades(Api api) throws IOException, InterruptedException {
    Api.Answer time = api.get("/v1/time");
    return time.status() == 200 ? time.body().at("/totals/trades").asLong() : 0;
  }

  /** The two areas of the demo have prices of their own, and the link what joins them. */
  private static void assertBothAreasAreToldOf(JsonNode congestion) {
    assertThat(congestion.get("prices").findValuesAsText("area"))
        .containsExactly("foothill", "sierra-crest");
    for (JsonNode area : congestion.get("prices")) {
      assertThat(area.get("pricedSlots").asInt()).as(area.toString()).isPositive();
      assertThat(area.get("lowestMicroPerKwh").asLong())
          .isLessThanOrEqualTo(area.get("highestMicroPerKwh").asLong());
    }
    assertThat(congestion.get("links")).hasSize(1);
    JsonNode link = congestion.at("/links/0");
    assertThat(link.get("from").asText()).isEqualTo("foothill");
    assertThat(link.get("to").asText()).isEqualTo("sierra-crest");
    long flow = link.get("forwardWh").asLong() + link.get("backwardWh").asLong();
    assertThat(flow).isEqualTo(congestion.get("flowWh").asLong());
    assertThat(link.get("feesNano").asLong()) // 0.01 per kWh
        .isEqualTo(flow * 10_000)
        .isEqualTo(congestion.get("linkFeesNano").asLong());
    assertThat(link.get("rentNano").asLong())
        .isEqualTo(congestion.get("congestionRentNano").asLong());
  }

  /** Time and memory are the machine's. */
  private static ObjectNode withoutMeasurements(ObjectNode summary) {
    return summary.deepCopy().without(java.util.List.of("wallSeconds", "peakRssMiB"));
  }
}
