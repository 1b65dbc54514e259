package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageOffer;
import org.commonwatt.model.StoragePrices;

/** Auctions of storage services. */
final class StorageAuctionConverter {
  private StorageAuctionConverter() {}

  /** Whether only the version with auctions of storage can say it. */
  static boolean needed(Command command) {
    return command instanceof Command.OfferStorage
        || command instanceof Command.WithdrawStorageOffer
        || command instanceof Command.BidStorage
        || command instanceof Command.WithdrawStorageBid
        || (command instanceof Command.ActivateRulebook activate
            && activate.rulebook().storageAuction() != null);
  }

  /** The same of an event. */
  static boolean needed(Event event) {
    return event instanceof Event.StorageOffered
        || event instanceof Event.StorageOfferWithdrawn
        || event instanceof Event.StorageBidPlaced
        || event instanceof Event.StorageBidWithdrawn
        || event instanceof Event.StorageAuctionRejected
        || event instanceof Event.StorageAuctionCleared
        || event instanceof Event.StorageServiceWon;
  }

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> commands() {
    return List.of(
        CommandConverter.variant(
            Command.OfferStorage.class,
            CommandProto.Command.OFFER_STORAGE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getOfferStorageBuilder()
                    .setParticipant(command.participant())
                    .setOffer(encode(command.offer())),
            message -> decode(message.getOfferStorage())),
        CommandConverter.variant(
            Command.WithdrawStorageOffer.class,
            CommandProto.Command.WITHDRAW_STORAGE_OFFER_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getWithdrawStorageOfferBuilder()
                    .setParticipant(command.participant())
                    .setUnit(command.unit())
                    .setWindowMillis(command.windowMillis()),
            message -> decode(message.getWithdrawStorageOffer())),
        CommandConverter.variant(
            Command.BidStorage.class,
            CommandProto.Command.BID_STORAGE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getBidStorageBuilder()
                    .setParticipant(command.participant())
                    .setBid(encode(command.bid())),
            message -> decode(message.getBidStorage())),
        CommandConverter.variant(
            Command.WithdrawStorageBid.class,
            CommandProto.Command.WITHDRAW_STORAGE_BID_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getWithdrawStorageBidBuilder()
                    .setParticipant(command.participant())
                    .setBid(command.bid())
                    .setWindowMillis(command.windowMillis()),
            message -> decode(message.getWithdrawStorageBid())));
  }

  private static Command.OfferStorage decode(CommandProto.OfferStorage message) {
    known(message);
    return new Command.OfferStorage(
        message.getParticipant(), decode(message.hasOffer(), message.getOffer()));
  }

  private static Command.WithdrawStorageOffer decode(CommandProto.WithdrawStorageOffer message) {
    known(message);
    return new Command.WithdrawStorageOffer(
        message.getParticipant(), message.getUnit(), message.getWindowMillis());
  }

  private static Command.BidStorage decode(CommandProto.BidStorage message) {
    known(message);
    return new Command.BidStorage(
        message.getParticipant(), decode(message.hasBid(), message.getBid()));
  }

  private static Command.WithdrawStorageBid decode(CommandProto.WithdrawStorageBid message) {
    known(message);
    return new Command.WithdrawStorageBid(
        message.getParticipant(), message.getBid(), message.getWindowMillis());
  }

  static ModelProto.StorageOffer encode(StorageOffer offer) {
    ModelProto.StorageOffer.Builder builder =
        ModelProto.StorageOffer.newBuilder()
            .setUnit(offer.unit())
            .setWindowMillis(offer.windowMillis())
            .setEnergyWh(offer.energyWh());
    for (StorageOffer.Step step : offer.slots()) {
      builder
          .addSlotsBuilder()
          .setPriceMicroPerKwh(step.priceMicroPerKwh())
          .setMostWh(step.mostWh());
    }
    return builder.build();
  }

