package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.PriceSource;
import org.jspecify.annotations.Nullable;

/** Imbalance prices: who the rulebook names imports them, everybody may read them. */
final class ImbalancePrices {
  private final ApiContext api;
  private final Orders orders;

  ImbalancePrices(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** {@code POST /v1/slots/:start/imbalance-prices}. */
  Future<Orders.Answer> importPrice(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    long start = Params.instantMillis("start", ctx.pathParam("start"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of(
                "importer", "area", "version", "shortMicroPerKwh", "longMicroPerKwh", "signature"),
            "Send the price of an area, with a version above that of the price before.");
    return orders.answered(
        ctx,
        new Command.ImportImbalancePrice(
            Params.id("importer", body.text("importer")),
            Params.id("area", body.text("area")),
            start,
            version(body),
            body.integer("shortMicroPerKwh"),
            body.integer("longMicroPerKwh"),
            signature(body)),
        ImbalancePrices::imported);
  }

  /** {@code GET /v1/slots/:start/imbalance-prices}, from the read models. */
  ObjectNode list(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of());
    DeliverySlot slot = api.engine().query(view -> Slots.known(view, ctx));
    ObjectNode answer =
        Views.slot(Views.object(), slot).put("asOfSequence", api.readModels().sequence());
    Map<String, ImbalancePrice> newest = new LinkedHashMap<>();
    for (ImbalancePrice price :
        api.readModels().fallbacks().imbalancePrices(Instant.ofEpochMilli(slot.startMillis()))) {
      newest.put(price.area(), price);
    }
    ArrayNode prices = answer.putArray("prices");
    newest.values().forEach(price -> write(prices.addObject(), price));
    return answer;
  }

  /** Writes who is responsible for its balance, null when nobody is. */
  static void rules(ObjectNode answer, @Nullable ImbalanceRules rules) {
    if (rules == null) {
      answer.putNull("imbalance");
      return;
    }
    ObjectNode node = answer.putObject("imbalance");
    ImbalanceRules.Prices prices = rules.prices();
    PriceSource source = prices.source();
    ImbalanceRules.Pool pool = rules.pool();
    ImbalanceRules.DeadBand band = rules.deadBand();
    rules.responsible().forEach(node.putArray("responsible")::add);
    node.put("balancingParty", rules.balancingParty())
        .put("auctionMinWh", rules.auctionMinWh())
        .put("mode", pool == null ? "dead-band" : "pool")
        .put("feeMicroPerKwh", pool == null ? 0 : pool.feeMicroPerKwh())
        .put("bandPpm", band == null ? 0 : band.bandPpm())
        .put("kPpm", band == null ? 0 : band.kPpm())
        .put("prices", prices.dual() ? "dual" : "single")
        .put("importer", prices.importer())
        .put("source", source == null ? null : source.id())
        .put("sourceKey", source == null ? null : source.publicKey())
        .put("minPriceMicroPerKwh", prices.minMicroPerKwh())
        .put("maxPriceMicroPerKwh", prices.maxMicroPerKwh())
        .put("fallback", prices.fallback().auction() ? "auction" : "stated")
        .put("fallbackShortMicroPerKwh", prices.fallback().shortMicroPerKwh())
        .put("fallbackLongMicroPerKwh", prices.fallback().longMicroPerKwh());
  }

  private static Orders.Answer imported(CommandResult result) {
    Orders.refuse(
        result
            .first(Event.ImbalancePriceRejected.class)
            .map(Event.ImbalancePriceRejected::rejection));
    ImbalancePrice price = result.first(Event.ImbalancePriceImported.class).orElseThrow().price();
    return new Orders.Answer(200, write(Views.slot(Views.object(), price.slot()), price));
  }

  private static ObjectNode write(ObjectNode node, ImbalancePrice price) {
    return node.put("area", price.area())
        .put("version", price.version())
        .put("shortMicroPerKwh", price.shortMicroPerKwh())
        .put("longMicroPerKwh", price.longMicroPerKwh());
  }

  private static String signature(JsonBody body) {
    if (!body.has("signature")) {
      return "";
    }
    String text = body.text("signature");
    if (!text.matches("[0-9a-f]{128}")) {
      throw body.malformed(
          "The field signature must be the 64 bytes of the source's Ed25519 signature, in 128"
              + " lower-case hexadecimal digits.");
    }
    return text;
  }

  private static int version(JsonBody body) {
    long version = body.integer("version");
    if (version < 1 || version > Integer.MAX_VALUE) {
      throw body.malformed("The field version must be 1 to " + Integer.MAX_VALUE + ".");
    }
    return Math.toIntExact(version);
  }
}
