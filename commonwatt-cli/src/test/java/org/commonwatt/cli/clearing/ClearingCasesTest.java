package org.commonwatt.cli.clearing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked cases of {@code cases.jsonl}. */
class ClearingCasesTest {

  static Stream<Named<JsonNode>> cases() {
    return Clearings.lines("cases.jsonl").stream()
        .map(line -> Named.of(line.at("/case/id").asText(), line));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheExpectedResult(JsonNode line) {
    JsonNode result = Clearings.clear(line.path("case"));
    JsonNode expected = line.path("expected");
    if (expected.has("volumeWh")) {
      assertThat(result.at("/areas/A/buyWh")).isEqualTo(expected.path("volumeWh"));
      assertThat(result.at("/areas/A/sellWh")).isEqualTo(expected.path("volumeWh"));
    }
    for (String field : List.of("priceInterval", "priceMicroPerKwh")) {
      if (expected.has(field)) {
        assertThat(result.at("/areas/A/" + field)).isEqualTo(expected.path(field));
      }
    }
    expected.path("fills").properties().forEach(e -> assertField(result.path("fills"), e));
    for (Map.Entry<String, JsonNode> area : expected.path("areas").properties()) {
      JsonNode stated = result.path("areas").path(area.getKey());
      area.getValue().properties().forEach(e -> assertField(stated, e));
    }
    for (int l = 0; l < expected.path("flowWh").size(); l++) {
      assertThat(result.at("/links/" + l + "/flowWh")).isEqualTo(expected.at("/flowWh/" + l));
    }
    for (String field : List.of("feeNano", "congestionRentNano")) {
      if (expected.has(field)) {
        assertThat(result.path(field).asText()).isEqualTo(expected.path(field).asText());
      }
    }
    if (expected.has("paradoxicallyRejected")) {
      assertThat(result.path("paradoxicallyRejected"))
          .isEqualTo(expected.path("paradoxicallyRejected"));
    }
  }

  @Test
  void eachNamesItsSource() {
    assertThat(Clearings.lines("cases.jsonl"))
        .hasSize(25)
        .allMatch(line -> !line.path("source").asText().isEmpty());
  }

  private static void assertField(JsonNode stated, Map.Entry<String, JsonNode> expected) {
    assertThat(stated.path(expected.getKey())).as(expected.getKey()).isEqualTo(expected.getValue());
  }
}
