package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.engine.readmodel.BillQueries;
import org.commonwatt.engine.readmodel.GridWatchQueries.FindingRow;
import org.commonwatt.engine.readmodel.GridWatchQueries.HaltRow;
import org.commonwatt.engine.readmodel.GridWatchQueries.LimitChange;
import org.commonwatt.engine.readmodel.GridWatchQueries.SilentRow;

/**
 * Answers what who runs the grid looks out for: halts, lowered limits, silent and suspect meters.
 */
final class GridWatch {
  private static final Set<String> PARAMETERS = Set.of("from", "to", "limit");

  private final ApiContext api;

  GridWatch(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/grid/halts?from=&to=&limit=}: the latest slot first. */
  ObjectNode halts(RoutingContext ctx) throws SQLException {
    BillQueries.Range range = range(ctx);
    List<HaltRow> rows = api.readModels().gridWatch().halts(range.plusOne());
    ObjectNode answer = Views.object().put("truncated", rows.size() > range.limit());
    ArrayNode halts = answer.putArray("halts");
    for (HaltRow row : shown(rows, range)) {
      Views.slot(halts.addObject().put("area", row.area()), row.slot())
          .put("priceMicroPerKwh", row.priceMicroPerKwh())
          .put("until", row.until().toString());
    }
    return answer;
  }

  /** {@code GET /v1/grid/limit-changes?from=&to=&limit=}: the latest slot first. */
  ObjectNode limitChanges(RoutingContext ctx) throws SQLException {
    BillQueries.Range range = range(ctx);
    List<LimitChange> rows = api.readModels().gridWatch().limitChanges(range.plusOne());
    ObjectNode answer = Views.object().put("truncated", rows.size() > range.limit());
    ArrayNode changes = answer.putArray("limitChanges");
    for (LimitChange row : shown(rows, range)) {
      Views.slot(changes.addObject().put("from", row.from()).put("to", row.to()), row.slot())
          .put("minFlowWh", row.limits().minFlowWh())
          .put("maxFlowWh", row.limits().maxFlowWh())
          .put("reason", row.reason())
          .put("curtailedTrades", row.trades())
          .put("curtailedWh", row.curtailedWh());
    }
    return answer;
  }

  /** {@code GET /v1/grid/meters?from=&to=&limit=}: each of them is a look at its home. */
  ObjectNode meters(RoutingContext ctx) throws SQLException {
    BillQueries.Range range = range(ctx);
    Caller caller = Caller.of(ctx);
    List<SilentRow> silent = api.readModels().gridWatch().silent(range.plusOne());
    List<FindingRow> suspect = api.readModels().gridWatch().suspect(range.plusOne());
    boolean more = silent.size() > range.limit() || suspect.size() > range.limit();
    ObjectNode answer = Views.object().put("truncated", more);
    ArrayNode silents = answer.putArray("silent");
    for (SilentRow row : shown(silent, range)) {
      if (caller.sees(row.participant())) {
        Views.slot(silents.addObject().put("participant", row.participant()), row.first());
      }
    }
    ArrayNode suspects = answer.putArray("suspect");
    Map<String, List<String>> owners = owners(suspect);
    for (FindingRow row : shown(suspect, range)) {
      List<String> homes = owners.getOrDefault(row.meter(), List.of());
      if (homes.stream().allMatch(caller::sees)) {
        ObjectNode node = suspects.addObject().put("meter", row.meter());
        homes.forEach(node.putArray("participants")::add);
        node.put("check", row.check())
            .put("from", row.from().toString())
            .put("until", row.until().toString())
            .put("detail", row.detail());
      }
    }
    return answer;
  }

  private Map<String, List<String>> owners(List<FindingRow> rows) {
    return api.engine()
        .query(
            view -> {
              Map<String, List<String>> found = new HashMap<>();
              for (FindingRow row : rows) {
                found.computeIfAbsent(
                    row.meter(), meter -> List.copyOf(view.market().registered().ownersOf(meter)));
              }
              return found;
            });
  }

  private BillQueries.Range range(RoutingContext ctx) {
    Params.only(ctx, PARAMETERS);
    return GridRange.of(ctx, api);
  }

  private static <T> List<T> shown(List<T> rows, BillQueries.Range range) {
    return rows.subList(0, Math.min(rows.size(), range.limit()));
  }
}
