package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Event;

/** Metered positions, settlement and its confirmation by the ledger. */
final class SettlementEvents {

  private SettlementEvents() {}

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        variant(
            Event.PositionRecorded.class,
            EventProto.Event.POSITION_RECORDED_FIELD_NUMBER,
            (builder, event) -> builder.setPositionRecorded(encode(event)),
            message -> decode(message.getPositionRecorded())),
        variant(
            Event.PositionRejected.class,
            EventProto.Event.POSITION_REJECTED_FIELD_NUMBER,
            (builder, event) -> builder.setPositionRejected(encode(event)),
            message -> decode(message.getPositionRejected())),
        variant(
            Event.SlotSettled.class,
            EventProto.Event.SLOT_SETTLED_FIELD_NUMBER,
            (builder, event) -> builder.setSlotSettled(encode(event)),
            message -> decode(message.getSlotSettled())),
        variant(
            Event.BatchRecorded.class,
            EventProto.Event.BATCH_RECORDED_FIELD_NUMBER,
            (builder, event) -> builder.setBatchRecorded(encode(event)),
            message -> decode(message.getBatchRecorded())),
        variant(
            Event.ConfirmationRejected.class,
            EventProto.Event.CONFIRMATION_REJECTED_FIELD_NUMBER,
            (builder, event) -> builder.setConfirmationRejected(encode(event)),
            message -> decode(message.getConfirmationRejected())));
  }

  private static EventProto.PositionRecorded encode(Event.PositionRecorded event) {
    return EventProto.PositionRecorded.newBuilder()
        .setPosition(ModelConverter.encode(event.position()))
        .build();
  }

  private static Event.PositionRecorded decode(EventProto.PositionRecorded message) {
    known(message);
    return new Event.PositionRecorded(
        ModelConverter.decode(message.hasPosition(), message.getPosition()));
  }

  private static EventProto.PositionRejected encode(Event.PositionRejected event) {
    return EventProto.PositionRejected.newBuilder()
        .setPosition(ModelConverter.encode(event.position()))
        .setRejection(ModelConverter.encode(event.rejection()))
        .build();
  }

  private static Event.PositionRejected decode(EventProto.PositionRejected message) {
    known(message);
    return new Event.PositionRejected(
        ModelConverter.decode(message.hasPosition(), message.getPosition()),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static EventProto.SlotSettled encode(Event.SlotSettled event) {
    EventProto.SlotSettled.Builder builder =
        EventProto.SlotSettled.newBuilder().setBatch(SettlementConverter.encode(event.batch()));
    event.billLines().forEach(line -> builder.addBillLines(SettlementConverter.encode(line)));
    return builder.build();
  }

  private static Event.SlotSettled decode(EventProto.SlotSettled message) {
    known(message);
    return new Event.SlotSettled(
        SettlementConverter.decode(message.hasBatch(), message.getBatch()),
        message.getBillLinesList().stream().map(SettlementConverter::decode).toList());
  }

  private static EventProto.BatchRecorded encode(Event.BatchRecorded event) {
    return EventProto.BatchRecorded.newBuilder()
        .setBatchId(event.batchId())
        .setTransactionId(event.transactionId())
        .setBlockNumber(event.blockNumber())
        .build();
  }

  private static Event.BatchRecorded decode(EventProto.BatchRecorded message) {
    known(message);
    return new Event.BatchRecorded(
        message.getBatchId(), message.getTransactionId(), message.getBlockNumber());
  }

  private static EventProto.ConfirmationRejected encode(Event.ConfirmationRejected event) {
    return EventProto.ConfirmationRejected.newBuilder()
        .setBatchId(event.batchId())
        .setRejection(ModelConverter.encode(event.rejection()))
        .build();
  }

  private static Event.ConfirmationRejected decode(EventProto.ConfirmationRejected message) {
    known(message);
    return new Event.ConfirmationRejected(
        message.getBatchId(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }
}
