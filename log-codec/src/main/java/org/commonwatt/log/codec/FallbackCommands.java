package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.CommandConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.model.Command;

/** What an operator takes back. */
final class FallbackCommands {

  private FallbackCommands() {}

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> variants() {
    return List.of(
        variant(
            Command.CancelAuction.class,
            CommandProto.Command.CANCEL_AUCTION_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getCancelAuctionBuilder()
                    .setOperator(command.operator())
                    .setSlotStartMillis(command.slotStartMillis())
                    .setReason(command.reason()),
            message -> decode(message.getCancelAuction())),
        variant(
            Command.BustTrade.class,
            CommandProto.Command.BUST_TRADE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getBustTradeBuilder()
                    .setOperator(command.operator())
                    .setTradeId(command.tradeId())
                    .setReason(command.reason()),
            message -> decode(message.getBustTrade())),
        variant(
            Command.LimitLink.class,
            CommandProto.Command.LIMIT_LINK_FIELD_NUMBER,
            (builder, command) -> builder.setLimitLink(encode(command)),
            message -> decode(message.getLimitLink())));
  }

  private static CommandProto.LimitLink encode(Command.LimitLink command) {
    return CommandProto.LimitLink.newBuilder()
        .setOperator(command.operator())
        .setSlotStartMillis(command.slotStartMillis())
        .setFrom(command.from())
        .setTo(command.to())
        .setMinFlowWh(command.minFlowWh())
        .setMaxFlowWh(command.maxFlowWh())
        .setReason(command.reason())
        .build();
  }

  private static Command.LimitLink decode(CommandProto.LimitLink message) {
    known(message);
    return new Command.LimitLink(
        message.getOperator(),
        message.getSlotStartMillis(),
        message.getFrom(),
        message.getTo(),
        message.getMinFlowWh(),
        message.getMaxFlowWh(),
        message.getReason());
  }

  private static Command.CancelAuction decode(CommandProto.CancelAuction message) {
    known(message);
    return new Command.CancelAuction(
        message.getOperator(), message.getSlotStartMillis(), message.getReason());
  }

  private static Command.BustTrade decode(CommandProto.BustTrade message) {
    known(message);
    return new Command.BustTrade(message.getOperator(), message.getTradeId(), message.getReason());
  }
}
