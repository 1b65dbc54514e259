package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;

/** Events with their place on the log. */
final class EventConverter {

  private static final Variants<Event, EventProto.Event.Builder, EventProto.Event> EVENTS =
      new Variants<>(all());

  private EventConverter() {}

  static EventProto.EventEnvelope encode(EventEnvelope envelope, Seals seals) {
    // A builder of its own: one that is nested in the envelope's took a tenth of an engine's time.
    EventProto.Event.Builder event = EventProto.Event.newBuilder();
    EVENTS.encode(envelope.event(), event, seals);
    return EventProto.EventEnvelope.newBuilder()
        .setVersion(FormatVersions.of(envelope.event()))
        .setCommandOffset(envelope.commandOffset())
        .setCommandIndex(envelope.commandIndex())
        .setIndex(envelope.index())
        .setCount(envelope.count())
        .setSequence(envelope.sequence())
        .setPreviousHash(Fields.bytes(envelope.previousHash()))
        .setEvent(event.build())
        .build();
  }

  static EventEnvelope decode(EventProto.EventEnvelope envelope, Seals seals) {
    RecordType.EVENT_FRAME.requireVersion(envelope.getVersion(), FormatVersions.HIGHEST);
    known(envelope);
    EventProto.Event event = envelope.getEvent();
    int kind = event.getKindCase().getNumber();
    if (kind == 0) {
      throw Fields.unknownKind("event", event);
    }
    known(event);
    Event decoded = EVENTS.decode(event, kind, seals);
    return new EventEnvelope(
        envelope.getCommandOffset(),
        envelope.getCommandIndex(),
        envelope.getIndex(),
        envelope.getCount(),
        envelope.getSequence(),
        Fields.hash(envelope.getPreviousHash(), "previous_hash"),
        Records.inVersion(envelope.getVersion(), FormatVersions.of(decoded), decoded));
  }

  static <K extends Event> Variant<Event, K, EventProto.Event.Builder, EventProto.Event> variant(
      Class<K> type,
      int number,
      BiConsumer<EventProto.Event.Builder, K> encode,
      Function<EventProto.Event, K> decode) {
    return new Variant<>(type, number, encode, decode);
  }

  private static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> all() {
    List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> all = new ArrayList<>();
    all.addAll(MarketEvents.variants());
    all.addAll(OrderEvents.variants());
    all.addAll(AuctionEvents.variants());
    all.addAll(ContinuousEvents.variants());
    all.addAll(SettlementEvents.variants());
    all.addAll(GuaranteeEvents.variants());
    all.addAll(FallbackEvents.variants());
    all.addAll(SwitchEvents.variants());
    all.addAll(BasketEvents.variants());
    all.addAll(WindowEvents.variants());
    all.addAll(PreferenceEvents.variants());
    all.addAll(DisputeEvents.variants());
    all.addAll(RegistrationEvents.variants());
    all.addAll(ImbalanceConverter.events());
    all.addAll(BoundaryConverter.events());
    all.addAll(BilateralConverter.events());
    all.addAll(PayOutConverter.events());
    all.addAll(StorageEvents.variants());
    all.addAll(NegotiationConverter.events());
    all.addAll(CallConverter.events());
    all.addAll(StorageAuctionEvents.variants());
    all.addAll(DeliveryConverter.events());
    all.addAll(LeaseConverter.events());
    return all;
  }
}
