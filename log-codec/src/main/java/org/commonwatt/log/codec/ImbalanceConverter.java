package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.DeadBand;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.PriceSource;

/** Who is responsible for its balance, and imbalance prices. */
final class ImbalanceConverter {
  private ImbalanceConverter() {}

  static ModelProto.Rulebook.Imbalance encode(ImbalanceRules rules) {
    ModelProto.Rulebook.Imbalance.Builder builder =
        ModelProto.Rulebook.Imbalance.newBuilder()
            .addAllResponsible(rules.responsible())
            .setBalancingParty(rules.balancingParty())
            .setAuctionMinWh(rules.auctionMinWh())
            .setPrices(encode(rules.prices()));
    Pool pool = rules.pool();
    if (pool != null) {
      builder.getPoolBuilder().setFeeMicroPerKwh(pool.feeMicroPerKwh());
    }
    DeadBand band = rules.deadBand();
    if (band != null) {
      builder.getDeadBandBuilder().setBandPpm(band.bandPpm()).setKPpm(band.kPpm());
    }
    return builder.build();
  }

  private static ModelProto.Rulebook.Prices encode(Prices prices) {
    ModelProto.Rulebook.Prices.Builder builder =
        ModelProto.Rulebook.Prices.newBuilder()
            .setDual(prices.dual())
            .setMinMicroPerKwh(prices.minMicroPerKwh())
            .setMaxMicroPerKwh(prices.maxMicroPerKwh())
            .setFallbackAuction(prices.fallback().auction())
            .setFallbackShortMicroPerKwh(prices.fallback().shortMicroPerKwh())
            .setFallbackLongMicroPerKwh(prices.fallback().longMicroPerKwh());
    String importer = prices.importer();
    if (importer != null) {
      builder.setImporter(importer);
    }
    PriceSource source = prices.source();
    if (source != null) {
      builder.getSourceBuilder().setId(source.id()).setPublicKey(source.publicKey());
    }
    return builder.build();
  }

  static ImbalanceRules decode(ModelProto.Rulebook.Imbalance message) {
    known(message);
    return new ImbalanceRules(
        message.getResponsibleList(),
        message.getBalancingParty(),
        message.getAuctionMinWh(),
        message.hasPool() ? new Pool(known(message.getPool()).getFeeMicroPerKwh()) : null,
        message.hasDeadBand() ? decode(message.getDeadBand()) : null,
        decode(required(message.hasPrices(), message.getPrices(), "prices")));
  }

  private static DeadBand decode(ModelProto.Rulebook.DeadBand message) {
    known(message);
    return new DeadBand(message.getBandPpm(), message.getKPpm());
  }

  private static Prices decode(ModelProto.Rulebook.Prices message) {
    return new Prices(
        message.hasImporter() ? message.getImporter() : null,
        message.getDual(),
        message.getMinMicroPerKwh(),
        message.getMaxMicroPerKwh(),
        new Fallback(
            message.getFallbackAuction(),
            message.getFallbackShortMicroPerKwh(),
            message.getFallbackLongMicroPerKwh()),
        message.hasSource() ? decode(message.getSource()) : null);
  }

  private static PriceSource decode(ModelProto.Rulebook.PriceSource message) {
    known(message);
    return new PriceSource(message.getId(), message.getPublicKey());
  }

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> commands() {
    return List.of(
        CommandConverter.variant(
            Command.ImportImbalancePrice.class,
            CommandProto.Command.IMPORT_IMBALANCE_PRICE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getImportImbalancePriceBuilder()
                    .setImporter(command.importer())
                    .setArea(command.area())
                    .setSlotStartMillis(command.slotStartMillis())
                    .setVersion(command.version())
                    .setShortMicroPerKwh(command.shortMicroPerKwh())
                    .setLongMicroPerKwh(command.longMicroPerKwh())
                    .setSignature(
                        ByteString.copyFrom(HexFormat.of().parseHex(command.signature()))),
            message -> decode(message.getImportImbalancePrice())));
  }

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> events() {
    return List.of(
        EventConverter.variant(
            Event.ImbalancePriceImported.class,
            EventProto.Event.IMBALANCE_PRICE_IMPORTED_FIELD_NUMBER,
            (builder, event) -> builder.setImbalancePriceImported(encode(event.price())),
            message -> decode(message.getImbalancePriceImported())),
        EventConverter.variant(
            Event.ImbalancePriceRejected.class,
            EventProto.Event.IMBALANCE_PRICE_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getImbalancePriceRejectedBuilder()
                    .setImporter(event.importer())
                    .setArea(event.area())
                    .setSlotStartMillis(event.slotStartMillis())
                    .setVersion(event.version())
                    .setRejection(ModelConverter.encode(event.rejection())),
            message -> decode(message.getImbalancePriceRejected())));
  }

  private static Command.ImportImbalancePrice decode(CommandProto.ImportImbalancePrice message) {
    known(message);
    return new Command.ImportImbalancePrice(
        message.getImporter(),
        message.getArea(),
        message.getSlotStartMillis(),
        message.getVersion(),
        message.getShortMicroPerKwh(),
        message.getLongMicroPerKwh(),
        HexFormat.of().formatHex(message.getSignature().toByteArray()));
  }

  private static EventProto.ImbalancePriceImported encode(ImbalancePrice price) {
    return EventProto.ImbalancePriceImported.newBuilder()
        .setArea(price.area())
        .setSlot(ModelConverter.encode(price.slot()))
        .setVersion(price.version())
        .setShortMicroPerKwh(price.shortMicroPerKwh())
        .setLongMicroPerKwh(price.longMicroPerKwh())
        .build();
  }

  private static Event.ImbalancePriceImported decode(EventProto.ImbalancePriceImported message) {
    known(message);
    return new Event.ImbalancePriceImported(
        new ImbalancePrice(
            message.getArea(),
            ModelConverter.decode(message.hasSlot(), message.getSlot()),
            message.getVersion(),
            message.getShortMicroPerKwh(),
            message.getLongMicroPerKwh()));
  }

  private static Event.ImbalancePriceRejected decode(EventProto.ImbalancePriceRejected message) {
    known(message);
    return new Event.ImbalancePriceRejected(
        message.getImporter(),
        message.getArea(),
        message.getSlotStartMillis(),
        message.getVersion(),
        ModelConverter.decode(message.hasRejection(), message.getRejection()));
  }
}
