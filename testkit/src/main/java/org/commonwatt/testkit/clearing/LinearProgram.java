package org.commonwatt.testkit.clearing;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/**
 * The auction of a case in JSON as a linear program of a general solver, for its welfare and
 * volume. It knows neither minimum quantities nor self-trade.
 */
public final class LinearProgram {
  private final ExpressionsBasedModel model = new ExpressionsBasedModel();
  private final Map<String, Expression> balances = new HashMap<>();
  private final JsonNode input;
  private final double volumeWeight;

  /**
   * Builds the model.
   *
   * @param input a case as in {@code docs/formats/clearing.md}
   * @param volumeWeight what a Wh of fills adds to the welfare, nano-currency
   */
  public LinearProgram(JsonNode input, double volumeWeight) {
    this.input = input;
    this.volumeWeight = volumeWeight;
    build();
  }

  /**
   * The greatest welfare, plus a weight times the volume.
   *
   * @return nano-currency, null when no flow balances the areas
   */
  public static @Nullable Double best(JsonNode input, double volumeWeight) {
    return new LinearProgram(input, volumeWeight).solve();
  }

  /**
   * Solves the model; once only.
   *
   * @return the greatest welfare with the weighted volume, nano-currency, null when no flow
   *     balances the areas
   */
  public @Nullable Double solve() {
    Optimisation.Result result = model.maximise();
    return result.getState().isFeasible() ? (Double) result.getValue() : null;
  }

  private void build() {
    for (JsonNode area : input.path("areas")) {
      boolean external = area.path("external").asBoolean();
      if (!external && !area.has("fixedPriceMicroPerKwh")) {
        String id = area.path("id").asText();
        balances.put(id, model.newExpression("balance " + id).level(0));
      }
    }
    for (JsonNode order : input.path("orders")) {
      addOrder(order);
    }
    for (int l = 0; l < input.path("links").size(); l++) {
      addLink(l, input.path("links").path(l));
    }
  }

  private void addOrder(JsonNode order) {
    int sign = order.path("side").asText().equals("buy") ? 1 : -1;
    double worth = sign * order.path("priceMicroPerKwh").asDouble() + volumeWeight;
    Variable fill =
        model
            .newVariable(order.path("id").asText())
            .lower(0)
            .upper(order.path("energyWh").asLong())
            .weight(worth);
    requireNonNull(balances.get(order.path("area").asText())).set(fill, -sign);
  }

  private void addLink(int index, JsonNode link) {
    long fee = link.path("feeMicroPerKwh").asLong();
    long min = link.path("minFlowWh").asLong();
    long max = link.path("maxFlowWh").asLong();
    addDirection("+" + index, link, Math.max(0, min), Math.max(0, max), 1, fee);
    addDirection("-" + index, link, Math.max(0, -max), Math.max(0, -min), -1, fee);
  }

  private void addDirection(String name, JsonNode link, long least, long most, int sign, long fee) {
    double worth = sign * (fixedPrice(link, "to") - fixedPrice(link, "from")) - fee;
    Variable flow = model.newVariable(name).lower(least).upper(most).weight(worth);
    Expression from = balances.get(link.path("from").asText());
    Expression to = balances.get(link.path("to").asText());
    if (from != null) {
      from.add(flow, -sign);
    }
    if (to != null) {
      to.add(flow, sign);
    }
  }

  private double fixedPrice(JsonNode link, String end) {
    for (JsonNode area : input.path("areas")) {
      if (area.path("id").equals(link.path(end))) {
        return area.path("fixedPriceMicroPerKwh").asDouble();
      }
    }
    throw new IllegalArgumentException("unknown area");
  }
}
