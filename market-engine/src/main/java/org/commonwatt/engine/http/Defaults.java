package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.commonwatt.engine.readmodel.DefaultQueries;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.Event;

/** Answers who covered a member's defaults, and what it paid back. */
final class Defaults {
  private static final int DEFAULT_ROWS = 100;
  private static final int MAX_ROWS = 1_000;

  private final ApiContext api;

  Defaults(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/accounts/:participant/defaults}, from the read models: latest first. */
  ObjectNode of(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("limit"));
    String participant = Params.id("participant", ctx.pathParam("participant"));
    int limit = Params.limit(ctx, DEFAULT_ROWS, MAX_ROWS);
    api.engine().query(view -> Accounts.known(view, participant));
    long sequence = api.readModels().sequence();
    DefaultQueries.Record found = api.readModels().defaults().of(participant, limit);
    return answer(participant, sequence, found, Caller.of(ctx)::sees);
  }

  /**
   * The answer of a record that the rows up to a sequence give.
   *
   * @param sees whether the caller is told who somebody is
   */
  static ObjectNode answer(
      String participant, long sequence, DefaultQueries.Record record, Predicate<String> sees) {
    ObjectNode answer =
        Views.object().put("participant", participant).put("asOfSequence", sequence);
    ArrayNode defaults = answer.putArray("defaults");
    for (DefaultQueries.Numbered<Event.AccountDefaulted> row : record.defaults()) {
      Event.AccountDefaulted event = row.event();
      ObjectNode node = Views.slot(defaults.addObject(), event.slot());
      node.put("sequence", row.sequence())
          .put("shortfallNano", event.shortfallNano().toString())
          .put("collateralNano", event.collateralNano().toString())
          .put("ownFundNano", event.ownFundNano().toString())
          .put("exchangeNano", event.exchangeNano().toString())
          .put("uncoveredNano", event.uncoveredNano().toString());
      shares(node.putArray("fund"), event.fund(), sees);
    }
    ArrayNode payments = answer.putArray("payments");
    for (DefaultQueries.Numbered<Event.ReceivablePaid> row : record.payments()) {
      ObjectNode node = payments.addObject().put("sequence", row.sequence());
      node.put("paidNano", row.event().paidNano().toString());
      shares(node.putArray("to"), row.event().to(), sees);
    }
    return answer;
  }

  private static void shares(ArrayNode array, List<CreditShare> shares, Predicate<String> sees) {
    for (CreditShare share : shares) {
      array
          .addObject()
          .put("participant", sees.test(share.account()) ? share.account() : null)
          .put("nano", share.nano().toString());
    }
  }
}
