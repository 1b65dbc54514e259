package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.CommandConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.model.Command;
import org.commonwatt.model.Side;

/** What cancels all orders of a participant: at once, or unless it is sent again. */
final class SwitchCommands {
  private SwitchCommands() {}

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> variants() {
    return List.of(
        variant(
            Command.CancelAll.class,
            CommandProto.Command.CANCEL_ALL_FIELD_NUMBER,
            (builder, command) -> builder.setCancelAll(encode(command)),
            message -> decode(message.getCancelAll())),
        variant(
            Command.CancelAfter.class,
            CommandProto.Command.CANCEL_AFTER_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getCancelAfterBuilder()
                    .setParticipant(command.participant())
                    .setSeconds(command.seconds()),
            message -> decode(message.getCancelAfter())));
  }

  private static CommandProto.CancelAll encode(Command.CancelAll command) {
    CommandProto.CancelAll.Builder builder =
        CommandProto.CancelAll.newBuilder().setParticipant(command.participant());
    Long slot = command.slotStartMillis();
    if (slot != null) {
      builder.setSlotStartMillis(slot);
    }
    String area = command.area();
    if (area != null) {
      builder.setArea(area);
    }
    Side side = command.side();
    return side == null
        ? builder.build()
        : builder.setSide(ModelConverter.SIDES.encode(side)).build();
  }

  private static Command.CancelAll decode(CommandProto.CancelAll message) {
    known(message);
    return new Command.CancelAll(
        message.getParticipant(),
        message.hasSlotStartMillis() ? message.getSlotStartMillis() : null,
        message.hasArea() ? message.getArea() : null,
        message.hasSide()
            ? ModelConverter.SIDES.decode(message.getSide(), message.getSideValue())
            : null);
  }

  private static Command.CancelAfter decode(CommandProto.CancelAfter message) {
    known(message);
    return new Command.CancelAfter(message.getParticipant(), message.getSeconds());
  }
}
