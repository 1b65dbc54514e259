package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same options give the same day, whatever the machine does meanwhile. */
@Tag("slow")
class DeterminismTest {
  @TempDir private Path folder;

  @Test
  void theSameSeedGivesTheSameBillsAndAnotherSeedOthers() throws IOException, InterruptedException {
    ObjectNode first = DemoRun.undisturbed(7);
    ObjectNode second = DemoRun.run(folder.resolve("second"), 7);
    ObjectNode other = DemoRun.run(folder.resolve("other"), 8);
    assertThat(first.get("bills").toString()).isEqualTo(second.get("bills").toString());
    assertThat(withoutMeasurements(first)).isEqualTo(withoutMeasurements(second));
    assertThat(other.get("bills")).isNotEqualTo(first.get("bills"));
    assertThat(first.get("trades").asInt()).isPositive();
    assertBothAreasAreToldOf(first.get("congestion"));
    assertBothAreasAreToldOf(other.get("congestion"));
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
    assertThat(flow).isPositive().isEqualTo(congestion.get("flowWh").asLong());
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
