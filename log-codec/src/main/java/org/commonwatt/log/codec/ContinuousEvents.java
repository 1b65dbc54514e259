package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Event;

/** What happens in continuous trading. */
final class ContinuousEvents {

  private ContinuousEvents() {}

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        variant(
            Event.ContinuousTrade.class,
            EventProto.Event.CONTINUOUS_TRADE_FIELD_NUMBER,
            (builder, event) -> builder.setContinuousTrade(encode(event)),
            message -> decode(message.getContinuousTrade())),
        variant(
            Event.OrderReduced.class,
            EventProto.Event.ORDER_REDUCED_FIELD_NUMBER,
            (builder, event) -> builder.setOrderReduced(encode(event)),
            message -> decode(message.getOrderReduced())),
        variant(
            Event.ProductHalted.class,
            EventProto.Event.PRODUCT_HALTED_FIELD_NUMBER,
            (builder, event) -> builder.setProductHalted(encode(event)),
            message -> decode(message.getProductHalted())),
        variant(
            Event.ProductResumed.class,
            EventProto.Event.PRODUCT_RESUMED_FIELD_NUMBER,
            (builder, event) -> builder.setProductResumed(encode(event)),
            message -> decode(message.getProductResumed())));
  }

  private static EventProto.ContinuousTrade encode(Event.ContinuousTrade event) {
    EventProto.ContinuousTrade.Builder builder =
        EventProto.ContinuousTrade.newBuilder()
            .setTradeId(event.tradeId())
            .setSlot(ModelConverter.encode(event.slot()))
            .setTakerOrderId(event.takerOrderId())
            .setMakerOrderId(event.makerOrderId())
            .setTakerSide(ModelConverter.SIDES.encode(event.takerSide()))
            .setBuyer(event.buyer())
            .setSeller(event.seller())
            .setBuyArea(event.buyArea())
            .setSellArea(event.sellArea())
            .setEnergyWh(event.energyWh())
            .setPriceMicroPerKwh(event.priceMicroPerKwh())
            .setFeeMicroPerKwh(event.feeMicroPerKwh());
    event.path().forEach(link -> builder.addPath(AuctionConverter.encode(link)));
    return builder.setSource(ModelConverter.encode(event.source())).build();
  }

  private static Event.ContinuousTrade decode(EventProto.ContinuousTrade message) {
    known(message);
    return new Event.ContinuousTrade(
        message.getTradeId(),
        ModelConverter.decode(message.hasSlot(), message.getSlot()),
        message.getTakerOrderId(),
        message.getMakerOrderId(),
        ModelConverter.SIDES.decode(message.getTakerSide(), message.getTakerSideValue()),
        message.getBuyer(),
        message.getSeller(),
        message.getBuyArea(),
        message.getSellArea(),
        message.getEnergyWh(),
        message.getPriceMicroPerKwh(),
        message.getFeeMicroPerKwh(),
        message.getPathList().stream().map(AuctionConverter::decode).toList(),
        ModelConverter.decode(message.getSource(), message.getSourceValue()));
  }

  private static EventProto.OrderReduced encode(Event.OrderReduced event) {
    return EventProto.OrderReduced.newBuilder()
        .setOrderId(event.orderId())
        .setByWh(event.byWh())
        .build();
  }

  private static Event.OrderReduced decode(EventProto.OrderReduced message) {
    known(message);
    return new Event.OrderReduced(message.getOrderId(), message.getByWh());
  }

  private static EventProto.ProductHalted encode(Event.ProductHalted event) {
    return EventProto.ProductHalted.newBuilder()
        .setSlot(ModelConverter.encode(event.slot()))
        .setArea(event.area())
        .setPriceMicroPerKwh(event.priceMicroPerKwh())
        .setUntilMillis(event.untilMillis())
        .build();
  }

  private static Event.ProductHalted decode(EventProto.ProductHalted message) {
    known(message);
    return new Event.ProductHalted(
        ModelConverter.decode(message.hasSlot(), message.getSlot()),
        message.getArea(),
        message.getPriceMicroPerKwh(),
        message.getUntilMillis());
  }

  private static EventProto.ProductResumed encode(Event.ProductResumed event) {
    return EventProto.ProductResumed.newBuilder()
        .setSlot(ModelConverter.encode(event.slot()))
        .setArea(event.area())
        .build();
  }

  private static Event.ProductResumed decode(EventProto.ProductResumed message) {
    known(message);
    return new Event.ProductResumed(
        ModelConverter.decode(message.hasSlot(), message.getSlot()), message.getArea());
  }
}
