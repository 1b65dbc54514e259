package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.commonwatt.core.Order;
import org.commonwatt.core.OrderBook;
import org.commonwatt.engine.readmodel.BillQueries;
import org.commonwatt.engine.readmodel.BillQueries.BillTotal;
import org.commonwatt.engine.readmodel.ContinuousQueries;
import org.commonwatt.engine.readmodel.RecordQueries.BatchRow;
import org.commonwatt.engine.readmodel.RecordQueries.RejectedRow;
import org.commonwatt.engine.stream.JsonFields;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of the API. Energy and prices are integers; money is a string, because nano amounts pass
 * what a JSON number carries exactly; instants are ISO 8601 in UTC.
 */
final class Views {
  private static final List<String> PARTIES =
      List.of("buyOrderId", "sellOrderId", "buyer", "seller");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Of each enumeration its words. */
  private static final ClassValue<String[]> WORDS =
      new ClassValue<>() {
        @Override
        protected String[] computeValue(Class<?> type) {
          return Arrays.stream(type.getEnumConstants())
              .map(one -> ((Enum<?>) one).name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .toArray(String[]::new);
        }
      };

  private Views() {}

  static ObjectNode object() {
    return JSON.objectNode();
  }

  static String instant(long millis) {
    return Instants.text(millis);
  }

  /** An order with its trades. */
  static ObjectNode order(OrderFacts facts) {
    ObjectNode node = object();
    order(JsonFields.of(node), facts);
    return node;
  }

  /** Adds an order with its trades. */
  static void order(JsonFields to, OrderFacts facts) {
    listed(to, facts.order());
    ArrayNode trades = JSON.arrayNode();
    facts.auction().forEach(trade -> trades.add(trade(trade)));
    facts.continuous().forEach(trade -> trades.add(trade(trade)));
    to.put("averagePriceMicroPerKwh", facts.averageMicroPerKwh()).set("trades", trades);
  }

  /** What became of an order when it came, and no more. */
  static void outcome(JsonFields to, Order order) {
    to.put("orderId", order.orderId())
        .put("state", order.state().name())
        .put("filledWh", order.filledWh())
        .put("openWh", order.openWh());
  }

  /** An order of a list, without its trades. */
  static ObjectNode listed(Order order) {
    ObjectNode node = object();
    listed(JsonFields.of(node), order);
    return node;
  }

  private static void listed(JsonFields to, Order order) {
    OrderTerms terms = order.terms();
    boolean dated = terms.timeInForce() == TimeInForce.GOOD_TILL_DATE;
    CancelReason reason = order.cancelReason();
    slot(to.put("orderId", order.orderId()), order.slot())
        .put("participant", order.participant())
        .put("clientOrderId", order.clientOrderId())
        .put("area", order.area())
        .put("side", word(order.side()))
        .put("orderType", terms.market() ? "market" : "limit")
        .put("priceMicroPerKwh", terms.market() ? null : (Long) order.priceMicroPerKwh())
        .put("energyWh", order.energyWh())
        .put("timeInForce", word(terms.timeInForce()))
        .put("expiresAt", dated ? instant(terms.expiryMillis()) : null)
        .put("allOrNone", terms.allOrNone())
        .put("minEnergyWh", terms.minEnergyWh())
        .put("peakWh", terms.peakWh())
        .put("postOnly", terms.postOnly())
        .put("selfTradePrevention", word(terms.selfTradeMode()))
        .put("state", order.state().name())
        .put("filledWh", order.filledWh())
        .put("openWh", order.openWh())
        .put("hiddenWh", order.openWh() - order.shownWh())
        .put("cancelledWh", order.cancelledWh())
        .put("cancelReason", reason == null ? null : reason.name())
        .put("acceptedAt", instant(order.timeMillis()));
    EnergySource source = terms.source();
    if (source != null) {
      to.put("source", source.id());
    }
    if (!terms.alternatives().isEmpty()) {
      to.set("alternatives", alternatives(terms.alternatives()));
    }
  }

  private static ArrayNode alternatives(List<Alternative> alternatives) {
    ArrayNode list = JSON.arrayNode();
    for (Alternative one : alternatives) {
      ObjectNode node = list.addObject().put("priceMicroPerKwh", one.priceMicroPerKwh());
      ArrayNode sources = node.putArray("sources");
      one.sources().forEach(source -> sources.add(source.id()));
      node.put("area", one.area());
    }
    return list;
  }

  /** What an amendment did at once. */
  static ObjectNode amended(Event.OrderAmended event, OrderFacts.Outcome outcome) {
    CancelReason reason = outcome.reason();
    ObjectNode node =
        object()
            .put("orderId", event.orderId())
            .put("priceMicroPerKwh", event.priceMicroPerKwh())
            .put("keptPriority", event.keptPriority())
            .put("openWh", outcome.openWh())
            .put("cancelledWh", outcome.cancelledWh())
            .put("cancelReason", reason == null ? null : reason.name());
    ArrayNode trades = node.putArray("trades");
    outcome.trades().forEach(trade -> trades.add(trade(trade)));
    return node;
  }

  static ObjectNode amendment(ContinuousQueries.AmendmentRow row) {
    return object()
        .put("sequence", row.sequence())
        .put("priceMicroPerKwh", row.priceMicroPerKwh())
        .put("openWh", row.openWh())
        .put("keptPriority", row.keptPriority());
  }

  /** A trade of continuous trading, without the names of its parties' other orders. */
  static ObjectNode trade(Event.ContinuousTrade trade) {
    ObjectNode node =
        slot(object().put("tradeId", trade.tradeId()), trade.slot())
            .put("phase", "continuous")
            .put("buyOrderId", trade.buyOrderId())
            .put("sellOrderId", trade.sellOrderId())
            .put("takerSide", word(trade.takerSide()))
            .put("buyer", trade.buyer())
            .put("seller", trade.seller())
            .put("buyArea", trade.buyArea())
            .put("sellArea", trade.sellArea())
            .put("energyWh", trade.energyWh())
            .put("priceMicroPerKwh", trade.priceMicroPerKwh())
            .put("feeMicroPerKwh", trade.feeMicroPerKwh())
            .put("surplusMicroPerKwh", 0);
    flows(node.putArray("path"), trade.path());
    return node;
  }

  static ObjectNode halt(Event.ProductHalted halt) {
    return object()
        .put("area", halt.area())
        .put("priceMicroPerKwh", halt.priceMicroPerKwh())
        .put("until", instant(halt.untilMillis()));
  }

  /** A constant as the API writes it: lower case, with hyphens. */
  static String word(Enum<?> constant) {
    return WORDS.get(constant.getDeclaringClass())[constant.ordinal()];
  }

  static ObjectNode auction(Event.AuctionCleared auction) {
    ObjectNode node =
        slot(object(), auction.slot())
            .put("volumeWh", auction.volumeWh())
            .put("optimality", optimality(auction.optimal()))
            .put("welfareNano", auction.welfareNano().toString());
    ArrayNode areas = node.putArray("areas");
    for (Event.AreaCleared area : auction.areas()) {
      areas
          .addObject()
          .put("area", area.area())
          .put("priceMicroPerKwh", area.priceMicroPerKwh())
          .put("minPriceMicroPerKwh", area.minPriceMicroPerKwh())
          .put("maxPriceMicroPerKwh", area.maxPriceMicroPerKwh())
          .put("buyWh", area.buyWh())
          .put("sellWh", area.sellWh())
          .put("netExportWh", area.netExportWh());
    }
    flows(node.putArray("links"), auction.links());
    return node;
  }

  /** Whether a result is proven the best. */
  static String optimality(boolean optimal) {
    return optimal ? "optimal" : "gap";
  }

  /** Adds the flow over each link. */
  static void flows(ArrayNode array, List<Event.LinkFlow> links) {
    for (Event.LinkFlow link : links) {
      array.addObject().put("from", link.from()).put("to", link.to()).put("flowWh", link.flowWh());
    }
  }

  static ObjectNode trade(Event.TradeMade trade) {
    ObjectNode node =
        slot(object().put("tradeId", trade.tradeId()), trade.slot())
            .put("phase", "auction")
            .put("buyOrderId", orNull(trade.buyOrderId()))
            .put("sellOrderId", orNull(trade.sellOrderId()))
            .putNull("takerSide")
            .put("buyer", trade.buyer())
            .put("seller", trade.seller())
            .putNull("buyArea")
            .putNull("sellArea")
            .put("energyWh", trade.energyWh())
            .put("priceMicroPerKwh", trade.priceMicroPerKwh())
            .put("feeMicroPerKwh", 0)
            .put("surplusMicroPerKwh", trade.surplusMicroPerKwh());
    node.putArray("path");
    return node;
  }

  /** A trade with its parties, or without them for whom they do not concern. */
  static ObjectNode named(ObjectNode trade, Caller caller) {
    if (!caller.isParty(trade.path("buyer").asText(), trade.path("seller").asText())) {
      PARTIES.stream().filter(trade::has).forEach(trade::putNull);
    }
    return trade;
  }

  static ObjectNode position(MeteredPosition position) {
    return slot(object().put("participant", position.participant()), position.slot())
        .put("version", position.version())
        .put("importWh", position.importWh())
        .put("exportWh", position.exportWh())
        .put("netWh", position.netWh())
        .put("quality", position.quality().name());
  }

  static ObjectNode billTotal(BillTotal total, String currency) {
    return object()
        .put("participant", total.participant())
        .put("importWh", total.importWh())
        .put("exportWh", total.exportWh())
        .put("boughtWh", total.boughtWh())
        .put("soldWh", total.soldWh())
        .put("amountNano", total.amountNano().toString())
        .put("currency", currency);
  }

  static ObjectNode billLine(BillQueries.IndexedLine indexed) {
    BillLine line = indexed.line();
    ObjectNode node =
        slot(object(), line.slot())
            .put("settlement", indexed.settlement().name())
            .put("run", indexed.run())
            .put("line", indexed.index());
    BillQueries.LineDispute dispute = indexed.dispute();
    if (dispute == null) {
      node.putNull("dispute");
    } else {
      node.putObject("dispute")
          .put("disputeId", dispute.disputeId())
          .put("state", dispute.state().name());
    }
    return node.put("kind", line.kind().name())
        .put("counterparty", line.counterparty())
        .put("tradeId", orNull(line.tradeId()))
        .put("energyWh", line.energyWh())
        .put("priceMicroPerKwh", line.priceMicroPerKwh())
        .put("amountNano", Long.toString(line.amountNano()))
        .put("quality", indexed.quality() == null ? null : indexed.quality().name())
        .put("salt", line.salt().hex());
  }

  static ObjectNode batch(BatchRow batch) {
    return slot(object().put("batchId", batch.batchId()), batch.slot())
        .put("run", batch.run())
        .put("rulebookVersion", batch.rulebookVersion())
        .put("billRoot", batch.billRoot())
        .put("billLineCount", batch.billLineCount())
        .put("predecessor", batch.predecessor())
        .put("transactionId", batch.transactionId())
        .put("blockNumber", batch.blockNumber());
  }

  static ObjectNode rejected(RejectedRow row) {
    return object()
        .put("id", row.id())
        .put("meter", row.meter())
        .put("time", row.time() == null ? null : row.time().toInstant().toString())
        .put("code", row.code())
        .put("message", row.message())
        .put("rawHex", row.rawHex());
  }

  /** Adds the slot's start and length. */
  static ObjectNode slot(ObjectNode node, DeliverySlot slot) {
    slot(JsonFields.of(node), slot);
    return node;
  }

  private static JsonFields slot(JsonFields to, DeliverySlot slot) {
    return to.put("slotStart", instant(slot.startMillis())).put("slotMinutes", slot.minutes());
  }

  /** Ids count up from 1; 0 is none. */
  private static @Nullable Long orNull(long id) {
    return id == 0 ? null : (Long) id;
  }

  /** Adds the levels of one side of a book. */
  static void levels(ArrayNode array, Iterable<OrderBook.Level> levels) {
    for (OrderBook.Level level : levels) {
      array
          .addObject()
          .put("priceMicroPerKwh", level.priceMicroPerKwh())
          .put("energyWh", level.energyWh())
          .put("orders", level.orders());
    }
  }
}
