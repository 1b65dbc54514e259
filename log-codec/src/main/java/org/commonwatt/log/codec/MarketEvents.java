package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Event;

/** Rulebook, clock and phases. */
final class MarketEvents {

  private MarketEvents() {}

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        variant(
            Event.RulebookActivated.class,
            EventProto.Event.RULEBOOK_ACTIVATED_FIELD_NUMBER,
            (builder, event) -> builder.setRulebookActivated(encode(event)),
            message -> decode(message.getRulebookActivated())),
        variant(
            Event.RulebookRejected.class,
            EventProto.Event.RULEBOOK_REJECTED_FIELD_NUMBER,
            (builder, event) -> builder.setRulebookRejected(encode(event)),
            message -> decode(message.getRulebookRejected())),
        variant(
            Event.TimeAdvanced.class,
            EventProto.Event.TIME_ADVANCED_FIELD_NUMBER,
            (builder, event) -> builder.setTimeAdvanced(encode(event)),
            message -> decode(message.getTimeAdvanced())),
        variant(
            Event.SlotPhaseChanged.class,
            EventProto.Event.SLOT_PHASE_CHANGED_FIELD_NUMBER,
            (builder, event) -> builder.setSlotPhaseChanged(encode(event)),
            message -> decode(message.getSlotPhaseChanged())),
        variant(
            Event.DuplicateIgnored.class,
            EventProto.Event.DUPLICATE_IGNORED_FIELD_NUMBER,
            (builder, event) -> builder.setDuplicateIgnored(encode(event)),
            message -> decode(message.getDuplicateIgnored())));
  }

  private static EventProto.RulebookActivated encode(Event.RulebookActivated event) {
    return EventProto.RulebookActivated.newBuilder()
        .setVersion(event.version())
        .setDocumentHash(Fields.bytes(event.documentHash()))
        .build();
  }

  private static Event.RulebookActivated decode(EventProto.RulebookActivated message) {
    known(message);
    return new Event.RulebookActivated(
        message.getVersion(), Fields.hash(message.getDocumentHash(), "document_hash"));
  }

  private static EventProto.RulebookRejected encode(Event.RulebookRejected event) {
    return EventProto.RulebookRejected.newBuilder()
        .setVersion(event.version())
        .setRejection(ModelConverter.encode(event.rejection()))
        .build();
  }

  private static Event.RulebookRejected decode(EventProto.RulebookRejected message) {
    known(message);
    return new Event.RulebookRejected(
        message.getVersion(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static EventProto.TimeAdvanced encode(Event.TimeAdvanced event) {
    return EventProto.TimeAdvanced.newBuilder().setTimeMillis(event.timeMillis()).build();
  }

  private static Event.TimeAdvanced decode(EventProto.TimeAdvanced message) {
    known(message);
    return new Event.TimeAdvanced(message.getTimeMillis());
  }

  private static EventProto.SlotPhaseChanged encode(Event.SlotPhaseChanged event) {
    return EventProto.SlotPhaseChanged.newBuilder()
        .setSlot(ModelConverter.encode(event.slot()))
        .setPhase(ModelConverter.PHASES.encode(event.phase()))
        .build();
  }

  private static Event.SlotPhaseChanged decode(EventProto.SlotPhaseChanged message) {
    known(message);
    return new Event.SlotPhaseChanged(
        ModelConverter.decode(message.hasSlot(), message.getSlot()),
        ModelConverter.PHASES.decode(message.getPhase(), message.getPhaseValue()));
  }

  private static EventProto.DuplicateIgnored encode(Event.DuplicateIgnored event) {
    return EventProto.DuplicateIgnored.newBuilder()
        .setOrigin(ModelConverter.encode(event.origin()))
        .build();
  }

  private static Event.DuplicateIgnored decode(EventProto.DuplicateIgnored message) {
    known(message);
    return new Event.DuplicateIgnored(
        ModelConverter.decode(Fields.required(message.hasOrigin(), message.getOrigin(), "origin")));
  }
}
