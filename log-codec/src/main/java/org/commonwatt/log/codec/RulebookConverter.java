package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.Rulebook;

/** The rules of a market. */
final class RulebookConverter {

  private RulebookConverter() {}

  static ModelProto.Rulebook encode(Rulebook rulebook) {
    ModelProto.Rulebook.Builder builder =
        ModelProto.Rulebook.newBuilder()
            .setVersion(rulebook.version())
            .setDocumentHash(Fields.bytes(rulebook.documentHash()))
            .setMarket(rulebook.market())
            .setArea(rulebook.area())
            .setCurrency(rulebook.currency())
            .setTiming(encode(rulebook.timing()))
            .setMinPriceMicroPerKwh(rulebook.minPriceMicroPerKwh())
            .setMaxPriceMicroPerKwh(rulebook.maxPriceMicroPerKwh())
            .setMaxOrderWh(rulebook.maxOrderWh())
            .setSupplier(rulebook.supplier())
            .setSaltSeed(Fields.bytes(rulebook.saltSeed()));
    rulebook.tariff().forEach(step -> builder.addTariff(encode(step)));
    rulebook.members().forEach(member -> builder.addMembers(encode(member)));
    return builder.build();
  }

  static Rulebook decode(boolean present, ModelProto.Rulebook rulebook) {
    required(present, rulebook, "rulebook");
    return new Rulebook(
        rulebook.getVersion(),
        Fields.hash(rulebook.getDocumentHash(), "document_hash"),
        rulebook.getMarket(),
        rulebook.getArea(),
        rulebook.getCurrency(),
        decode(required(rulebook.hasTiming(), rulebook.getTiming(), "timing")),
        rulebook.getMinPriceMicroPerKwh(),
        rulebook.getMaxPriceMicroPerKwh(),
        rulebook.getMaxOrderWh(),
        rulebook.getSupplier(),
        rulebook.getTariffList().stream().map(RulebookConverter::decode).toList(),
        rulebook.getMembersList().stream().map(RulebookConverter::decode).toList(),
        Fields.hash(rulebook.getSaltSeed(), "salt_seed"));
  }

  private static ModelProto.Rulebook.Timing encode(Rulebook.Timing timing) {
    return ModelProto.Rulebook.Timing.newBuilder()
        .setSlotMinutes(timing.slotMinutes())
        .setUtcOffsetMinutes(timing.utcOffsetMinutes())
        .setOpenLeadMinutes(timing.openLeadMinutes())
        .setGateLeadMinutes(timing.gateLeadMinutes())
        .setTradingStartMillis(timing.tradingStartMillis())
        .build();
  }

  private static Rulebook.Timing decode(ModelProto.Rulebook.Timing timing) {
    return new Rulebook.Timing(
        timing.getSlotMinutes(),
        timing.getUtcOffsetMinutes(),
        timing.getOpenLeadMinutes(),
        timing.getGateLeadMinutes(),
        timing.getTradingStartMillis());
  }

  private static ModelProto.Rulebook.TariffStep encode(Rulebook.TariffStep step) {
    return ModelProto.Rulebook.TariffStep.newBuilder()
        .setFromMinute(step.fromMinute())
        .setRetailMicroPerKwh(step.retailMicroPerKwh())
        .setFeedInMicroPerKwh(step.feedInMicroPerKwh())
        .build();
  }

  private static Rulebook.TariffStep decode(ModelProto.Rulebook.TariffStep step) {
    known(step);
    return new Rulebook.TariffStep(
        step.getFromMinute(), step.getRetailMicroPerKwh(), step.getFeedInMicroPerKwh());
  }

  private static ModelProto.Rulebook.Member encode(Rulebook.Member member) {
    return ModelProto.Rulebook.Member.newBuilder()
        .setParticipant(member.participant())
        .addAllMeters(member.meters())
        .build();
  }

  private static Rulebook.Member decode(ModelProto.Rulebook.Member member) {
    known(member);
    return new Rulebook.Member(member.getParticipant(), member.getMetersList());
  }
}
