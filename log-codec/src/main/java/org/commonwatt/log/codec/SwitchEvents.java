package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Event;
import org.commonwatt.model.Side;

/** Mass cancels, and switches that cancel unless they are renewed. */
final class SwitchEvents {
  private SwitchEvents() {}

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        variant(
            Event.MassCancelled.class,
            EventProto.Event.MASS_CANCELLED_FIELD_NUMBER,
            (builder, event) -> builder.setMassCancelled(encode(event)),
            message -> decode(message.getMassCancelled())),
        variant(
            Event.CancelAfterSet.class,
            EventProto.Event.CANCEL_AFTER_SET_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getCancelAfterSetBuilder()
                    .setParticipant(event.participant())
                    .setDeadlineMillis(event.deadlineMillis()),
            message -> decode(message.getCancelAfterSet())),
        variant(
            Event.CancelAfterPassed.class,
            EventProto.Event.CANCEL_AFTER_PASSED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getCancelAfterPassedBuilder()
                    .setParticipant(event.participant())
                    .setDeadlineMillis(event.deadlineMillis())
                    .setOrders(event.orders()),
            message -> decode(message.getCancelAfterPassed())));
  }

  private static EventProto.MassCancelled encode(Event.MassCancelled event) {
    EventProto.MassCancelled.Builder builder =
        EventProto.MassCancelled.newBuilder()
            .setParticipant(event.participant())
            .setOrders(event.orders());
    Long slot = event.slotStartMillis();
    if (slot != null) {
      builder.setSlotStartMillis(slot);
    }
    String area = event.area();
    if (area != null) {
      builder.setArea(area);
    }
    Side side = event.side();
    return side == null
        ? builder.build()
        : builder.setSide(ModelConverter.SIDES.encode(side)).build();
  }

  private static Event.MassCancelled decode(EventProto.MassCancelled message) {
    known(message);
    return new Event.MassCancelled(
        message.getParticipant(),
        message.hasSlotStartMillis() ? message.getSlotStartMillis() : null,
        message.hasArea() ? message.getArea() : null,
        message.hasSide()
            ? ModelConverter.SIDES.decode(message.getSide(), message.getSideValue())
            : null,
        message.getOrders());
  }

  private static Event.CancelAfterSet decode(EventProto.CancelAfterSet message) {
    known(message);
    return new Event.CancelAfterSet(message.getParticipant(), message.getDeadlineMillis());
  }

  private static Event.CancelAfterPassed decode(EventProto.CancelAfterPassed message) {
    known(message);
    return new Event.CancelAfterPassed(
        message.getParticipant(), message.getDeadlineMillis(), message.getOrders());
  }
}
