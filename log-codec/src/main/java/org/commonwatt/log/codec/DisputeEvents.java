package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.DisputeTexts.Dispute;
import org.commonwatt.log.codec.DisputeTexts.Line;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;

/** What became of disputes. */
final class DisputeEvents {
  private DisputeEvents() {}

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        new Variant<>(
            Event.DisputeOpened.class,
            EventProto.Event.DISPUTE_OPENED_FIELD_NUMBER,
            (builder, event, seals) -> builder.setDisputeOpened(encode(event, seals)),
            (message, seals) -> decode(message.getDisputeOpened(), seals)),
        variant(
            Event.DisputeEvidenceAdded.class,
            EventProto.Event.DISPUTE_EVIDENCE_ADDED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getDisputeEvidenceAddedBuilder()
                    .setDisputeId(event.disputeId())
                    .setParticipant(event.participant())
                    .setEvidence(Fields.bytes(event.evidence())),
            message -> decode(message.getDisputeEvidenceAdded())),
        new Variant<>(
            Event.DisputeDecided.class,
            EventProto.Event.DISPUTE_DECIDED_FIELD_NUMBER,
            (builder, event, seals) -> builder.setDisputeDecided(encode(event, seals)),
            (message, seals) -> decode(message.getDisputeDecided(), seals)),
        variant(
            Event.DisputeWithdrawn.class,
            EventProto.Event.DISPUTE_WITHDRAWN_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getDisputeWithdrawnBuilder()
                    .setDisputeId(event.disputeId())
                    .setParticipant(event.participant()),
            message -> decode(message.getDisputeWithdrawn())),
        variant(
            Event.DisputeOverdue.class,
            EventProto.Event.DISPUTE_OVERDUE_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getDisputeOverdueBuilder()
                    .setDisputeId(event.disputeId())
                    .setParticipant(event.participant())
                    .setDecideByMillis(event.decideByMillis()),
            message -> decode(message.getDisputeOverdue())),
        variant(
            Event.DisputeRejected.class,
            EventProto.Event.DISPUTE_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getDisputeRejectedBuilder()
                    .setAccount(event.account())
                    .setDisputeId(event.disputeId())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getDisputeRejected())));
  }

  private static EventProto.DisputeOpened encode(Event.DisputeOpened event, Seals seals) {
    Line line =
        new Line(event.participant(), event.slot().startMillis(), event.run(), event.line());
    EventProto.DisputeOpened.Builder builder =
        EventProto.DisputeOpened.newBuilder()
            .setDisputeId(event.disputeId())
            .setParticipant(event.participant())
            .setSlot(ModelConverter.encode(event.slot()))
            .setRun(event.run())
            .setLine(event.line())
            .setReason(DisputeTexts.encode(event.reason(), line, seals))
            .setTimeMillis(event.timeMillis())
            .setDecideByMillis(event.decideByMillis())
            .setUntilMillis(event.untilMillis());
    Hash evidence = event.evidence();
    return evidence == null ? builder.build() : builder.setEvidence(Fields.bytes(evidence)).build();
  }

  private static Event.DisputeOpened decode(EventProto.DisputeOpened message, Seals seals) {
    known(message);
    DeliverySlot slot = ModelConverter.decode(message.hasSlot(), message.getSlot());
    Line line =
        new Line(message.getParticipant(), slot.startMillis(), message.getRun(), message.getLine());
    return new Event.DisputeOpened(
        message.getDisputeId(),
        message.getParticipant(),
        slot,
        message.getRun(),
        message.getLine(),
        DisputeTexts.decode(message.hasReason(), message.getReason(), line, seals),
        message.hasEvidence() ? Fields.hash(message.getEvidence(), "evidence") : null,
        message.getTimeMillis(),
        message.getDecideByMillis(),
        message.getUntilMillis());
  }

  private static Event.DisputeEvidenceAdded decode(EventProto.DisputeEvidenceAdded message) {
    known(message);
    return new Event.DisputeEvidenceAdded(
        message.getDisputeId(),
        message.getParticipant(),
        Fields.hash(message.getEvidence(), "evidence"));
  }

  private static EventProto.DisputeDecided encode(Event.DisputeDecided event, Seals seals) {
    Dispute dispute = new Dispute(event.participant(), event.disputeId());
    return EventProto.DisputeDecided.newBuilder()
        .setDisputeId(event.disputeId())
        .setParticipant(event.participant())
        .setDecider(event.decider())
        .setRuling(DisputeTexts.encode(event.ruling(), dispute, seals))
        .setTimeMillis(event.timeMillis())
        .build();
  }

  private static Event.DisputeDecided decode(EventProto.DisputeDecided message, Seals seals) {
    known(message);
    Dispute dispute = new Dispute(message.getParticipant(), message.getDisputeId());
    return new Event.DisputeDecided(
        message.getDisputeId(),
        message.getParticipant(),
        message.getDecider(),
        DisputeTexts.decode(message.hasRuling(), message.getRuling(), dispute, seals),
        message.getTimeMillis());
  }

  private static Event.DisputeWithdrawn decode(EventProto.DisputeWithdrawn message) {
    known(message);
    return new Event.DisputeWithdrawn(message.getDisputeId(), message.getParticipant());
  }

  private static Event.DisputeOverdue decode(EventProto.DisputeOverdue message) {
    known(message);
    return new Event.DisputeOverdue(
        message.getDisputeId(), message.getParticipant(), message.getDecideByMillis());
  }

  private static Event.DisputeRejected decode(EventProto.DisputeRejected message) {
    known(message);
    return new Event.DisputeRejected(
        message.getAccount(),
        message.getDisputeId(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }
}
