package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.commonwatt.core.Order;
import org.commonwatt.engine.readmodel.OrderStepQueries.Fill;
import org.commonwatt.engine.readmodel.OrderStepQueries.Step;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/** Answers what happened to the orders of a slot, to the regulator alone. */
final class OrderSteps {
  private static final int DEFAULT_ROWS = 1_000;
  private static final int MAX_ROWS = 10_000;

  private final ApiContext api;

  OrderSteps(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/slots/:start/order-steps?cursor=&limit=}, in the order of the log. */
  ObjectNode ofSlot(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("cursor", "limit"));
    long start = Params.instantMillis("start", ctx.pathParam("start"));
    @Nullable String cursor = Params.optional(ctx, "cursor");
    int limit = Params.limit(ctx, DEFAULT_ROWS, MAX_ROWS);
    String question = "order-steps " + start;
    long after = cursor == null ? 0 : Cursor.read(question, cursor);
    List<Step> rows =
        api.readModels().orderSteps().ofSlot(Instant.ofEpochMilli(start), after, limit + 1);
    boolean more = rows.size() > limit;
    List<Step> shown = more ? rows.subList(0, limit) : rows;
    ObjectNode answer = Views.object().put("slotStart", Views.instant(start));
    answer.put("next", more ? Cursor.write(question, shown.get(shown.size() - 1).place()) : null);
    ArrayNode steps = answer.putArray("steps");
    shown.forEach(step -> view(steps.addObject(), step));
    return answer;
  }

  private static void view(ObjectNode node, Step step) {
    Order order = step.order();
    OrderTerms terms = order.terms();
    @Nullable Fill fill = step.fill();
    node.put("sequence", step.sequence())
        .put("at", step.at() == null ? null : Views.instant(step.at().toEpochMilli()))
        .put("what", step.what())
        .put("orderId", order.orderId())
        .put("participant", order.participant())
        .put("area", order.area())
        .put("side", Views.word(order.side()))
        .put("priceMicroPerKwh", terms.market() ? null : (Long) step.priceMicroPerKwh())
        .put("openWh", step.openWh())
        .put("tradedWh", fill == null ? null : (Long) fill.energyWh())
        .put("tradedMicroPerKwh", fill == null ? null : (Long) fill.priceMicroPerKwh())
        .put("tradeId", fill == null ? null : fill.tradeId())
        .put("acceptedAt", Views.instant(order.timeMillis()))
        .put("orderType", terms.market() ? "market" : "limit")
        .put("timeInForce", Views.word(terms.timeInForce()))
        .put(
            "expiresAt",
            terms.timeInForce() == TimeInForce.GOOD_TILL_DATE
                ? Views.instant(terms.expiryMillis())
                : null)
        .put("allOrNone", terms.allOrNone())
        .put("minEnergyWh", terms.minEnergyWh())
        .put("peakWh", terms.peakWh());
  }
}
