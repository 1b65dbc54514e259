package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Event;
import org.commonwatt.model.LegRefusal;

/** What became of baskets and blocks. */
final class BasketEvents {
  private BasketEvents() {}

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        variant(
            Event.BasketFilled.class,
            EventProto.Event.BASKET_FILLED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getBasketFilledBuilder()
                    .setParticipant(event.participant())
                    .setClientBasketId(event.clientBasketId())
                    .setFirstOrderId(event.firstOrderId())
                    .setLegs(event.legs()),
            message -> decode(message.getBasketFilled())),
        variant(
            Event.BasketRepeated.class,
            EventProto.Event.BASKET_REPEATED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getBasketRepeatedBuilder()
                    .setParticipant(event.participant())
                    .setClientBasketId(event.clientBasketId())
                    .setFirstOrderId(event.firstOrderId())
                    .setLegs(event.legs()),
            message -> decode(message.getBasketRepeated())),
        variant(
            Event.BasketRejected.class,
            EventProto.Event.BASKET_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getBasketRejectedBuilder()
                    .setParticipant(event.participant())
                    .setClientBasketId(event.clientBasketId())
                    .addAllRefusals(event.refusals().stream().map(BasketEvents::encode).toList()),
            message -> decode(message.getBasketRejected())));
  }

  private static EventProto.LegRefusal encode(LegRefusal refusal) {
    return EventProto.LegRefusal.newBuilder()
        .setLeg(refusal.leg())
        .setRejection(ModelConverter.encode(refusal.rejection()))
        .build();
  }

  private static Event.BasketFilled decode(EventProto.BasketFilled message) {
    known(message);
    return new Event.BasketFilled(
        message.getParticipant(),
        message.getClientBasketId(),
        message.getFirstOrderId(),
        message.getLegs());
  }

  private static Event.BasketRepeated decode(EventProto.BasketRepeated message) {
    known(message);
    return new Event.BasketRepeated(
        message.getParticipant(),
        message.getClientBasketId(),
        message.getFirstOrderId(),
        message.getLegs());
  }

  private static Event.BasketRejected decode(EventProto.BasketRejected message) {
    known(message);
    return new Event.BasketRejected(
        message.getParticipant(),
        message.getClientBasketId(),
        message.getRefusalsList().stream().map(BasketEvents::decode).toList());
  }

  private static LegRefusal decode(EventProto.LegRefusal message) {
    known(message);
    return new LegRefusal(
        message.getLeg(), ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }
}
