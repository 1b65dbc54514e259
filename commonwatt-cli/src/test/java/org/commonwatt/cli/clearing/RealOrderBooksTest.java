package org.commonwatt.cli.clearing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Italian day-ahead market of 26 April 2025: real books, published prices. */
class RealOrderBooksTest {
  private static final Map<String, JsonNode> PUBLISHED = published();

  static Stream<Named<JsonNode>> hours() {
    return Clearings.lines("gme-2025-04-26.cases.jsonl.gz").stream()
        .map(hour -> Named.of(hour.path("id").asText(), hour));
  }

  @ParameterizedTest
  @MethodSource("hours")
  void isOptimalAndHasThePublishedPricesWhereTheyAreDetermined(JsonNode hour) {
    JsonNode result = Clearings.clear(hour);
    JsonNode published = PUBLISHED.get(hour.path("id").asText());
    if (published != null) {
      assertThat(prices(result)).isEqualTo(prices(published.path("priceMicroPerKwh")));
    }
  }

  @Test
  void thereAre140PublishedPricesAndSomeHoursHaveSeveral() {
    assertThat(hours()).hasSize(24);
    assertThat(PUBLISHED).hasSize(20);
    assertThat(hours().map(Named::getName)).containsAll(PUBLISHED.keySet());
    assertThat(PUBLISHED.values().stream().mapToInt(p -> p.path("priceMicroPerKwh").size()).sum())
        .isEqualTo(140);
    assertThat(PUBLISHED.values())
        .anyMatch(p -> Set.copyOf(prices(p.path("priceMicroPerKwh")).values()).size() > 1);
  }

  @Test
  void aShiftedInputPriceBreaksTheMatch() {
    JsonNode hour = hours().map(Named::getPayload).filter(this::isPublished).findFirst().get();
    Map<String, Long> before = prices(Clearings.clear(hour));
    long price = requireNonNull(before.get("NORD"));
    for (JsonNode order : hour.path("orders")) {
      if (order.path("priceMicroPerKwh").asLong() == price) {
        ((ObjectNode) order).put("priceMicroPerKwh", price + 10);
      }
    }
    assertThat(prices(Clearings.clear(hour))).isNotEqualTo(before);
  }

  private boolean isPublished(JsonNode hour) {
    return PUBLISHED.containsKey(hour.path("id").asText());
  }

  /** From a result, or a plain object of prices. */
  private static Map<String, Long> prices(JsonNode node) {
    Map<String, Long> prices = new TreeMap<>();
    JsonNode areas = node.has("areas") ? node.path("areas") : node;
    areas
        .properties()
        .forEach(
            e ->
                prices.put(
                    e.getKey(),
                    e.getValue().path("priceMicroPerKwh").asLong(e.getValue().asLong())));
    return prices;
  }

  private static Map<String, JsonNode> published() {
    Map<String, JsonNode> published = new TreeMap<>();
    Clearings.lines("gme-2025-04-26.prices.jsonl.gz")
        .forEach(line -> published.put(line.path("id").asText(), line));
    return published;
  }
}
