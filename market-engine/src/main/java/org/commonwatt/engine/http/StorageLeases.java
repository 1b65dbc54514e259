package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.commonwatt.core.LeaseView;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.LeasePlan;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageSpec;

/** Virtual batteries of lessees: what they hold, what bounds them, and what they will do. */
final class StorageLeases {
  private static final int SLOTS = 96;

  private final ApiContext api;
  private final Orders orders;

  StorageLeases(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** {@code GET /v1/accounts/:participant/storage-leases}. */
  ObjectNode list(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    return api.engine()
        .query(
            view -> {
              Accounts.known(view, participant);
              ObjectNode answer =
                  Views.object()
                      .put("participant", participant)
                      .put("asOfSequence", view.sequence());
              ArrayNode leases = answer.putArray("leases");
              view.market().leases(participant).forEach(one -> leases.add(json(view).lease(one)));
              return answer;
            });
  }

  /** {@code GET /v1/accounts/:participant/storage-leases/:unit/:lease?limit=}. */
  ObjectNode one(RoutingContext ctx) {
    Params.only(ctx, Set.of("limit"));
    String participant = Params.id("participant", ctx.pathParam("participant"));
    String unit = Params.id("unit", ctx.pathParam("unit"));
    String lease = Params.id("lease", ctx.pathParam("lease"));
    int limit = Params.limit(ctx, SLOTS, StorageSpec.MAX_SLOTS);
    return api.engine()
        .query(
            view -> {
              Accounts.known(view, participant);
              return told(view, participant, unit, lease, limit)
                  .put("asOfSequence", view.sequence());
            });
  }

  /** {@code POST /v1/accounts/:participant/storage-leases/:unit/:lease/plan}. */
  Future<Orders.Answer> plan(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    String unit = Params.id("unit", ctx.pathParam("unit"));
    String lease = Params.id("lease", ctx.pathParam("lease"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("from", "injectionWh"),
            "Send the first slot as from, and injectionWh of each slot; negative is charged.");
    LeasePlan plan =
        new LeasePlan(
            Params.instantMillis("from", body.text("from")),
            body.has("injectionWh")
                ? body.integers("injectionWh", StorageSpec.MAX_SLOTS)
                : List.of());
    return orders.answered(
        ctx,
        new Command.PlanLease(participant, unit, lease, plan),
        result -> {
          Orders.refuse(result.first(Event.LeaseRejected.class).map(one -> one.rejection()));
          return new Orders.Answer(
              200, api.engine().query(view -> told(view, participant, unit, lease, SLOTS)));
        });
  }

  private static ObjectNode told(
      MarketView view, String participant, String unit, String lease, int limit) {
    LeaseView found =
        view.market().leases(participant).stream()
            .filter(one -> one.unit().unit().equals(unit) && one.lease().id().equals(lease))
            .findFirst()
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.notFound(
                            RejectionCode.UNKNOWN_COMMITMENT.name(),
                            "The participant has no lease " + lease + " of " + unit + ".",
                            "GET /v1/accounts/{participant}/storage-leases lists its leases.")));
    return json(view).withSlots(found, limit);
  }

  private static LeaseJson json(MarketView view) {
    return new LeaseJson(Slots.rulebook(view).timing().slotMinutes(), view.market().timeMillis());
  }
}
