package org.commonwatt.cli.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The example of {@code docs/shared-storage.md}, "Auction". */
class AuctionDocumentTest {
  private static final Map<String, String> AREAS =
      Map.of("b1", "hill", "b2", "lake", "b3", "lake", "station", "lake", "village", "hill");

  @Test
  void theExampleIsWhatTheRulesSay() throws IOException {
    StringWriter out = new StringWriter();
    byte[] input = Files.readAllBytes(Path.of("../docs/formats/storage-auction.example.json"));
    assertThat(AuctionRun.run(new ByteArrayInputStream(input), out)).isTrue();
    JsonNode result = new ObjectMapper().readTree(out.toString());

    Map<String, Long> accepted = new TreeMap<>(); // Wh by bid and slot, and by unit and slot
    Map<String, Long> money = new TreeMap<>(); // nano-CNY
    for (JsonNode fill : result.path("fills")) {
      int slot = fill.path("slot").asInt();
      for (String who : new String[] {fill.path("bid").asText(), fill.path("unit").asText()}) {
        JsonNode price = result.path("areas").path(AREAS.get(who)).path(slot);
        long wh = fill.path("wh").asLong();
        accepted.merge(who + " " + slot, wh, Long::sum);
        money.merge(who, wh * price.path("priceMicroPerKwh").asLong(), Long::sum);
      }
    }
    assertThat(accepted)
        .isEqualTo(
            Map.of(
                "b1 0",
                1_000L,
                "b1 1",
                1_000L,
                "b2 0",
                900L,
                "b2 1",
                500L,
                "b3 0",
                600L,
                "station 0",
                2_000L,
                "station 1",
                1_000L,
                "village 0",
                500L,
                "village 1",
                500L));
    assertThat(money)
        .isEqualTo(
            Map.of(
                "b1",
                520_000_000L,
                "b2",
                350_000_000L,
                "b3",
                150_000_000L,
                "station",
                750_000_000L,
                "village",
                260_000_000L));
    long fees = 0;
    for (JsonNode link : result.path("links")) {
      fees += link.path("feeNano").asLong();
      assertThat(link.path("flowWh").asLong()).isEqualTo(500);
      assertThat(link.path("congestionRentNano").asLong()).isZero();
    }
    assertThat(fees).isEqualTo(10_000_000);
    assertThat(result.path("welfareNano").asLong())
        .isEqualTo(
            600_000_000L + 350_000_000 + 156_000_000 - 360_000_000 - 150_000_000 - 10_000_000);
    assertThat(result.path("optimality").asText()).isEqualTo("optimal");
  }
}