  static StorageOffer decode(boolean present, ModelProto.StorageOffer message) {
    required(present, message, "offer");
    return new StorageOffer(
        message.getUnit(),
        message.getWindowMillis(),
        message.getSlotsList().stream().map(StorageAuctionConverter::decode).toList(),
        message.getEnergyWh());
  }

  private static StorageOffer.Step decode(ModelProto.StorageOffer.Step message) {
    known(message);
    return new StorageOffer.Step(message.getPriceMicroPerKwh(), message.getMostWh());
  }

  static ModelProto.StorageBid encode(StorageBid bid) {
    return ModelProto.StorageBid.newBuilder()
        .setBid(bid.bid())
        .setArea(bid.area())
        .setWindowMillis(bid.windowMillis())
        .setLimitMicroPerKwh(bid.limitMicroPerKwh())
        .addAllSurplusWh(bid.surplusWh())
        .setEnergyWh(bid.energyWh())
        .setReleaseMillis(bid.releaseMillis())
        .addAllReleaseWh(bid.releaseWh())
        .build();
  }

  static StorageBid decode(boolean present, ModelProto.StorageBid message) {
    required(present, message, "bid");
    return new StorageBid(
        message.getBid(),
        message.getArea(),
        message.getWindowMillis(),
        message.getLimitMicroPerKwh(),
        message.getSurplusWhList(),
        message.getEnergyWh(),
        message.getReleaseMillis(),
        message.getReleaseWhList());
  }

  static ModelProto.Rulebook.StorageAuction encode(StorageAuctionRules rules) {
    ModelProto.Rulebook.StorageAuction.Builder builder =
        ModelProto.Rulebook.StorageAuction.newBuilder()
            .setWindowSlots(rules.windowSlots())
            .setOpenLeadMinutes(rules.openLeadMinutes())
            .setGateLeadMinutes(rules.gateLeadMinutes())
            .setLeastBidWh(rules.leastBidWh())
            .setFlows(rules.flows());
    for (StorageAuctionRules.Share share : rules.links()) {
      builder
          .addLinksBuilder()
          .setFrom(share.from())
          .setTo(share.to())
          .setForwardWh(share.forwardWh())
          .setBackwardWh(share.backwardWh());
    }
    return builder.build();
  }

  static StorageAuctionRules decode(ModelProto.Rulebook.StorageAuction message) {
    known(message);
    return new StorageAuctionRules(
        message.getWindowSlots(),
        message.getOpenLeadMinutes(),
        message.getGateLeadMinutes(),
        message.getLeastBidWh(),
        message.getFlows(),
        message.getLinksList().stream().map(StorageAuctionConverter::decode).toList());
  }

  private static StorageAuctionRules.Share decode(ModelProto.Rulebook.StorageAuction.Share one) {
    known(one);
    return new StorageAuctionRules.Share(
        one.getFrom(), one.getTo(), one.getForwardWh(), one.getBackwardWh());
  }

  static void encode(StoragePrices prices, EventProto.StorageAuctionCleared.Prices.Builder to) {
    to.setArea(prices.area());
    for (StoragePrices.Slot slot : prices.slots()) {
      EventProto.StorageAuctionCleared.Slot.Builder builder =
          to.addSlotsBuilder().setAcceptedWh(slot.acceptedWh()).setChargedWh(slot.chargedWh());
      Long lowest = slot.lowest();
      Long highest = slot.highest();
      if (lowest != null) {
        builder.setLowest(lowest);
      }
      if (highest != null) {
        builder.setHighest(highest);
      }
    }
  }

  static StoragePrices decode(EventProto.StorageAuctionCleared.Prices message) {
    known(message);
    return new StoragePrices(
        message.getArea(),
        message.getSlotsList().stream().map(StorageAuctionConverter::decode).toList());
  }

  private static StoragePrices.Slot decode(EventProto.StorageAuctionCleared.Slot message) {
    known(message);
    return new StoragePrices.Slot(
        message.hasLowest() ? message.getLowest() : null,
        message.hasHighest() ? message.getHighest() : null,
        message.getAcceptedWh(),
        message.getChargedWh());
  }
}
