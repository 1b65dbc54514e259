package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.SealSecret;

/** Metered positions, settlement and its confirmation by the ledger. */
final class SettlementEvents {

  private SettlementEvents() {}

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        new Variant<>(
            Event.PositionRecorded.class,
            EventProto.Event.POSITION_RECORDED_FIELD_NUMBER,
            (builder, event, seals) -> builder.setPositionRecorded(encode(event, seals)),
            (message, seals) -> decode(message.getPositionRecorded(), seals)),
        new Variant<>(
            Event.PositionRejected.class,
            EventProto.Event.POSITION_REJECTED_FIELD_NUMBER,
            (builder, event, seals) -> builder.setPositionRejected(encode(event, seals)),
            (message, seals) -> decode(message.getPositionRejected(), seals)),
        new Variant<>(
            Event.SlotSettled.class,
            EventProto.Event.SLOT_SETTLED_FIELD_NUMBER,
            (builder, event, seals) -> builder.setSlotSettled(encode(event, seals)),
            (message, seals) -> decode(message.getSlotSettled(), seals)),
        new Variant<>(
            Event.BillPart.class,
            EventProto.Event.BILL_PART_FIELD_NUMBER,
            (builder, event, seals) -> builder.setBillPart(encode(event, seals)),
            (message, seals) -> decode(message.getBillPart(), seals)),
        new Variant<>(
            Event.SlotRevised.class,
            EventProto.Event.SLOT_REVISED_FIELD_NUMBER,
            (builder, event, seals) -> builder.setSlotRevised(encode(event, seals)),
            (message, seals) -> decode(message.getSlotRevised(), seals)),
        variant(
            Event.PositionAssumed.class,
            EventProto.Event.POSITION_ASSUMED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getPositionAssumedBuilder()
                    .setPosition(ModelConverter.encode(event.position())),
            message -> decode(message.getPositionAssumed())),
        variant(
            Event.ErasureRecorded.class,
            EventProto.Event.ERASURE_RECORDED_FIELD_NUMBER,
            (builder, event) -> builder.setErasureRecorded(encode(event)),
            message -> decode(message.getErasureRecorded())),
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

  private static EventProto.PositionRecorded encode(Event.PositionRecorded event, Seals seals) {
    return EventProto.PositionRecorded.newBuilder()
        .setPosition(PositionConverter.encode(event.position(), seals))
        .build();
  }

  private static Event decode(EventProto.PositionRecorded message, Seals seals) {
    known(message);
    PositionRecord position =
        PositionConverter.decode(message.hasPosition(), message.getPosition(), seals);
    if (position instanceof PositionRecord.Erased erased) {
      return new Event.PositionErased(erased.position(), null);
    }
    return new Event.PositionRecorded(((PositionRecord.Position) position).position());
  }

  private static Event.PositionAssumed decode(EventProto.PositionAssumed message) {
    known(message);
    return new Event.PositionAssumed(
        ModelConverter.decode(message.hasPosition(), message.getPosition()));
  }

  private static EventProto.PositionRejected encode(Event.PositionRejected event, Seals seals) {
    MeteredPosition position = event.position();
    EventProto.PositionRejected.Builder builder =
        EventProto.PositionRejected.newBuilder()
            .setPosition(PositionConverter.encode(position, seals));
    Rejection rejection = event.rejection();
    SealSecret secret = position.secret();
    if (secret != null) {
      builder.setMessage(
          PositionConverter.encodeMessage(position, secret, rejection.message(), seals));
      rejection = new Rejection(rejection.code(), "");
    }
    return builder.setRejection(ModelConverter.encode(rejection)).build();
  }

