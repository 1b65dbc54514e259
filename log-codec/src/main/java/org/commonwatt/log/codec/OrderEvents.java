package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Event;
import org.commonwatt.model.OrderTerms;

/** The life of an order outside its auction. */
final class OrderEvents {
  private static final EnumCodes<CancelReason, EventProto.CancelReason> REASONS =
      new EnumCodes<>(CancelReason.class, EventProto.CancelReason.class, "CANCEL_REASON_");

  private OrderEvents() {}

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        variant(
            Event.OrderAccepted.class,
            EventProto.Event.ORDER_ACCEPTED_FIELD_NUMBER,
            (builder, event) -> builder.setOrderAccepted(encode(event)),
            message -> decode(message.getOrderAccepted())),
        variant(
            Event.OrderRepeated.class,
            EventProto.Event.ORDER_REPEATED_FIELD_NUMBER,
            (builder, event) -> builder.setOrderRepeated(encode(event)),
            message -> decode(message.getOrderRepeated())),
        variant(
            Event.OrderRejected.class,
            EventProto.Event.ORDER_REJECTED_FIELD_NUMBER,
            (builder, event) -> builder.setOrderRejected(encode(event)),
            message -> decode(message.getOrderRejected())),
        variant(
            Event.OrderCancelled.class,
            EventProto.Event.ORDER_CANCELLED_FIELD_NUMBER,
            (builder, event) -> builder.setOrderCancelled(encode(event)),
            message -> decode(message.getOrderCancelled())),
        variant(
            Event.OrderAmended.class,
            EventProto.Event.ORDER_AMENDED_FIELD_NUMBER,
            (builder, event) -> builder.setOrderAmended(encode(event)),
            message -> decode(message.getOrderAmended())),
        variant(
            Event.AmendRejected.class,
            EventProto.Event.AMEND_REJECTED_FIELD_NUMBER,
            (builder, event) -> builder.setAmendRejected(encode(event)),
            message -> decode(message.getAmendRejected())),
        variant(
            Event.CancelRejected.class,
            EventProto.Event.CANCEL_REJECTED_FIELD_NUMBER,
            (builder, event) -> builder.setCancelRejected(encode(event)),
            message -> decode(message.getCancelRejected())));
  }

  private static EventProto.OrderAccepted encode(Event.OrderAccepted event) {
    EventProto.OrderAccepted.Builder builder =
        EventProto.OrderAccepted.newBuilder()
            .setOrderId(event.orderId())
            .setParticipant(event.participant())
            .setClientOrderId(event.clientOrderId())
            .setArea(event.area())
            .setSlot(ModelConverter.encode(event.slot()))
            .setSide(ModelConverter.SIDES.encode(event.side()))
            .setPriceMicroPerKwh(event.priceMicroPerKwh())
            .setEnergyWh(event.energyWh())
            .setTimeMillis(event.timeMillis());
    if (!event.terms().equals(OrderTerms.DEFAULT)) {
      builder.setTerms(ModelConverter.encode(event.terms()));
    }
    return builder.build();
  }

  private static Event.OrderAccepted decode(EventProto.OrderAccepted message) {
    known(message);
    return new Event.OrderAccepted(
        message.getOrderId(),
        message.getParticipant(),
        message.getClientOrderId(),
        message.getArea(),
        ModelConverter.decode(message.hasSlot(), message.getSlot()),
        ModelConverter.SIDES.decode(message.getSide(), message.getSideValue()),
        message.getPriceMicroPerKwh(),
        message.getEnergyWh(),
        message.getTimeMillis(),
        ModelConverter.decode(message.hasTerms(), message.getTerms()));
  }

  private static EventProto.OrderRepeated encode(Event.OrderRepeated event) {
    return EventProto.OrderRepeated.newBuilder()
        .setOrderId(event.orderId())
        .setParticipant(event.participant())
        .setClientOrderId(event.clientOrderId())
        .build();
  }

  private static Event.OrderRepeated decode(EventProto.OrderRepeated message) {
    known(message);
    return new Event.OrderRepeated(
        message.getOrderId(), message.getParticipant(), message.getClientOrderId());
  }

  private static EventProto.OrderRejected encode(Event.OrderRejected event) {
    return EventProto.OrderRejected.newBuilder()
        .setParticipant(event.participant())
        .setClientOrderId(event.clientOrderId())
        .setRejection(ModelConverter.encode(event.rejection()))
        .build();
  }

  private static Event.OrderRejected decode(EventProto.OrderRejected message) {
    known(message);
    return new Event.OrderRejected(
        message.getParticipant(),
        message.getClientOrderId(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static EventProto.OrderCancelled encode(Event.OrderCancelled event) {
    EventProto.OrderCancelled.Builder builder =
        EventProto.OrderCancelled.newBuilder().setOrderId(event.orderId());
    if (FormatVersions.saysWhy(event)) {
      builder.setUnfilledWh(event.unfilledWh()).setReason(REASONS.encode(event.reason()));
    }
    return builder.build();
  }

  private static Event.OrderCancelled decode(EventProto.OrderCancelled message) {
    known(message);
    if (message.hasUnfilledWh() != message.hasReason()) {
      throw CodecException.missingField(message.hasReason() ? "unfilled_wh" : "reason");
    }
    return message.hasReason()
        ? new Event.OrderCancelled(
            message.getOrderId(),
            message.getUnfilledWh(),
            REASONS.decode(message.getReason(), message.getReasonValue()))
        : new Event.OrderCancelled(message.getOrderId());
  }

  private static EventProto.OrderAmended encode(Event.OrderAmended event) {
    return EventProto.OrderAmended.newBuilder()
        .setOrderId(event.orderId())
        .setPriceMicroPerKwh(event.priceMicroPerKwh())
        .setEnergyWh(event.energyWh())
        .setKeptPriority(event.keptPriority())
        .build();
  }

  private static Event.OrderAmended decode(EventProto.OrderAmended message) {
    known(message);
    return new Event.OrderAmended(
        message.getOrderId(),
        message.getPriceMicroPerKwh(),
        message.getEnergyWh(),
        message.getKeptPriority());
  }

  private static EventProto.AmendRejected encode(Event.AmendRejected event) {
    return EventProto.AmendRejected.newBuilder()
        .setParticipant(event.participant())
        .setOrderId(event.orderId())
        .setRejection(ModelConverter.encode(event.rejection()))
        .build();
  }

  private static Event.AmendRejected decode(EventProto.AmendRejected message) {
    known(message);
    return new Event.AmendRejected(
        message.getParticipant(),
        message.getOrderId(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static EventProto.CancelRejected encode(Event.CancelRejected event) {
    return EventProto.CancelRejected.newBuilder()
        .setParticipant(event.participant())
        .setOrderId(event.orderId())
        .setRejection(ModelConverter.encode(event.rejection()))
        .build();
  }

  private static Event.CancelRejected decode(EventProto.CancelRejected message) {
    known(message);
    return new Event.CancelRejected(
        message.getParticipant(),
        message.getOrderId(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }
}
