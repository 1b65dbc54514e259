package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.commonwatt.engine.readmodel.BillQueries;
import org.commonwatt.engine.readmodel.UsageQueries.SlotUsage;

/** Answers what a participant's meters measured, slot by slot: to take along. */
final class Usage {
  private final ApiContext api;

  Usage(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/accounts/:participant/usage?from=&to=&limit=}, by slot. */
  ObjectNode of(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("from", "to", "limit"));
    String participant = Params.id("participant", ctx.pathParam("participant"));
    BillQueries.Range range = GridRange.of(ctx, api);
    new Participants(api).requireKnown(participant);
    List<SlotUsage> rows = api.readModels().usage().of(participant, range.plusOne());
    ObjectNode answer =
        Views.object()
            .put("participant", participant)
            .put("truncated", rows.size() > range.limit());
    ArrayNode slots = answer.putArray("slots");
    for (SlotUsage row : rows.subList(0, Math.min(rows.size(), range.limit()))) {
      Views.slot(slots.addObject(), row.slot())
          .put("version", row.version())
          .put("importWh", row.importWh())
          .put("exportWh", row.exportWh())
          .put("quality", row.quality().name());
    }
    return answer;
  }
}
