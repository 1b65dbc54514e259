package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.EventConverter.variant;
import static org.commonwatt.log.codec.Fields.known;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Event;
import org.commonwatt.model.StoragePrices;

/** What happens in auctions of storage services. */
final class StorageAuctionEvents {
  private StorageAuctionEvents() {}

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> variants() {
    return List.of(
        variant(
            Event.StorageOffered.class,
            EventProto.Event.STORAGE_OFFERED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getStorageOfferedBuilder()
                    .setParticipant(event.participant())
                    .setOffer(StorageAuctionConverter.encode(event.offer())),
            message -> decode(message.getStorageOffered())),
        variant(
            Event.StorageOfferWithdrawn.class,
            EventProto.Event.STORAGE_OFFER_WITHDRAWN_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getStorageOfferWithdrawnBuilder()
                    .setParticipant(event.participant())
                    .setUnit(event.unit())
                    .setWindowMillis(event.windowMillis()),
            message -> decode(message.getStorageOfferWithdrawn())),
        variant(
            Event.StorageBidPlaced.class,
            EventProto.Event.STORAGE_BID_PLACED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getStorageBidPlacedBuilder()
                    .setParticipant(event.participant())
                    .setBid(StorageAuctionConverter.encode(event.bid()))
                    .setTimeMillis(event.timeMillis()),
            message -> decode(message.getStorageBidPlaced())),
        variant(
            Event.StorageBidWithdrawn.class,
            EventProto.Event.STORAGE_BID_WITHDRAWN_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getStorageBidWithdrawnBuilder()
                    .setParticipant(event.participant())
                    .setBid(event.bid())
                    .setWindowMillis(event.windowMillis()),
            message -> decode(message.getStorageBidWithdrawn())),
        variant(
            Event.StorageAuctionRejected.class,
            EventProto.Event.STORAGE_AUCTION_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getStorageAuctionRejectedBuilder()
                    .setAccount(event.account())
                    .setSubject(event.subject())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getStorageAuctionRejected())),
        variant(
            Event.StorageAuctionCleared.class,
            EventProto.Event.STORAGE_AUCTION_CLEARED_FIELD_NUMBER,
            (builder, event) -> encode(event, builder.getStorageAuctionClearedBuilder()),
            message -> decode(message.getStorageAuctionCleared())),
        variant(
            Event.StorageServiceWon.class,
            EventProto.Event.STORAGE_SERVICE_WON_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getStorageServiceWonBuilder()
                    .setWindowMillis(event.windowMillis())
                    .setUnit(event.unit())
                    .setSeller(event.seller())
                    .setBid(event.bid())
                    .setCommitment(StorageConverter.encode(event.commitment()))
                    .addAllPaysMicroPerKwh(event.paysMicroPerKwh())
                    .addAllGetsMicroPerKwh(event.getsMicroPerKwh()),
            message -> decode(message.getStorageServiceWon())));
  }

  private static void encode(
      Event.StorageAuctionCleared event, EventProto.StorageAuctionCleared.Builder builder) {
    builder
        .setWindowMillis(event.windowMillis())
        .setHeld(event.held())
        .setWelfareNano(Fields.bytes(event.welfareNano()))
        .setBoundNano(Fields.bytes(event.boundNano()))
        .addAllParadoxicallyRejected(event.paradoxicallyRejected())
        .addAllLeftOut(event.leftOut());
    event
        .prices()
        .forEach(prices -> StorageAuctionConverter.encode(prices, builder.addPricesBuilder()));
    for (StoragePrices.Flow flow : event.flows()) {
      builder
          .addFlowsBuilder()
          .setFrom(flow.from())
          .setTo(flow.to())
          .setSlot(flow.slot())
          .setWh(flow.wh())
          .setFeeMicroPerKwh(flow.feeMicroPerKwh());
    }
  }

  private static Event.StorageOffered decode(EventProto.StorageOffered message) {
    known(message);
    return new Event.StorageOffered(
        message.getParticipant(),
        StorageAuctionConverter.decode(message.hasOffer(), message.getOffer()));
  }

  private static Event.StorageOfferWithdrawn decode(EventProto.StorageOfferWithdrawn message) {
    known(message);
    return new Event.StorageOfferWithdrawn(
        message.getParticipant(), message.getUnit(), message.getWindowMillis());
  }

  private static Event.StorageBidPlaced decode(EventProto.StorageBidPlaced message) {
    known(message);
    return new Event.StorageBidPlaced(
        message.getParticipant(),
        StorageAuctionConverter.decode(message.hasBid(), message.getBid()),
        message.getTimeMillis());
  }

  private static Event.StorageBidWithdrawn decode(EventProto.StorageBidWithdrawn message) {
    known(message);
    return new Event.StorageBidWithdrawn(
        message.getParticipant(), message.getBid(), message.getWindowMillis());
  }

  private static Event.StorageAuctionRejected decode(EventProto.StorageAuctionRejected message) {
    known(message);
    return new Event.StorageAuctionRejected(
        message.getAccount(),
        message.getSubject(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static Event.StorageAuctionCleared decode(EventProto.StorageAuctionCleared message) {
    known(message);
    return new Event.StorageAuctionCleared(
        message.getWindowMillis(),
        message.getHeld(),
        Fields.integer(message.getWelfareNano(), "welfare_nano"),
        Fields.integer(message.getBoundNano(), "bound_nano"),
        message.getPricesList().stream().map(StorageAuctionConverter::decode).toList(),
        message.getFlowsList().stream().map(StorageAuctionEvents::decode).toList(),
        message.getParadoxicallyRejectedList(),
        message.getLeftOutList());
  }

  private static StoragePrices.Flow decode(EventProto.StorageAuctionCleared.Flow message) {
    known(message);
    return new StoragePrices.Flow(
        message.getFrom(),
        message.getTo(),
        message.getSlot(),
        message.getWh(),
        message.getFeeMicroPerKwh());
  }

  private static Event.StorageServiceWon decode(EventProto.StorageServiceWon message) {
    known(message);
    return new Event.StorageServiceWon(
        message.getWindowMillis(),
        message.getUnit(),
        message.getSeller(),
        message.getBid(),
        StorageConverter.decode(message.hasCommitment(), message.getCommitment()),
        message.getPaysMicroPerKwhList(),
        message.getGetsMicroPerKwhList());
  }
}
