package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.commonwatt.core.NegotiationView;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.PartySignature;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.ServiceProposal;
import org.commonwatt.model.ServiceTerms;
import org.jspecify.annotations.Nullable;

/** Negotiations of storage services, and standing offers of them. */
final class StorageNegotiations {
  private static final String PROPOSAL_HINT =
      "Send terms, expires and signature as docs/formats/storage-service.md describes them.";
  private static final String ANSWER_HINT =
      "Send the round and the hash of the proposal that you answer, as the negotiation shows them.";
  private static final Set<String> TERMS =
      Set.of("unit", "seller", "customer", "priceMicroPerKwh", "commitment");
  private static final int MOST_ROUND = 1_000;
  private static final long MOST_PRICE = 10_000_000_000L;

  private final ApiContext api;
  private final Orders orders;

  StorageNegotiations(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** {@code GET /v1/storage-offers}: what anybody may accept now. */
  ObjectNode offers(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    return api.engine().query(view -> listed("offers", view.market().standingOffers(), view));
  }

  /** {@code GET /v1/accounts/:participant/storage-negotiations}. */
  ObjectNode list(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    return api.engine()
        .query(
            view -> {
              Accounts.known(view, participant);
              return listed("negotiations", view.market().negotiations(participant), view)
                  .put("participant", participant);
            });
  }

  /** {@code POST /v1/accounts/:participant/storage-negotiations}. */
  Future<Orders.Answer> propose(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String by = Params.id("participant", ctx.pathParam("participant"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("negotiation", "terms", "expires", "signature"),
            PROPOSAL_HINT);
    String negotiation = Params.id("negotiation", body.text("negotiation"));
    return orders.answered(
        ctx,
        new Command.ProposeService(by, proposal(body, negotiation)),
        StorageNegotiations::proposed);
  }

  /** {@code POST …/storage-negotiations/:negotiation/counter-proposal}. */
  Future<Orders.Answer> counter(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String by = Params.id("participant", ctx.pathParam("participant"));
    String negotiation = Params.id("negotiation", ctx.pathParam("negotiation"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("round", "answered", "terms", "expires", "signature"),
            PROPOSAL_HINT);
    return orders.answered(
        ctx,
        new Command.CounterService(by, round(body), answered(body), proposal(body, negotiation)),
        StorageNegotiations::proposed);
  }

  /** {@code POST …/storage-negotiations/:negotiation/acceptance}. */
  Future<Orders.Answer> accept(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String by = Params.id("participant", ctx.pathParam("participant"));
    String negotiation = Params.id("negotiation", ctx.pathParam("negotiation"));
    JsonBody body =
        JsonBody.read(JsonBody.bytes(ctx), Set.of("round", "answered", "signature"), ANSWER_HINT);
    return orders.answered(
        ctx,
        new Command.AcceptService(by, negotiation, round(body), answered(body), signature(body)),
        StorageNegotiations::agreed);
  }

  /** {@code POST …/storage-negotiations/:negotiation/end}: declined, or taken back. */
  Future<Orders.Answer> end(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String by = Params.id("participant", ctx.pathParam("participant"));
    String negotiation = Params.id("negotiation", ctx.pathParam("negotiation"));
    JsonBody body = JsonBody.read(JsonBody.bytes(ctx), Set.of("round", "answered"), ANSWER_HINT);
    return orders.answered(
        ctx,
        new Command.EndNegotiation(by, negotiation, round(body), answered(body)),
        StorageNegotiations::ended);
  }

  private ServiceProposal proposal(JsonBody body, String negotiation) {
    JsonBody terms = body.object("terms", TERMS);
    String customer = terms.has("customer") ? Params.id("customer", terms.text("customer")) : "";
    JsonBody commitment = terms.object("commitment", StorageBodies.COMMITMENT);
    return new ServiceProposal(
        new ServiceTerms(
            market(),
            negotiation,
            Params.id("unit", terms.text("unit")),
            Params.id("seller", terms.text("seller")),
            StorageBodies.within(terms, "priceMicroPerKwh", 0, MOST_PRICE),
            StorageBodies.commitment(commitment, customer)),
        Params.instantMillis("expires", body.text("expires")),
        signature(body));
  }

  /** The market's id, as the terms name it; before its first rulebook nothing is taken. */
  private String market() {
    @Nullable Rulebook rulebook = api.engine().query(view -> view.market().rulebook());
    return rulebook == null ? "" : rulebook.market();
  }

  private static int round(JsonBody body) {
    return (int) StorageBodies.within(body, "round", 1, MOST_ROUND);
  }

  private static Hash answered(JsonBody body) {
    return new Hash(body.digits("answered", 64));
  }

  private static String signature(JsonBody body) {
    String text = body.text("signature");
    if (!PartySignature.isSignature(text)) {
      throw body.malformed("The field signature must have 128 lower-case hexadecimal digits.");
    }
    return text;
  }

  private static ObjectNode listed(String field, List<NegotiationView> views, MarketView market) {
    ObjectNode answer = Views.object().put("asOfSequence", market.sequence());
    ArrayNode all = answer.putArray(field);
    for (NegotiationView view : views) {
      ObjectNode negotiation = StorageJson.negotiation(view, market.market().timeMillis());
      String unit = view.last().proposal().terms().unit();
      all.add(StorageJson.labelled(negotiation, market, unit));
    }
    return answer;
  }

  private static Orders.Answer proposed(CommandResult result) {
    refuse(result);
    Event.ServiceProposed proposed = result.first(Event.ServiceProposed.class).orElseThrow();
    return new Orders.Answer(201, StorageJson.proposal(proposed));
  }

  private static Orders.Answer agreed(CommandResult result) {
    refuse(result);
    Event.ServiceAgreed agreed = result.first(Event.ServiceAgreed.class).orElseThrow();
    Event.StorageCommitted taken = result.first(Event.StorageCommitted.class).orElseThrow();
    ObjectNode answer =
        Views.object()
            .put("negotiation", agreed.proposal().terms().negotiation())
            .put("round", agreed.round())
            .put("hash", agreed.proposal().terms().hash().hex())
            .put("unit", taken.unit());
    answer.set("commitment", StorageJson.commitment(taken.commitment()));
    return new Orders.Answer(201, answer);
  }

  private static Orders.Answer ended(CommandResult result) {
    refuse(result);
    Event.NegotiationEnded ended = result.first(Event.NegotiationEnded.class).orElseThrow();
    return new Orders.Answer(
        200, Views.object().put("negotiation", ended.negotiation()).put("round", ended.round()));
  }

  private static void refuse(CommandResult result) {
    Orders.refuse(
        result
            .first(Event.NegotiationRejected.class)
            .map(one -> StorageUnits.rejection(one.refused())));
  }
}
