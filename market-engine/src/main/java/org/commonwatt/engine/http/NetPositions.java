package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.commonwatt.engine.readmodel.BillQueries;
import org.commonwatt.engine.readmodel.NetPositionQueries;
import org.commonwatt.engine.readmodel.NetPositionQueries.AccountRow;
import org.commonwatt.engine.readmodel.NetPositionQueries.AreaRow;
import org.commonwatt.engine.readmodel.NetPositionQueries.Figures;
import org.commonwatt.engine.readmodel.NetPositionQueries.ForecastError;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/** Answers net positions: an account's own, and the sums of areas for who runs the grid. */
final class NetPositions {
  private final ApiContext api;

  NetPositions(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/accounts/:participant/net-positions?from=&to=&limit=}, by slot. */
  ObjectNode ofAccount(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("from", "to", "limit"));
    String participant = Params.id("participant", ctx.pathParam("participant"));
    BillQueries.Range range = GridRange.of(ctx, api);
    new Participants(api).requireKnown(participant);
    NetPositionQueries queries = api.readModels().netPositions();
    List<AccountRow> rows = queries.ofAccount(participant, range.plusOne());
    ObjectNode answer =
        Views.object()
            .put("participant", participant)
            .put("truncated", rows.size() > range.limit());
    error(answer.putObject("forecastError"), queries.errorOfAccount(participant, range));
    ArrayNode positions = answer.putArray("positions");
    for (AccountRow row : rows.subList(0, Math.min(rows.size(), range.limit()))) {
      @Nullable Quality quality = row.quality();
      figures(slot(positions.addObject().put("area", row.area()), row.slot()), row.figures())
          .put("quality", quality == null ? null : quality.name());
    }
    return answer;
  }

  /** {@code GET /v1/grid/positions?area=&from=&to=&limit=}, by slot and area. */
  ObjectNode ofAreas(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("area", "from", "to", "limit"));
    @Nullable String area = area(ctx);
    BillQueries.Range range = GridRange.of(ctx, api);
    NetPositionQueries queries = api.readModels().netPositions();
    List<AreaRow> rows = queries.ofAreas(area, range.plusOne());
    ObjectNode answer = Views.object().put("truncated", rows.size() > range.limit());
    SmallAreas areas = new SmallAreas(api);
    rows.forEach(row -> areas.add(row.area(), row.accounts()));
    ArrayNode errors = answer.putArray("forecastErrors");
    for (ForecastError error : queries.errorsOfAreas(area, range)) {
      areas.add(error.area());
      error(errors.addObject().put("area", error.area()), error);
    }
    ArrayNode positions = answer.putArray("positions");
    for (AreaRow row : rows.subList(0, Math.min(rows.size(), range.limit()))) {
      figures(slot(positions.addObject().put("area", row.area()), row.slot()), row.figures())
          .put("accounts", row.accounts());
    }
    areas.requireSeen(Caller.of(ctx), range);
    return answer;
  }

  /** The parameter {@code area}, null when absent. */
  static @Nullable String area(RoutingContext ctx) {
    @Nullable String area = Params.optional(ctx, "area");
    return area == null ? null : Params.id("area", area);
  }

  /** Adds a slot. */
  static ObjectNode slot(ObjectNode node, DeliverySlot slot) {
    return node.put("slotStart", Views.instant(slot.startMillis()))
        .put("slotMinutes", slot.minutes());
  }

  private static ObjectNode figures(ObjectNode node, Figures figures) {
    return node.put("contractedWh", figures.contractedWh())
        .put("meteredWh", figures.meteredWh())
        .put("firstForecastWh", figures.firstForecastWh())
        .put("forecastWh", figures.forecastWh())
        .put("imbalanceToDateWh", figures.imbalanceToDateWh());
  }

  private static void error(ObjectNode node, ForecastError error) {
    node.put("slots", error.slots())
        .put("firstMeanAbsoluteWh", error.firstWh())
        .put("meanAbsoluteWh", error.latestWh());
  }
}
