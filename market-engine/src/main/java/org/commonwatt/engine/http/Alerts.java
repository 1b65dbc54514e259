package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.commonwatt.engine.readmodel.AlertQueries;
import org.commonwatt.model.Alert;
import org.commonwatt.model.AlertPattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers what surveillance found, to the regulator alone. Unlike other looks at what participants
 * did these are not shown to them: who is suspected must not be warned.
 */
final class Alerts {
  private static final int DEFAULT_ROWS = 100;
  private static final int MAX_ROWS = 1_000;
  private static final Map<String, AlertPattern> PATTERNS =
      Arrays.stream(AlertPattern.values())
          .collect(Collectors.toUnmodifiableMap(AlertPattern::name, Function.identity()));

  private final ApiContext api;

  Alerts(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/alerts?pattern=&participant=&cursor=&limit=}, the latest first. */
  ObjectNode list(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("pattern", "participant", "cursor", "limit"));
    @Nullable String pattern = Params.optional(ctx, "pattern");
    @Nullable String participant = Params.optional(ctx, "participant");
    @Nullable String cursor = Params.optional(ctx, "cursor");
    int limit = Params.limit(ctx, DEFAULT_ROWS, MAX_ROWS);
    String question = "alerts " + pattern + " " + participant;
    List<AlertQueries.Row> rows =
        api.readModels()
            .alerts()
            .page(
                new AlertQueries.Page(
                    pattern == null ? null : Params.word("pattern", pattern, PATTERNS),
                    participant == null ? null : Params.id("participant", participant),
                    cursor == null ? Long.MAX_VALUE : Cursor.read(question, cursor),
                    limit + 1));
    boolean more = rows.size() > limit;
    List<AlertQueries.Row> shown = more ? rows.subList(0, limit) : rows;
    ObjectNode answer = Views.object();
    answer.put("next", more ? Cursor.write(question, shown.get(shown.size() - 1).place()) : null);
    ArrayNode array = answer.putArray("alerts");
    shown.forEach(row -> array.add(view(row.alert())));
    return answer;
  }

  /** {@code GET /v1/alerts/:alertId}. */
  ObjectNode one(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of());
    String id = ctx.pathParam("alertId");
    if (!id.matches("[0-9a-f]{32}")) {
      throw new ProblemException(
          Problem.malformed(
              "alertId " + Params.quote(id) + " has not 32 hexadecimal digits.",
              "Take the id from GET /v1/alerts."));
    }
    return view(
        api.readModels()
            .alerts()
            .one(id)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.notFound(
                            "UNKNOWN_ALERT",
                            "There is no alert " + id + ".",
                            "Take the id from GET /v1/alerts."))));
  }

  private static ObjectNode view(Alert alert) {
    Alert.Evidence evidence = alert.evidence();
    ObjectNode view =
        Views.object()
            .put("id", alert.id())
            .put("version", alert.version())
            .put("pattern", alert.pattern().name())
            .put("slotStart", Views.instant(alert.slot().startMillis()))
            .put("slotMinutes", alert.slot().minutes())
            .put("area", alert.area())
            .put("seenAt", Views.instant(evidence.timeMillis()))
            .put("energyWh", evidence.energyWh());
    alert.participants().forEach(view.putArray("participants")::add);
    ArrayNode measures = view.putArray("measures");
    for (Alert.Measure measure : alert.measures()) {
      measures
          .addObject()
          .put("name", measure.name())
          .put("value", measure.value())
          .put("limit", measure.limit());
    }
    ObjectNode shown =
        view.putObject("evidence")
            .put("firstSequence", evidence.firstSequence())
            .put("lastSequence", evidence.lastSequence())
            .put("commandOffset", evidence.commandOffset());
    evidence.orderIds().forEach(shown.putArray("orderIds")::add);
    evidence.tradeIds().forEach(shown.putArray("tradeIds")::add);
    return view;
  }
}
