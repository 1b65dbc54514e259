package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Event;

/** An auction and what it made of the orders. */
final class AuctionEvents {

  private AuctionEvents() {}

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        variant(
            Event.AuctionCleared.class,
            EventProto.Event.AUCTION_CLEARED_FIELD_NUMBER,
            (builder, event) -> builder.setAuctionCleared(AuctionConverter.encode(event)),
            message -> AuctionConverter.decode(message.getAuctionCleared())),
        variant(
            Event.OrderFilled.class,
            EventProto.Event.ORDER_FILLED_FIELD_NUMBER,
            (builder, event) -> builder.setOrderFilled(encode(event)),
            message -> decode(message.getOrderFilled())),
        variant(
            Event.OrderExpired.class,
            EventProto.Event.ORDER_EXPIRED_FIELD_NUMBER,
            (builder, event) -> builder.setOrderExpired(encode(event)),
            message -> decode(message.getOrderExpired())),
        variant(
            Event.TradeMade.class,
            EventProto.Event.TRADE_MADE_FIELD_NUMBER,
            (builder, event) -> builder.setTradeMade(encode(event)),
            message -> decode(message.getTradeMade())));
  }

  private static EventProto.OrderFilled encode(Event.OrderFilled event) {
    return EventProto.OrderFilled.newBuilder()
        .setOrderId(event.orderId())
        .setEnergyWh(event.energyWh())
        .setPriceMicroPerKwh(event.priceMicroPerKwh())
        .build();
  }

  private static Event.OrderFilled decode(EventProto.OrderFilled message) {
    known(message);
    return new Event.OrderFilled(
        message.getOrderId(), message.getEnergyWh(), message.getPriceMicroPerKwh());
  }

  private static EventProto.OrderExpired encode(Event.OrderExpired event) {
    return EventProto.OrderExpired.newBuilder()
        .setOrderId(event.orderId())
        .setUnfilledWh(event.unfilledWh())
        .build();
  }

  private static Event.OrderExpired decode(EventProto.OrderExpired message) {
    known(message);
    return new Event.OrderExpired(message.getOrderId(), message.getUnfilledWh());
  }

  private static EventProto.TradeMade encode(Event.TradeMade event) {
    return EventProto.TradeMade.newBuilder()
        .setTradeId(event.tradeId())
        .setSlot(ModelConverter.encode(event.slot()))
        .setBuyOrderId(event.buyOrderId())
        .setSellOrderId(event.sellOrderId())
        .setBuyer(event.buyer())
        .setSeller(event.seller())
        .setEnergyWh(event.energyWh())
        .setPriceMicroPerKwh(event.priceMicroPerKwh())
        .setSurplusMicroPerKwh(event.surplusMicroPerKwh())
        .build();
  }

  private static Event.TradeMade decode(EventProto.TradeMade message) {
    known(message);
    return new Event.TradeMade(
        message.getTradeId(),
        ModelConverter.decode(message.hasSlot(), message.getSlot()),
        message.getBuyOrderId(),
        message.getSellOrderId(),
        message.getBuyer(),
        message.getSeller(),
        message.getEnergyWh(),
        message.getPriceMicroPerKwh(),
        message.getSurplusMicroPerKwh());
  }
}
