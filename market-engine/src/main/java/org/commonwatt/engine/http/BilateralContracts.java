package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonwatt.engine.readmodel.BilateralQueries.Row;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.PartySignature;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SignedBilateral;
import org.jspecify.annotations.Nullable;

/** Keys of participants, and contracts that two of them have signed with these. */
final class BilateralContracts {
  private static final Set<String> FIELDS =
      Set.of(
          "contractId",
          "buyer",
          "seller",
          "area",
          "fromMillis",
          "toMillis",
          "slotMinutes",
          "energyWh",
          "priceHash");

  private static final int DEFAULT_ROWS = 100;
  private static final int MAX_ROWS = 1_000;

  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

  private final ApiContext api;
  private final Orders orders;

  BilateralContracts(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** {@code PUT /v1/accounts/:participant/signing-key}. */
  Future<Orders.Answer> putKey(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("key"),
            "Send {\"key\": …}, the 32 bytes of an Ed25519 public key in hexadecimal digits.");
    String key = body.text("key");
    if (!DIGITS.matcher(key).matches()) {
      throw body.malformed("The field key must have 64 lower-case hexadecimal digits.");
    }
    return orders.answered(
        ctx, new Command.RegisterSigningKey(participant, key), BilateralContracts::registered);
  }

  /** {@code POST /v1/accounts/:participant/bilateral-contracts}, by either party. */
  Future<Orders.Answer> record(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    Caller.of(ctx).requireOwn(participant);
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("terms", "buyerSignature", "sellerSignature"),
            "Send the terms and the signatures of both: docs/formats/bilateral.md.");
    BilateralTerms terms = terms(body.object("terms", FIELDS));
    SignedBilateral contract =
        new SignedBilateral(
            terms, signature(body, "buyerSignature"), signature(body, "sellerSignature"));
    if (!participant.equals(terms.buyer()) && !participant.equals(terms.seller())) {
      throw Caller.unknown(participant);
    }
    return orders.answered(
        ctx, new Command.RecordBilateral(contract), BilateralContracts::recorded);
  }

  /** {@code GET /v1/accounts/:participant/bilateral-contracts?cursor=&limit=}: latest first. */
  ObjectNode list(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("cursor", "limit"));
    String participant = Params.id("participant", ctx.pathParam("participant"));
    int limit = Params.limit(ctx, DEFAULT_ROWS, MAX_ROWS);
    @Nullable String cursor = Params.optional(ctx, "cursor");
    String question = "bilateral " + participant;
    long before = cursor == null ? Long.MAX_VALUE : Cursor.read(question, cursor);
    new Participants(api).requireKnown(participant);
    long sequence = api.readModels().sequence();
    List<Row> rows = api.readModels().bilateral().of(participant, before, limit + 1);
    boolean more = rows.size() > limit;
    List<Row> shown = more ? rows.subList(0, limit) : rows;
    ObjectNode answer =
        Views.object().put("participant", participant).put("asOfSequence", sequence);
    answer.put(
        "next", more ? Cursor.write(question, shown.get(shown.size() - 1).sequence()) : null);
    ArrayNode contracts = answer.putArray("contracts");
    shown.forEach(row -> write(contracts.addObject(), row));
    return answer;
  }

  /** A contract in the words in which it was sent. */
  private static void write(ObjectNode node, Row row) {
    SignedBilateral contract = row.accepted().contract();
    BilateralTerms terms = contract.terms();
    node.put("sequence", row.sequence())
        .putObject("terms")
        .put("contractId", terms.contractId())
        .put("buyer", terms.buyer())
        .put("seller", terms.seller())
        .put("area", terms.area())
        .put("fromMillis", terms.fromMillis())
        .put("toMillis", terms.toMillis())
        .put("slotMinutes", terms.slotMinutes())
        .put("energyWh", terms.energyWh())
        .put("priceHash", terms.priceHash().hex());
    node.put("buyerSignature", contract.buyerSignature())
        .put("sellerSignature", contract.sellerSignature())
        .put("buyerKey", row.accepted().buyerKey())
        .put("sellerKey", row.accepted().sellerKey());
  }

  private static String signature(JsonBody body, String field) {
    String text = body.text(field);
    if (!PartySignature.isSignature(text)) {
      throw body.malformed("The field " + field + " must have 128 lower-case hexadecimal digits.");
    }
    return text;
  }

  private BilateralTerms terms(JsonBody body) {
    String hash = body.text("priceHash");
    if (!DIGITS.matcher(hash).matches()) {
      throw body.malformed("The field priceHash must have 64 lower-case hexadecimal digits.");
    }
    long minutes = body.integer("slotMinutes");
    if (minutes < 0 || minutes > 60 || !DeliverySlot.isLength((int) minutes)) {
      throw body.malformed("The field slotMinutes must be 5, 15, 30 or 60.");
    }
    return new BilateralTerms(
        market(),
        Params.id("contractId", body.text("contractId")),
        Params.id("buyer", body.text("buyer")),
        Params.id("seller", body.text("seller")),
        Params.id("area", body.text("area")),
        body.integer("fromMillis"),
        body.integer("toMillis"),
        (int) minutes,
        body.energyWh("energyWh"),
        new Hash(hash));
  }

  /** The market's id, as the terms name it; before its first rulebook nothing is taken. */
  private String market() {
    @Nullable Rulebook rulebook = api.engine().query(view -> view.market().rulebook());
    return rulebook == null ? "" : rulebook.market();
  }

  private static Orders.Answer registered(CommandResult result) {
    Orders.refuse(
        result.first(Event.SigningKeyRejected.class).map(Event.SigningKeyRejected::rejection));
    Event.SigningKeyRegistered registered =
        result.first(Event.SigningKeyRegistered.class).orElseThrow();
    return new Orders.Answer(
        200,
        Views.object().put("participant", registered.participant()).put("key", registered.key()));
  }

  private static Orders.Answer recorded(CommandResult result) {
    Orders.refuse(
        result.first(Event.BilateralRejected.class).map(Event.BilateralRejected::rejection));
    Event.BilateralAccepted accepted = result.first(Event.BilateralAccepted.class).orElseThrow();
    ObjectNode answer =
        Views.object()
            .put("contractId", accepted.contract().terms().contractId())
            .put("buyerKey", accepted.buyerKey())
            .put("sellerKey", accepted.sellerKey());
    ArrayNode trades = answer.putArray("trades");
    for (EventEnvelope envelope : result.events()) {
      if (envelope.event() instanceof Event.ContinuousTrade trade) {
        Views.slot(trades.addObject().put("tradeId", trade.tradeId()), trade.slot())
            .put("energyWh", trade.energyWh())
            .put("feeMicroPerKwh", trade.feeMicroPerKwh());
      }
    }
    return new Orders.Answer(201, answer);
  }
}
