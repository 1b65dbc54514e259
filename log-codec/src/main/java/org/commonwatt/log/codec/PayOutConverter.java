package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;

/** Gains that leave a market with guarantees. */
final class PayOutConverter {
  private PayOutConverter() {}

  /** Whether only the version with pay-outs can say it. */
  static boolean needed(Command command) {
    return command instanceof Command.PayOutGains;
  }

  /** The same of an event. */
  static boolean needed(Event event) {
    return event instanceof Event.GainsPaidOut || event instanceof Event.PayOutRejected;
  }

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> commands() {
    return List.of(
        CommandConverter.variant(
            Command.PayOutGains.class,
            CommandProto.Command.PAY_OUT_GAINS_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getPayOutGainsBuilder()
                    .setParticipant(command.participant())
                    .setAmountNano(command.amountNano()),
            message -> decode(message.getPayOutGains())));
  }

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> events() {
    return List.of(
        EventConverter.variant(
            Event.GainsPaidOut.class,
            EventProto.Event.GAINS_PAID_OUT_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getGainsPaidOutBuilder()
                    .setParticipant(event.participant())
                    .setAmountNano(event.amountNano()),
            message -> decode(message.getGainsPaidOut())),
        EventConverter.variant(
            Event.PayOutRejected.class,
            EventProto.Event.PAY_OUT_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getPayOutRejectedBuilder()
                    .setParticipant(event.participant())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getPayOutRejected())));
  }

  private static Command.PayOutGains decode(CommandProto.PayOutGains message) {
    known(message);
    return new Command.PayOutGains(message.getParticipant(), message.getAmountNano());
  }

  private static Event.GainsPaidOut decode(EventProto.GainsPaidOut message) {
    known(message);
    return new Event.GainsPaidOut(message.getParticipant(), message.getAmountNano());
  }

  private static Event.PayOutRejected decode(EventProto.PayOutRejected message) {
    known(message);
    return new Event.PayOutRejected(
        message.getParticipant(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }
}
