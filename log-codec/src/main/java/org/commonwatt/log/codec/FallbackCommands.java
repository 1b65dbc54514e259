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
            message -> decode(message.getBustTrade())));
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
