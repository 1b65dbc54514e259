package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.SignedBilateral;

/** Bilateral contracts and the keys that sign them. */
final class BilateralConverter {
  private BilateralConverter() {}

  /** Whether only the version with bilateral contracts can say it. */
  static boolean needed(Command command) {
    return command instanceof Command.RegisterSigningKey
        || command instanceof Command.RecordBilateral;
  }

  /** The same of an event; a trade of a contract is one without orders. */
  static boolean needed(Event event) {
    return event instanceof Event.SigningKeyRegistered
        || event instanceof Event.SigningKeyRejected
        || event instanceof Event.BilateralAccepted
        || event instanceof Event.BilateralRejected
        || (event instanceof Event.ContinuousTrade trade && trade.isBilateral());
  }

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> commands() {
    return List.of(
        CommandConverter.variant(
            Command.RegisterSigningKey.class,
            CommandProto.Command.REGISTER_SIGNING_KEY_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getRegisterSigningKeyBuilder()
                    .setParticipant(command.participant())
                    .setKey(command.key()),
            message -> decode(message.getRegisterSigningKey())),
        CommandConverter.variant(
            Command.RecordBilateral.class,
            CommandProto.Command.RECORD_BILATERAL_FIELD_NUMBER,
            (builder, command) ->
                builder.getRecordBilateralBuilder().setContract(encode(command.contract())),
            message -> decode(message.getRecordBilateral())));
  }

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> events() {
    return List.of(
        EventConverter.variant(
            Event.SigningKeyRegistered.class,
            EventProto.Event.SIGNING_KEY_REGISTERED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getSigningKeyRegisteredBuilder()
                    .setParticipant(event.participant())
                    .setKey(event.key()),
            message -> decode(message.getSigningKeyRegistered())),
        EventConverter.variant(
            Event.SigningKeyRejected.class,
            EventProto.Event.SIGNING_KEY_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getSigningKeyRejectedBuilder()
                    .setParticipant(event.participant())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getSigningKeyRejected())),
        EventConverter.variant(
            Event.BilateralAccepted.class,
            EventProto.Event.BILATERAL_ACCEPTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getBilateralAcceptedBuilder()
                    .setContract(encode(event.contract()))
                    .setBuyerKey(event.buyerKey())
                    .setSellerKey(event.sellerKey()),
            message -> decode(message.getBilateralAccepted())),
        EventConverter.variant(
            Event.BilateralRejected.class,
            EventProto.Event.BILATERAL_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getBilateralRejectedBuilder()
                    .setContractId(event.contractId())
                    .setBuyer(event.buyer())
                    .setSeller(event.seller())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getBilateralRejected())));
  }

  private static Command.RegisterSigningKey decode(CommandProto.RegisterSigningKey message) {
    known(message);
    return new Command.RegisterSigningKey(message.getParticipant(), message.getKey());
  }

  private static Command.RecordBilateral decode(CommandProto.RecordBilateral message) {
    known(message);
    return new Command.RecordBilateral(
        decode(required(message.hasContract(), message.getContract(), "contract")));
  }

  private static Event.SigningKeyRegistered decode(EventProto.SigningKeyRegistered message) {
    known(message);
    return new Event.SigningKeyRegistered(message.getParticipant(), message.getKey());
  }

  private static Event.SigningKeyRejected decode(EventProto.SigningKeyRejected message) {
    known(message);
    return new Event.SigningKeyRejected(
        message.getParticipant(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static Event.BilateralAccepted decode(EventProto.BilateralAccepted message) {
    known(message);
    return new Event.BilateralAccepted(
        decode(required(message.hasContract(), message.getContract(), "contract")),
        message.getBuyerKey(),
        message.getSellerKey());
  }

  private static Event.BilateralRejected decode(EventProto.BilateralRejected message) {
    known(message);
    return new Event.BilateralRejected(
        message.getContractId(),
        message.getBuyer(),
        message.getSeller(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }

  private static ModelProto.SignedBilateral encode(SignedBilateral signed) {
    BilateralTerms terms = signed.terms();
    return ModelProto.SignedBilateral.newBuilder()
        .setMarket(terms.market())
        .setContractId(terms.contractId())
        .setBuyer(terms.buyer())
        .setSeller(terms.seller())
        .setArea(terms.area())
        .setFromMillis(terms.fromMillis())
        .setToMillis(terms.toMillis())
        .setSlotMinutes(terms.slotMinutes())
        .setEnergyWh(terms.energyWh())
        .setPriceHash(Fields.bytes(terms.priceHash()))
        .setBuyerSignature(signed.buyerSignature())
        .setSellerSignature(signed.sellerSignature())
        .build();
  }

  private static SignedBilateral decode(ModelProto.SignedBilateral message) {
    known(message);
    return new SignedBilateral(
        new BilateralTerms(
            message.getMarket(),
            message.getContractId(),
            message.getBuyer(),
            message.getSeller(),
            message.getArea(),
            message.getFromMillis(),
            message.getToMillis(),
            message.getSlotMinutes(),
            message.getEnergyWh(),
            Fields.hash(message.getPriceHash(), "price_hash")),
        message.getBuyerSignature(),
        message.getSellerSignature());
  }
}
