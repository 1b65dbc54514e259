package org.commonwatt.benchmarks.clearing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.commonwatt.core.coupled.CaseBuilder;
import org.commonwatt.core.coupled.CaseLink;
import org.commonwatt.core.coupled.CaseOrder;
import org.commonwatt.core.coupled.ClearingCase;
import org.commonwatt.core.coupled.ClearingRules;
import org.commonwatt.model.Side;

/** Good cases as trees, for ourselves and for peers. */
final class JsonCases {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonCases() {}

  /** Reads JSON Lines, packed when the name ends with {@code .gz}. */
  static List<JsonNode> read(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<JsonNode> cases = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        cases.add(JSON.readTree(line));
      }
      return cases;
    }
  }

  /** A case without minimum quantities, owners and rules, for the auction. */
  static ClearingCase toCase(JsonNode input) {
    CaseBuilder builder = new CaseBuilder(ClearingRules.DEFAULT);
    for (JsonNode area : input.path("areas")) {
      String id = area.path("id").asText();
      if (area.path("external").asBoolean()) {
        builder.external(id);
      } else if (area.has("fixedPriceMicroPerKwh")) {
        builder.neighbour(id, area.path("fixedPriceMicroPerKwh").asLong());
      } else {
        builder.area(id);
      }
    }
    for (JsonNode link : input.path("links")) {
      builder.link(
          new CaseLink(
              link.path("from").asText(),
              link.path("to").asText(),
              link.path("minFlowWh").asLong(),
              link.path("maxFlowWh").asLong(),
              link.path("feeMicroPerKwh").asLong()));
    }
    input.path("orders").forEach(order -> builder.order(order(order)));
    return builder.build();
  }

  private static CaseOrder order(JsonNode order) {
    return new CaseOrder(
        order.path("id").asText(),
        order.path("area").asText(),
        order.path("side").asText().equals("buy") ? Side.BUY : Side.SELL,
        order.path("priceMicroPerKwh").asLong(),
        order.path("energyWh").asLong(),
        order.has("time") ? (Long) order.path("time").asLong() : null,
        null,
        false,
        0);
  }
}
