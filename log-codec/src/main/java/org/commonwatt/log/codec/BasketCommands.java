package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.CommandConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command;

/** Baskets and blocks. */
final class BasketCommands {
  private BasketCommands() {}

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> variants() {
    return List.of(
        variant(
            Command.PlaceBasket.class,
            CommandProto.Command.PLACE_BASKET_FIELD_NUMBER,
            (builder, command) -> builder.setPlaceBasket(encode(command)),
            message -> decode(message.getPlaceBasket())));
  }

  private static CommandProto.PlaceBasket encode(Command.PlaceBasket command) {
    CommandProto.PlaceBasket.Builder builder =
        CommandProto.PlaceBasket.newBuilder()
            .setParticipant(command.participant())
            .setClientBasketId(command.clientBasketId())
            .setSelfTradeMode(ModelConverter.SELF_TRADE_MODES.encode(command.selfTradeMode()));
    Long average = command.averageMicroPerKwh();
    if (average != null) {
      builder.setAverageMicroPerKwh(average);
    }
    AuctionTerms auction = command.auction();
    if (auction != null) {
      builder.setAuction(ModelConverter.encode(auction));
    }
    command.legs().forEach(leg -> builder.addLegs(encode(leg)));
    return builder.build();
  }

  private static CommandProto.BasketLeg encode(BasketLeg leg) {
    CommandProto.BasketLeg.Builder builder =
        CommandProto.BasketLeg.newBuilder()
            .setArea(leg.area())
            .setSlotStartMillis(leg.slotStartMillis())
            .setSide(ModelConverter.SIDES.encode(leg.side()))
            .setPriceMicroPerKwh(leg.priceMicroPerKwh())
            .setEnergyWh(leg.energyWh());
    return builder.setSource(ModelConverter.encode(leg.source())).build();
  }

  private static Command.PlaceBasket decode(CommandProto.PlaceBasket message) {
    known(message);
    return new Command.PlaceBasket(
        message.getParticipant(),
        message.getClientBasketId(),
        ModelConverter.SELF_TRADE_MODES.decode(
            message.getSelfTradeMode(), message.getSelfTradeModeValue()),
        message.hasAverageMicroPerKwh() ? (Long) message.getAverageMicroPerKwh() : null,
        message.hasAuction() ? ModelConverter.decode(message.getAuction()) : null,
        message.getLegsList().stream().map(BasketCommands::decode).toList());
  }

  private static BasketLeg decode(CommandProto.BasketLeg message) {
    known(message);
    return new BasketLeg(
        message.getArea(),
        message.getSlotStartMillis(),
        ModelConverter.SIDES.decode(message.getSide(), message.getSideValue()),
        message.getPriceMicroPerKwh(),
        message.getEnergyWh(),
        ModelConverter.decode(message.getSource(), message.getSourceValue()));
  }
}
