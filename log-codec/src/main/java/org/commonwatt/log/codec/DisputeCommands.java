package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.CommandConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.DisputeTexts.Dispute;
import org.commonwatt.log.codec.DisputeTexts.Line;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.model.Command;
import org.commonwatt.model.Hash;

/** What is asked about disputes. */
final class DisputeCommands {
  private DisputeCommands() {}

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> variants() {
    return List.of(
        new Variant<>(
            Command.OpenDispute.class,
            CommandProto.Command.OPEN_DISPUTE_FIELD_NUMBER,
            (builder, command, seals) -> builder.setOpenDispute(encode(command, seals)),
            (message, seals) -> decode(message.getOpenDispute(), seals)),
        variant(
            Command.AddEvidence.class,
            CommandProto.Command.ADD_EVIDENCE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getAddEvidenceBuilder()
                    .setParticipant(command.participant())
                    .setDisputeId(command.disputeId())
                    .setEvidence(Fields.bytes(command.evidence())),
            message -> decode(message.getAddEvidence())),
        new Variant<>(
            Command.DecideDispute.class,
            CommandProto.Command.DECIDE_DISPUTE_FIELD_NUMBER,
            (builder, command, seals) -> builder.setDecideDispute(encode(command, seals)),
            (message, seals) -> decode(message.getDecideDispute(), seals)),
        variant(
            Command.WithdrawDispute.class,
            CommandProto.Command.WITHDRAW_DISPUTE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getWithdrawDisputeBuilder()
                    .setParticipant(command.participant())
                    .setDisputeId(command.disputeId()),
            message -> decode(message.getWithdrawDispute())));
  }

  private static CommandProto.OpenDispute encode(Command.OpenDispute command, Seals seals) {
    Line line =
        new Line(command.participant(), command.slotStartMillis(), command.run(), command.line());
    CommandProto.OpenDispute.Builder builder =
        CommandProto.OpenDispute.newBuilder()
            .setParticipant(command.participant())
            .setSlotStartMillis(command.slotStartMillis())
            .setRun(command.run())
            .setLine(command.line())
            .setReason(DisputeTexts.encode(command.reason(), line, seals));
    Hash evidence = command.evidence();
    return evidence == null ? builder.build() : builder.setEvidence(Fields.bytes(evidence)).build();
  }

  private static Command.OpenDispute decode(CommandProto.OpenDispute message, Seals seals) {
    known(message);
    Line line =
        new Line(
            message.getParticipant(),
            message.getSlotStartMillis(),
            message.getRun(),
            message.getLine());
    return new Command.OpenDispute(
        message.getParticipant(),
        message.getSlotStartMillis(),
        message.getRun(),
        message.getLine(),
        DisputeTexts.decode(message.hasReason(), message.getReason(), line, seals),
        message.hasEvidence() ? Fields.hash(message.getEvidence(), "evidence") : null);
  }

  private static Command.AddEvidence decode(CommandProto.AddEvidence message) {
    known(message);
    return new Command.AddEvidence(
        message.getParticipant(),
        message.getDisputeId(),
        Fields.hash(message.getEvidence(), "evidence"));
  }

  private static CommandProto.DecideDispute encode(Command.DecideDispute command, Seals seals) {
    Dispute dispute = new Dispute(command.participant(), command.disputeId());
    return CommandProto.DecideDispute.newBuilder()
        .setDecider(command.decider())
        .setParticipant(command.participant())
        .setDisputeId(command.disputeId())
        .setRuling(DisputeTexts.encode(command.ruling(), dispute, seals))
        .build();
  }

  private static Command.DecideDispute decode(CommandProto.DecideDispute message, Seals seals) {
    known(message);
    Dispute dispute = new Dispute(message.getParticipant(), message.getDisputeId());
    return new Command.DecideDispute(
        message.getDecider(),
        message.getParticipant(),
        message.getDisputeId(),
        DisputeTexts.decode(message.hasRuling(), message.getRuling(), dispute, seals));
  }

  private static Command.WithdrawDispute decode(CommandProto.WithdrawDispute message) {
    known(message);
    return new Command.WithdrawDispute(message.getParticipant(), message.getDisputeId());
  }
}
