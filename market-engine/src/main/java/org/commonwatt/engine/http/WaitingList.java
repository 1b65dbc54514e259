package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.commonwatt.core.Registered;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Registration;
import org.jspecify.annotations.Nullable;

/**
 * Answers what waits for an officer, page by page: accounts first, then meter points, then
 * deposits, each by id. What comes later in between is told if it stands behind the last row.
 */
final class WaitingList {
  private static final int DEFAULT_ROWS = 1_000;
  private static final int MAX_ROWS = 10_000;
  private static final String QUESTION = "registrations";

  private final ApiContext api;

  WaitingList(ApiContext api) {
    this.api = api;
  }

  /**
   * Something that waits.
   *
   * @param list the field of the answer that it stands in
   * @param key its place among all: the number of its list and its id
   * @param participant who asks
   * @param officer who decides
   * @param told how it is told
   */
  private record Row(
      String list, String key, String participant, String officer, Supplier<ObjectNode> told) {}

  /** {@code GET /v1/registrations?cursor=&limit=}: as the caller may see it. */
  ObjectNode list(RoutingContext ctx) {
    Params.only(ctx, Set.of("cursor", "limit"));
    int limit = Params.limit(ctx, DEFAULT_ROWS, MAX_ROWS);
    @Nullable String cursor = Params.optional(ctx, "cursor");
    String after = cursor == null ? "" : Cursor.readText(QUESTION, cursor);
    Caller caller = Caller.of(ctx);
    return api.engine().query(view -> page(view, caller, after, limit));
  }

  private static ObjectNode page(MarketView view, Caller caller, String after, int limit) {
    List<Row> rows =
        rows(view).stream()
            .filter(row -> row.key().compareTo(after) > 0)
            .filter(row -> isFor(caller, row))
            .limit(limit + 1L)
            .toList();
    List<Row> shown = rows.subList(0, Math.min(limit, rows.size()));
    ObjectNode answer = Views.object().put("asOfSequence", view.sequence());
    answer.put(
        "next",
        Cursor.writeText(QUESTION, shown.isEmpty() ? after : shown.get(shown.size() - 1).key()));
    answer.put("more", rows.size() > limit);
    for (String list : List.of("accounts", "meterPoints", "deposits")) {
      ArrayNode array = answer.putArray(list);
      shown.stream()
          .filter(row -> row.list().equals(list) && caller.sees(row.participant()))
          .forEach(row -> array.add(row.told().get()));
    }
    return answer;
  }

  /** Whether a row is the caller's own, or of its duties and of whom it may read; notes nothing. */
  private static boolean isFor(Caller caller, Row row) {
    @Nullable Set<String> visible = caller.visible();
    return caller.isOwn(row.participant())
        || (caller.hasDuty(row.officer())
            && (visible == null || visible.contains(row.participant())));
  }

  private static List<Row> rows(MarketView view) {
    List<Row> rows = new ArrayList<>();
    Registration duties = Slots.rulebook(view).registration();
    if (duties == null) {
      return rows;
    }
    Registered registered = view.market().registered();
    registered
        .requestedAccounts()
        .forEach(
            one ->
                rows.add(
                    new Row(
                        "accounts",
                        "1 " + one,
                        one,
                        duties.registrar(),
                        () -> Registrations.account(one, AccountState.REQUESTED))));
    registered
        .requests()
        .forEach(
            one ->
                rows.add(
                    new Row(
                        "meterPoints",
                        "2 " + one.point().id(),
                        one.participant(),
                        duties.meterOrganisation(),
                        () -> MeterPoints.requested(one))));
    registered
        .deposits()
        .forEach(
            one ->
                rows.add(
                    new Row(
                        "deposits",
                        "3 " + one.participant(),
                        one.participant(),
                        duties.bank(),
                        () -> Registrations.requested(one))));
    return rows;
  }
}
