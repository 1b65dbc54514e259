package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Event;

/** The life of an order outside its auction. */
final class OrderEvents {

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
            Event.CancelRejected.class,
            EventProto.Event.CANCEL_REJECTED_FIELD_NUMBER,
            (builder, event) -> builder.setCancelRejected(encode(event)),
            message -> decode(message.getCancelRejected())));
  }

  private static EventProto.OrderAccepted encode(Event.OrderAccepted event) {
    return EventProto.OrderAccepted.newBuilder()
        .setOrderId(event.orderId())
        .setParticipant(event.participant())
        .setClientOrderId(event.clientOrderId())
        .setArea(event.area())
        .setSlot(ModelConverter.encode(event.slot()))
        .setSide(ModelConverter.SIDES.encode(event.side()))
        .setPriceMicroPerKwh(event.priceMicroPerKwh())
        .setEnergyWh(event.energyWh())
        .setTimeMillis(event.timeMillis())
        .build();
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
        message.getTimeMillis());
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
    return EventProto.OrderCancelled.newBuilder().setOrderId(event.orderId()).build();
  }

  private static Event.OrderCancelled decode(EventProto.OrderCancelled message) {
    known(message);
    return new Event.OrderCancelled(message.getOrderId());
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
