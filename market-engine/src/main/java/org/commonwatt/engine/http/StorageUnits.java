package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Function;
import org.commonwatt.core.StorageView;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageRefused;
import org.commonwatt.model.StorageSpec;

/** Answers about storage units: what they are, what they hold, and what they are committed to. */
final class StorageUnits {
  /** The longest body that tells a state of charge, or a commitment. */
  static final long MAX_BODY_BYTES = 65_536;

  private static final String UNITS_HINT =
      "Send the unit as docs/shared-storage.md describes it; powers in W, energies in Wh.";
  private static final String STATE_HINT =
      "Send officer, slotStart, storedWh, storedTodayWh, lots and left.";
  private static final String OUTAGE_HINT = "Send from, to and availablePpm, 0 for an outage.";
  private static final int MAX_SLOTS = 2_688;
  private static final int SLOTS = 96;

  private final ApiContext api;
  private final Orders orders;

  StorageUnits(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** {@code POST /v1/storage-units}. */
  Future<Orders.Answer> register(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    JsonBody body = JsonBody.read(JsonBody.bytes(ctx), StorageBodies.UNIT, UNITS_HINT);
    String officer = Params.id("officer", body.text("officer"));
    return orders.answered(
        ctx,
        new Command.RegisterStorage(officer, StorageBodies.spec(body)),
        changed(
            result ->
                Views.object()
                    .set(
                        "storageUnit",
                        StorageJson.spec(
                            result.first(Event.StorageRegistered.class).orElseThrow().spec()))));
  }

  /** {@code GET /v1/storage-units}: all units, without what is anybody's own. */
  ObjectNode list(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    return api.engine()
        .query(
            view -> {
              ObjectNode answer = Views.object().put("asOfSequence", view.sequence());
              ArrayNode units = answer.putArray("units");
              view.market().storageUnits().forEach(one -> units.add(StorageJson.listed(one)));
              return answer;
            });
  }

  /** {@code POST /v1/storage-units/:unit/state}. */
  Future<Orders.Answer> state(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String unit = Params.id("unit", ctx.pathParam("unit"));
    JsonBody body = JsonBody.read(JsonBody.bytes(ctx), StorageBodies.STATE, STATE_HINT);
    String officer = Params.id("officer", body.text("officer"));
    return orders.answered(
        ctx,
        new Command.ReportStateOfCharge(officer, unit, StorageBodies.state(body)),
        changed(
            result ->
                Views.object()
                    .put("unit", unit)
                    .set(
                        "state",
                        StorageJson.state(
                            result
                                .first(Event.StateOfChargeRecorded.class)
                                .orElseThrow()
                                .state()))));
  }

  /** {@code POST /v1/accounts/:participant/storage-units/:unit/outages}. */
  Future<Orders.Answer> outage(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    String unit = Params.id("unit", ctx.pathParam("unit"));
    JsonBody body =
        JsonBody.read(JsonBody.bytes(ctx), Set.of("from", "to", "availablePpm"), OUTAGE_HINT);
    return orders.answered(
        ctx,
        new Command.ReportOutage(
            participant,
            unit,
            Params.instantMillis("from", body.text("from")),
            Params.instantMillis("to", body.text("to")),
            (int) StorageBodies.within(body, "availablePpm", 0, StorageSpec.MILLION)),
        changed(
            result ->
                Views.object()
                    .put("unit", unit)
                    .set(
                        "outage",
                        StorageJson.outage(
                            result.first(Event.OutageRecorded.class).orElseThrow()))));
  }

  /** {@code POST /v1/accounts/:participant/storage-units/:unit/commitments}. */
  Future<Orders.Answer> commit(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    String unit = Params.id("unit", ctx.pathParam("unit"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            StorageBodies.COMMITMENT,
            "Send id, kind, from, to, and the energies of the kind: docs/shared-storage.md.");
    return orders.answered(
        ctx,
        new Command.CommitStorage(participant, unit, StorageBodies.commitment(body, participant)),
        result -> {
          refuse(result);
          Event.StorageCommitted taken = result.first(Event.StorageCommitted.class).orElseThrow();
          return new Orders.Answer(
              201,
              Views.object()
                  .put("unit", unit)
                  .set("commitment", StorageJson.commitment(taken.commitment())));
        });
  }

  /** {@code POST …/storage-units/:unit/commitments/:commitment/withdrawal}, by its owner. */
  Future<Orders.Answer> withdraw(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    String unit = Params.id("unit", ctx.pathParam("unit"));
    String commitment = Params.id("commitment", ctx.pathParam("commitment"));
    return orders.answered(
        ctx,
        new Command.WithdrawCommitment(participant, unit, commitment),
        result -> {
          refuse(result);
          Event.CommitmentWithdrawn gone =
              result.first(Event.CommitmentWithdrawn.class).orElseThrow();
          return new Orders.Answer(
              200, Views.object().put("unit", gone.unit()).put("commitment", gone.commitment()));
        });
  }

  /** {@code GET /v1/accounts/:participant/storage-units/:unit}. */
  ObjectNode one(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    String unit = Params.id("unit", ctx.pathParam("unit"));
    return api.engine()
        .query(
            view ->
                StorageJson.unit(own(view, participant, unit))
                    .put("asOfSequence", view.sequence()));
  }

  /** {@code GET /v1/accounts/:participant/storage-services}: in all units, own and others'. */
  ObjectNode services(RoutingContext ctx) {
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
              ArrayNode services = answer.putArray("services");
              ArrayNode lots = answer.putArray("lots");
              for (StorageView unit : view.market().storageUnits()) {
                StorageJson.services(unit, participant, services);
                StorageJson.lots(unit, participant, lots);
              }
              return answer;
            });
  }