  private static Event decode(EventProto.PositionRejected message, Seals seals) {
    known(message);
    Rejection rejection = ModelConverter.decode(message.hasRejection(), message.getRejection());
    PositionRecord record =
        PositionConverter.decode(message.hasPosition(), message.getPosition(), seals);
    if (record instanceof PositionRecord.Erased erased) {
      return new Event.PositionErased(erased.position(), rejection.code());
    }
    MeteredPosition position = ((PositionRecord.Position) record).position();
    if (message.hasMessage() != (position.secret() != null)) {
      throw CodecException.outOfRange("a refusal is sealed exactly when its position is");
    }
    if (message.hasMessage()) {
      String text = PositionConverter.decodeMessage(position, message.getMessage(), seals);
      rejection = new Rejection(rejection.code(), text);
    }
    return new Event.PositionRejected(position, rejection);
  }

  private static EventProto.SlotSettled encode(Event.SlotSettled event, Seals seals) {
    requireReadable(event.erasedLines());
    return EventProto.SlotSettled.newBuilder()
        .setBatch(SettlementConverter.encode(event.batch()))
        .setFirstLine(event.firstLine())
        .addAllBillLines(SealedLines.encode(0, event.firstLine(), event.billLines(), seals))
        .build();
  }

  private static EventProto.SlotRevised encode(Event.SlotRevised event, Seals seals) {
    requireReadable(event.erasedLines());
    return EventProto.SlotRevised.newBuilder()
        .setBatch(SettlementConverter.encode(event.batch()))
        .setRun(event.run())
        .addAllBillLines(SealedLines.encode(event.run(), 0, event.billLines(), seals))
        .build();
  }

  private static EventProto.BillPart encode(Event.BillPart event, Seals seals) {
    requireReadable(event.erasedLines());
    return EventProto.BillPart.newBuilder()
        .setSlot(ModelConverter.encode(event.slot()))
        .setFirstLine(event.firstLine())
        .addAllBillLines(SealedLines.encode(0, event.firstLine(), event.billLines(), seals))
        .build();
  }

  private static void requireReadable(List<ErasedLine> erasedLines) {
    if (!erasedLines.isEmpty()) {
      throw new IllegalStateException("a settlement of erased lines is read and never written");
    }
  }

  private static Event.SlotSettled decode(EventProto.SlotSettled message, Seals seals) {
    known(message);
    int first = firstLine(message.getFirstLine());
    SealedLines.Read lines = SealedLines.decode(0, first, message.getBillLinesList(), seals);
    return new Event.SlotSettled(
        SettlementConverter.decode(message.hasBatch(), message.getBatch()),
        first,
        lines.readable(),
        lines.erased());
  }

  private static Event.SlotRevised decode(EventProto.SlotRevised message, Seals seals) {
    known(message);
    if (message.getRun() < 1) {
      throw CodecException.outOfRange("runs after the initial one are counted from 1");
    }
    SealedLines.Read lines =
        SealedLines.decode(message.getRun(), 0, message.getBillLinesList(), seals);
    return new Event.SlotRevised(
        SettlementConverter.decode(message.hasBatch(), message.getBatch()),
        message.getRun(),
        lines.readable(),
        lines.erased());
  }

  private static Event.BillPart decode(EventProto.BillPart message, Seals seals) {
    known(message);
    int first = firstLine(message.getFirstLine());
    SealedLines.Read lines = SealedLines.decode(0, first, message.getBillLinesList(), seals);
    return new Event.BillPart(
        ModelConverter.decode(message.hasSlot(), message.getSlot()),
        first,
        lines.readable(),
        lines.erased());
  }

  private static int firstLine(int index) {
    if (index < 0) {
      throw CodecException.outOfRange("the lines of a bill are counted from 0, not from " + index);
    }
    return index;
  }

  private static EventProto.ErasureRecorded encode(Event.ErasureRecorded event) {
    return EventProto.ErasureRecorded.newBuilder()
        .setParticipant(event.participant())
        .addAllKeys(event.keys())
        .setTimeMillis(event.timeMillis())
        .build();
  }

  private static Event.ErasureRecorded decode(EventProto.ErasureRecorded message) {
    known(message);
    return new Event.ErasureRecorded(
        message.getParticipant(), message.getKeysList(), message.getTimeMillis());
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
