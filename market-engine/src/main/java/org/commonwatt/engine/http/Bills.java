package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.engine.readmodel.BillQueries;
import org.commonwatt.engine.readmodel.BillQueries.BillTotal;
import org.commonwatt.engine.readmodel.RecordQueries.RejectedRow;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Answers from the read models: bills, settlement batches, refused readings. */
final class Bills {
  /** The most rows in one answer. */
  static final int MAX_ROWS = 10_000;

  private static final int DEFAULT_ROWS = 1_000;
  private static final String FIRST = "1900-01-01T00:00:00Z";
  private static final String LAST = "2499-12-31T23:59:59Z";

  private final ApiContext api;

  Bills(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/bills}: the totals of everybody. */
  ObjectNode totals(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of());
    Rulebook rulebook = api.engine().query(Slots::rulebook);
    long sequence = api.readModels().sequence();
    ObjectNode answer = Views.object().put("asOfSequence", sequence);
    ArrayNode bills = answer.putArray("bills");
    for (BillTotal total : api.readModels().bills().totals()) {
      if (Caller.of(ctx).sees(total.participant())) {
        bills.add(Views.billTotal(total, rulebook.currency()));
      }
    }
    return answer;
  }

  /** {@code GET /v1/bills/:participant}: total and lines. */
  ObjectNode one(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("from", "to", "limit"));
    String participant = Params.id("participant", ctx.pathParam("participant"));
    BillQueries.Range range = range(ctx);
    Rulebook rulebook = api.engine().query(Slots::rulebook);
    Optional<BillTotal> total = api.readModels().bills().total(participant);
    if (total.isEmpty() && !api.engine().query(view -> isParty(view, participant))) {
      throw new ProblemException(
          Problem.of(
              new Rejection(
                  RejectionCode.UNKNOWN_PARTICIPANT,
                  participant + " is not a member of this market and has no bill.")));
    }
    long sequence = api.readModels().sequence();
    ObjectNode answer =
        Views.billTotal(total.orElseGet(() -> nothing(participant)), rulebook.currency())
            .put("asOfSequence", sequence);
    List<BillQueries.IndexedLine> lines =
        api.readModels().bills().lines(participant, range.plusOne());
    ArrayNode array = answer.put("truncated", lines.size() > range.limit()).putArray("lines");
    Caller caller = Caller.of(ctx);
    for (BillQueries.IndexedLine line : lines.subList(0, Math.min(lines.size(), range.limit()))) {
      caller.sees(line.line().counterparty()); // so that it is noted
      array.add(Views.billLine(line));
    }
    return answer;
  }

  /** {@code GET /v1/batches}: latest slot first. */
  ObjectNode batches(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("limit"));
    ObjectNode answer = Views.object();
    ArrayNode batches = answer.putArray("batches");
    api.readModels()
        .records()
        .batches(limit(ctx))
        .forEach(batch -> batches.add(Views.batch(batch)));
    return answer;
  }

  /** {@code GET /v1/readings/rejected}: latest first. */
  ObjectNode rejected(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("limit"));
    ObjectNode answer = Views.object();
    ArrayNode readings = answer.putArray("readings");
    List<RejectedRow> rows = api.readModels().records().rejected(limit(ctx));
    Map<String, List<String>> owners =
        api.engine()
            .query(
                view -> {
                  Map<String, List<String>> found = new HashMap<>();
                  for (RejectedRow row : rows) {
                    found.computeIfAbsent(
                        String.valueOf(row.meter()),
                        meter -> List.copyOf(view.market().registered().ownersOf(meter)));
                  }
                  return found;
                });
    rows.stream()
        .filter(row -> sees(Caller.of(ctx), owners, row))
        .forEach(row -> readings.add(Views.rejected(row)));
    return answer;
  }

  /** Whose a reading is says its meter; one of an unknown meter is nobody's. */
  private static boolean sees(Caller caller, Map<String, List<String>> owners, RejectedRow row) {
    return owners.getOrDefault(String.valueOf(row.meter()), List.of()).stream()
        .allMatch(caller::sees);
  }

  /** Whether a participant is one of the rulebook's that is billed, or has an account. */
  static boolean isParty(MarketView view, String participant) {
    Rulebook rulebook = Slots.rulebook(view);
    String operator = rulebook.areas().gridOperator();
    LossRules losses = rulebook.losses();
    ImbalanceRules imbalance = rulebook.imbalance();
    return rulebook.supplier().equals(participant)
        || (imbalance != null && imbalance.balancingParty().equals(participant))
        || (losses != null && losses.bearer().equals(participant))
        || participant.equals(operator)
        || (operator != null && participant.equals(rulebook.congestionRentAccount()))
        || (rulebook.safeguards().payAsBid() && participant.equals(rulebook.marketSurplusAccount()))
        || view.market().registered().state(participant).isPresent();
  }

  private static BillTotal nothing(String participant) {
    return new BillTotal(participant, 0, 0, 0, 0, java.math.BigInteger.ZERO);
  }

  /** The parameters {@code from}, {@code to} and {@code limit}. */
  private static BillQueries.Range range(RoutingContext ctx) {
    return new BillQueries.Range(instant(ctx, "from", FIRST), instant(ctx, "to", LAST), limit(ctx));
  }

  private static Instant instant(RoutingContext ctx, String name, String otherwise) {
    @Nullable String text = Params.optional(ctx, name);
    return Instant.ofEpochMilli(Params.instantMillis(name, text == null ? otherwise : text));
  }

  /** The parameter {@code limit}. */
  static int limit(RoutingContext ctx) {
    return Params.limit(ctx, DEFAULT_ROWS, MAX_ROWS);
  }
}
