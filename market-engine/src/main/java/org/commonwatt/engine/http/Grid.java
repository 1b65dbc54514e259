package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.engine.readmodel.BillQueries;
import org.commonwatt.engine.readmodel.GridQueries.AreaFlowRow;
import org.commonwatt.engine.readmodel.GridQueries.GridAlertRow;
import org.commonwatt.engine.readmodel.GridQueries.Limits;
import org.commonwatt.engine.readmodel.GridQueries.LinkRow;
import org.commonwatt.engine.readmodel.GridQueries.Losses;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Event;
import org.jspecify.annotations.Nullable;

/** Answers what flows in the grid, and what is beyond its limits. */
final class Grid {
  private static final int MINUTES_PER_HOUR = 60;

  private final ApiContext api;

  Grid(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/grid/flows?area=&from=&to=&limit=}: metered, by slot and area. */
  ObjectNode flows(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("area", "from", "to", "limit"));
    BillQueries.Range range = GridRange.of(ctx, api);
    List<AreaFlowRow> rows = api.readModels().grid().flows(NetPositions.area(ctx), range.plusOne());
    SmallAreas areas = new SmallAreas(api);
    rows.forEach(row -> areas.add(row.area(), row.accounts().expected()));
    areas.requireSeen(Caller.of(ctx), range);
    ObjectNode answer = Views.object().put("truncated", rows.size() > range.limit());
    ArrayNode flows = answer.putArray("flows");
    for (AreaFlowRow row : shown(rows, range)) {
      ObjectNode node =
          NetPositions.slot(flows.addObject().put("area", row.area()), row.slot())
              .put("flowWh", row.flow().energyWh())
              .put("flowW", row.flow().powerW())
              .put("accounts", row.accounts().reported())
              .put("expectedAccounts", row.accounts().expected())
              .put("metersNetWh", row.metersNetWh())
              .put("maxImportW", row.maxImportW())
              .put("maxExportW", row.maxExportW())
              .put("quality", row.quality().name());
      @Nullable Losses losses = row.losses();
      if (losses == null) {
        node.putNull("losses");
      } else {
        node.putObject("losses")
            .put("boundaryNetWh", losses.boundaryNetWh())
            .put("lossesWh", losses.lossesWh())
            .put("residualWh", losses.residualWh())
            .put("residualLimitWh", losses.residualLimitWh());
      }
    }
    return answer;
  }

  /** {@code GET /v1/grid/links?from=&to=&limit=}: traded, by slot and link. */
  ObjectNode links(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("from", "to", "limit"));
    BillQueries.Range range = GridRange.of(ctx, api);
    List<AreaLink> links = api.engine().query(Slots::rulebook).areas().links();
    List<LinkRow> rows = api.readModels().grid().links(range.plusOne());
    ObjectNode answer = Views.object().put("truncated", rows.size() > range.limit());
    ArrayNode flows = answer.putArray("links");
    for (LinkRow row : shown(rows, range)) {
      ObjectNode node =
          NetPositions.slot(
                  flows.addObject().put("from", row.from()).put("to", row.to()), row.slot())
              .put("flowWh", row.flowWh())
              .put("flowW", row.flowWh() * (MINUTES_PER_HOUR / row.slot().minutes()));
      Optional<Limits> limits = Optional.ofNullable(row.lowered()).or(() -> limits(links, row));
      node.put("minFlowWh", limits.map(Limits::minFlowWh).orElse(null))
          .put("maxFlowWh", limits.map(Limits::maxFlowWh).orElse(null))
          .put("exceeds", limits.map(limit -> exceeds(row, limit)).orElse(false));
    }
    return answer;
  }

  /** {@code GET /v1/grid/alerts?area=&from=&to=&limit=}: the latest slot first. */
  ObjectNode alerts(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("area", "from", "to", "limit"));
    BillQueries.Range range = GridRange.of(ctx, api);
    List<GridAlertRow> rows =
        api.readModels().grid().alerts(NetPositions.area(ctx), range.plusOne());
    SmallAreas areas = new SmallAreas(api);
    rows.forEach(row -> areas.add(row.area()));
    areas.requireSeen(Caller.of(ctx), range);
    ObjectNode answer = Views.object().put("truncated", rows.size() > range.limit());
    ArrayNode alerts = answer.putArray("alerts");
    for (GridAlertRow row : shown(rows, range)) {
      NetPositions.slot(alerts.addObject().put("area", row.area()), row.slot())
          .put("kind", row.kind())
          .put("version", row.version())
          .put("found", row.found())
          .put("limit", row.limit())
          .put("unit", row.kind().equals("RESIDUAL") ? "Wh" : "W")
          .put("stands", row.stands());
    }
    return answer;
  }

  /** {@code GET /v1/grid/losses?area=&from=&to=&limit=}: as settled last, by slot and area. */
  ObjectNode losses(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("area", "from", "to", "limit"));
    BillQueries.Range range = GridRange.of(ctx, api);
    List<Event.AreaBalanced> rows =
        api.readModels().grid().balances(NetPositions.area(ctx), range.plusOne());
    SmallAreas areas = new SmallAreas(api);
    rows.forEach(row -> areas.add(row.balance().area()));
    areas.requireSeen(Caller.of(ctx), range);
    ObjectNode answer = Views.object().put("truncated", rows.size() > range.limit());
    ArrayNode losses = answer.putArray("losses");
    for (Event.AreaBalanced row : shown(rows, range)) {
      AreaBalance balance = row.balance();
      ObjectNode node =
          NetPositions.slot(losses.addObject().put("area", balance.area()), balance.slot())
              .put("run", row.run())
              .put("measured", balance.isMeasured())
              .put("residualLimitWh", balance.limitWh())
              .put("beyondLimit", balance.isBeyondLimit());
      energies(node, balance);
    }
    return answer;
  }

  /** Null of an area whose boundary has not reported: that is not the same as none. */
  private static void energies(ObjectNode node, AreaBalance balance) {
    boolean measured = balance.isMeasured();
    node.put("boundaryVersion", measured ? (Integer) balance.boundaryVersion() : null)
        .put("enteredWh", measured ? (Long) balance.enteredWh() : null)
        .put("leftWh", measured ? (Long) balance.leftWh() : null)
        .put("lossesWh", measured ? (Long) balance.lossesWh() : null)
        .put("technicalWh", measured ? (Long) balance.technicalWh() : null)
        .put("residualWh", measured ? (Long) balance.residualWh() : null);
  }

  private static <T> List<T> shown(List<T> rows, BillQueries.Range range) {
    return rows.subList(0, Math.min(rows.size(), range.limit()));
  }

  /** Those of the rulebook in force; empty when it has the link no more. */
  private static Optional<Limits> limits(List<AreaLink> links, LinkRow row) {
    return links.stream()
        .filter(link -> link.from().equals(row.from()) && link.to().equals(row.to()))
        .map(link -> new Limits(link.minFlowWh(), link.maxFlowWh()))
        .findFirst();
  }

  private static boolean exceeds(LinkRow row, Limits limits) {
    return row.flowWh() < limits.minFlowWh() || row.flowWh() > limits.maxFlowWh();
  }
}