  /** {@code GET /v1/accounts/:participant/storage-units/:unit/schedule?limit=}. */
  ObjectNode schedule(RoutingContext ctx) {
    Params.only(ctx, Set.of("limit"));
    String participant = Params.id("participant", ctx.pathParam("participant"));
    String unit = Params.id("unit", ctx.pathParam("unit"));
    int limit = Params.limit(ctx, SLOTS, MAX_SLOTS);
    return api.engine()
        .query(
            view -> {
              int minutes = Slots.rulebook(view).timing().slotMinutes();
              return new StorageSchedule(view.market(), minutes)
                  .of(own(view, participant, unit), limit)
                  .put("asOfSequence", view.sequence());
            });
  }

  private static StorageView own(MarketView view, String participant, String unit) {
    Accounts.known(view, participant);
    return view.market()
        .storageUnit(unit)
        .filter(one -> one.spec().owner().equals(participant))
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.notFound(
                        RejectionCode.UNKNOWN_STORAGE_UNIT.name(),
                        "The participant has no storage unit " + unit + ".",
                        "GET /v1/storage-units lists the units and their owners.")));
  }

  /** What a change of a unit gives: what it is now, and which commitments it cannot keep. */
  private static Function<CommandResult, Orders.Answer> changed(
      Function<CommandResult, ObjectNode> now) {
    return result -> {
      refuse(result);
      ObjectNode answer = now.apply(result);
      ArrayNode lost = answer.putArray("lost");
      for (Event.CommitmentLost one : Orders.events(result, Event.CommitmentLost.class)) {
        lost.add(StorageJson.lost(one));
      }
      return new Orders.Answer(200, answer);
    };
  }

  private static void refuse(CommandResult result) {
    Orders.refuse(result.first(Event.StorageRejected.class).map(one -> rejection(one.refused())));
  }

  /** A refusal with the limit that would be broken, and beside what. */
  static Rejection rejection(StorageRefused refused) {
    if (refused.limit() == null) {
      return refused.rejection();
    }
    String beside =
        refused.conflicts().isEmpty()
            ? ""
            : "; together with " + String.join(", ", refused.conflicts());
    return new Rejection(
        refused.rejection().code(),
        refused.limit() + ": " + refused.rejection().message() + beside);
  }
}
