package org.commonwatt.core.coupled;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of {@code cases/single-area.jsonl}. */
class OneAreaCasesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<Named<JsonNode>> cases() {
    return lines().stream().map(line -> Named.of(line.at("/case/id").asText(), line));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheExpectedResult(JsonNode line) {
    List<JsonNode> orders = ordersInTime(line);
    OneArea result = OneArea.clear(numbered(orders));
    JsonNode expected = line.path("expected");
    if (expected.has("volumeWh")) {
      assertThat(result.volumeWh()).isEqualTo(expected.path("volumeWh").asLong());
    }
    if (expected.has("priceInterval")) {
      JsonNode ends = expected.path("priceInterval");
      assertThat(result.lowest()).isEqualTo(end(ends.path(0)));
      assertThat(result.highest()).isEqualTo(end(ends.path(1)));
    }
    if (expected.has("priceMicroPerKwh")) {
      assertThat(result.price()).isEqualTo(expected.path("priceMicroPerKwh").asLong());
    }
    for (int i = 0; i < orders.size() && expected.has("fills"); i++) {
      String id = orders.get(i).path("id").asText();
      assertThat(result.filledWh(i)).as(id).isEqualTo(expected.at("/fills/" + id).asLong(-1));
    }
  }

  @Test
  void thereAreCasesAndEachNamesItsSource() {
    assertThat(lines()).hasSize(9).allMatch(line -> !line.path("source").asText().isEmpty());
  }

  private static @Nullable Long end(JsonNode node) {
    return node.isNull() ? null : (Long) node.asLong();
  }

  private static List<JsonNode> ordersInTime(JsonNode line) {
    List<JsonNode> orders = new ArrayList<>();
    line.at("/case/orders").forEach(orders::add);
    orders.sort(
        Comparator.comparingLong((JsonNode order) -> order.path("time").asLong())
            .thenComparing(order -> order.path("id").asText()));
    return orders;
  }

  private static List<AuctionOrder> numbered(List<JsonNode> inTime) {
    List<AuctionOrder> orders = new ArrayList<>();
    for (JsonNode order : inTime) {
      orders.add(
          new AuctionOrder(
              orders.size(),
              order.path("participant").asText(order.path("id").asText()),
              order.path("side").asText().equals("buy") ? Side.BUY : Side.SELL,
              order.path("priceMicroPerKwh").asLong(),
              order.path("energyWh").asLong()));
    }
    return orders;
  }

  private static List<JsonNode> lines() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                requireNonNull(
                    OneAreaCasesTest.class.getResourceAsStream("/cases/single-area.jsonl")),
                UTF_8))) {
      List<JsonNode> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(MAPPER.readTree(line));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
