package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.commonwatt.engine.readmodel.BillQueries;
import org.commonwatt.engine.readmodel.MarketPower;

/** Answers how much sellers depend on few of them, to the regulator alone. */
final class PowerAnswers {
  private final ApiContext api;

  PowerAnswers(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/market-power?area=&from=&to=&limit=}, by slot. */
  ObjectNode bySlot(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("area", "from", "to", "limit"));
    BillQueries.Range range = GridRange.of(ctx, api);
    List<MarketPower> rows =
        api.readModels().marketPower().slots(NetPositions.area(ctx), range.plusOne());
    ObjectNode answer = Views.object().put("truncated", rows.size() > range.limit());
    ArrayNode slots = answer.putArray("slots");
    for (MarketPower row : rows.subList(0, Math.min(rows.size(), range.limit()))) {
      ObjectNode node =
          Views.slot(slots.addObject(), row.slot())
              .put("sellers", row.sellers())
              .put("offeredWh", row.offeredWh())
              .put("askedWh", row.askedWh())
              .put("soldWh", row.soldWh())
              .put("hhi", row.hhi())
              .put("residualSupplyPpm", row.residualSupplyPpm());
      row.pivotal().forEach(node.putArray("pivotalSellers")::add);
    }
    return answer;
  }
}
