package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.Event;

/** Missed gates, and what operators took back. */
final class FallbackEvents {
  private static final EnumCodes<BustCause, EventProto.BustCause> CAUSES =
      new EnumCodes<>(BustCause.class, EventProto.BustCause.class, "BUST_CAUSE_");

  private FallbackEvents() {}

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        variant(
            Event.GateMissed.class,
            EventProto.Event.GATE_MISSED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getGateMissedBuilder()
                    .setSlot(ModelConverter.encode(event.slot()))
                    .setLateMillis(event.lateMillis())
                    .setFallback(SafeguardsConverter.MISSED_GATES.encode(event.fallback())),
            message -> decode(message.getGateMissed())),
        variant(
            Event.AuctionCancelled.class,
            EventProto.Event.AUCTION_CANCELLED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getAuctionCancelledBuilder()
                    .setSlot(ModelConverter.encode(event.slot()))
                    .setReason(event.reason()),
            message -> decode(message.getAuctionCancelled())),
        variant(
            Event.AuctionCancelRejected.class,
            EventProto.Event.AUCTION_CANCEL_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getAuctionCancelRejectedBuilder()
                    .setOperator(event.operator())
                    .setSlotStartMillis(event.slotStartMillis())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getAuctionCancelRejected())),
        variant(
            Event.TradeBusted.class,
            EventProto.Event.TRADE_BUSTED_FIELD_NUMBER,
            (builder, event) -> builder.setTradeBusted(encode(event)),
            message -> decode(message.getTradeBusted())),
        variant(
            Event.BustRejected.class,
            EventProto.Event.BUST_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getBustRejectedBuilder()
                    .setOperator(event.operator())
                    .setTradeId(event.tradeId())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getBustRejected())),
        variant(
            Event.LinkLimited.class,
            EventProto.Event.LINK_LIMITED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getLinkLimitedBuilder()
                    .setSlot(ModelConverter.encode(event.slot()))
                    .setFrom(event.from())
                    .setTo(event.to())
                    .setMinFlowWh(event.minFlowWh())
                    .setMaxFlowWh(event.maxFlowWh())
                    .setReason(event.reason()),
            message -> decode(message.getLinkLimited())),
        variant(
            Event.LinkLimitRejected.class,
            EventProto.Event.LINK_LIMIT_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getLinkLimitRejectedBuilder()
                    .setOperator(event.operator())
                    .setSlotStartMillis(event.slotStartMillis())
                    .setFrom(event.from())
                    .setTo(event.to())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getLinkLimitRejected())),
        variant(
            Event.TradeCurtailed.class,
            EventProto.Event.TRADE_CURTAILED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getTradeCurtailedBuilder()
                    .setTradeId(event.tradeId())
                    .setSlot(ModelConverter.encode(event.slot()))
                    .setBuyer(event.buyer())
                    .setSeller(event.seller())
                    .setByWh(event.byWh())
                    .setLeftWh(event.leftWh())
                    .setBuyerMicroPerKwh(event.buyerMicroPerKwh())
                    .setSellerMicroPerKwh(event.sellerMicroPerKwh()),
            message -> decode(message.getTradeCurtailed())));
  }

  private static Event.LinkLimited decode(EventProto.LinkLimited message) {
    known(message);
    return new Event.LinkLimited(
        ModelConverter.decode(message.hasSlot(), message.getSlot()),
        message.getFrom(),
        message.getTo(),
        message.getMinFlowWh(),
        message.getMaxFlowWh(),
        message.getReason());
  }

  private static Event.LinkLimitRejected decode(EventProto.LinkLimitRejected message) {
    known(message);
    return new Event.LinkLimitRejected(
        message.getOperator(),
        message.getSlotStartMillis(),
        message.getFrom(),
        message.getTo(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static Event.TradeCurtailed decode(EventProto.TradeCurtailed message) {
    known(message);
    return new Event.TradeCurtailed(
        message.getTradeId(),
        ModelConverter.decode(message.hasSlot(), message.getSlot()),
        message.getBuyer(),
        message.getSeller(),
        message.getByWh(),
        message.getLeftWh(),
        message.getBuyerMicroPerKwh(),
        message.getSellerMicroPerKwh());
  }

  private static Event.GateMissed decode(EventProto.GateMissed message) {
    known(message);
    return new Event.GateMissed(
        ModelConverter.decode(message.hasSlot(), message.getSlot()),
        message.getLateMillis(),
        SafeguardsConverter.MISSED_GATES.decode(message.getFallback(), message.getFallbackValue()));
  }

  private static Event.AuctionCancelled decode(EventProto.AuctionCancelled message) {
    known(message);
    return new Event.AuctionCancelled(
        ModelConverter.decode(message.hasSlot(), message.getSlot()), message.getReason());
  }

  private static Event.AuctionCancelRejected decode(EventProto.AuctionCancelRejected message) {
    known(message);
    return new Event.AuctionCancelRejected(
        message.getOperator(),
        message.getSlotStartMillis(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static EventProto.TradeBusted encode(Event.TradeBusted event) {
    return EventProto.TradeBusted.newBuilder()
        .setTradeId(event.tradeId())
        .setSlot(ModelConverter.encode(event.slot()))
        .setBuyer(event.buyer())
        .setSeller(event.seller())
        .setEnergyWh(event.energyWh())
        .setPriceMicroPerKwh(event.priceMicroPerKwh())
        .setCause(CAUSES.encode(event.cause()))
        .setReason(event.reason())
        .build();
  }

  private static Event.TradeBusted decode(EventProto.TradeBusted message) {
    known(message);
    return new Event.TradeBusted(
        message.getTradeId(),
        ModelConverter.decode(message.hasSlot(), message.getSlot()),
        message.getBuyer(),
        message.getSeller(),
        message.getEnergyWh(),
        message.getPriceMicroPerKwh(),
        CAUSES.decode(message.getCause(), message.getCauseValue()),
        message.getReason());
  }

  private static Event.BustRejected decode(EventProto.BustRejected message) {
    known(message);
    return new Event.BustRejected(
        message.getOperator(),
        message.getTradeId(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }
}
