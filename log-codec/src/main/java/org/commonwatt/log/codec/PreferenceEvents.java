package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;

/** Registered sources, and what becomes of preferences. */
final class PreferenceEvents {
  private PreferenceEvents() {}

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> commands() {
    return List.of(
        CommandConverter.variant(
            Command.ReportSource.class,
            CommandProto.Command.REPORT_SOURCE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getReportSourceBuilder()
                    .setParticipant(command.participant())
                    .setValidFromMillis(command.validFromMillis())
                    .setSource(ModelConverter.encode(command.source())),
            message -> decode(message.getReportSource())));
  }

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        variant(
            Event.AlternativeChosen.class,
            EventProto.Event.ALTERNATIVE_CHOSEN_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getAlternativeChosenBuilder()
                    .setOrderId(event.orderId())
                    .setAlternative(event.alternative())
                    .setPriceMicroPerKwh(event.priceMicroPerKwh()),
            message -> decode(message.getAlternativeChosen())),
        variant(
            Event.SourceRegistered.class,
            EventProto.Event.SOURCE_REGISTERED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getSourceRegisteredBuilder()
                    .setParticipant(event.participant())
                    .setValidFromMillis(event.validFromMillis())
                    .setSource(ModelConverter.encode(event.source())),
            message -> decode(message.getSourceRegistered())),
        variant(
            Event.SourceRejected.class,
            EventProto.Event.SOURCE_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getSourceRejectedBuilder()
                    .setParticipant(event.participant())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getSourceRejected())));
  }

  private static Command.ReportSource decode(CommandProto.ReportSource message) {
    known(message);
    return new Command.ReportSource(
        message.getParticipant(),
        message.getValidFromMillis(),
        ModelConverter.decode(message.getSource(), message.getSourceValue()));
  }

  private static Event.AlternativeChosen decode(EventProto.AlternativeChosen message) {
    known(message);
    return new Event.AlternativeChosen(
        message.getOrderId(), message.getAlternative(), message.getPriceMicroPerKwh());
  }

  private static Event.SourceRegistered decode(EventProto.SourceRegistered message) {
    known(message);
    return new Event.SourceRegistered(
        message.getParticipant(),
        message.getValidFromMillis(),
        ModelConverter.decode(message.getSource(), message.getSourceValue()));
  }

  private static Event.SourceRejected decode(EventProto.SourceRejected message) {
    known(message);
    return new Event.SourceRejected(
        message.getParticipant(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }
}
