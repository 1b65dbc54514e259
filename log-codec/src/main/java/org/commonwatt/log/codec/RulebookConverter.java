package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Continuous;
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
            .setCurrency(rulebook.currency())
            .setTiming(encode(rulebook.timing()))
            .setMinPriceMicroPerKwh(rulebook.minPriceMicroPerKwh())
            .setMaxPriceMicroPerKwh(rulebook.maxPriceMicroPerKwh())
            .setMaxOrderWh(rulebook.maxOrderWh())
            .setSupplier(rulebook.supplier())
            .setSaltSeed(Fields.bytes(rulebook.saltSeed()));
    rulebook.tariff().forEach(step -> builder.addTariff(encode(step)));
    boolean single = rulebook.areas().isSingle();
    if (single) {
      builder.setArea(rulebook.areas().ids().get(0));
    } else {
      addAreas(builder, rulebook.areas());
    }
    rulebook.members().forEach(member -> builder.addMembers(encode(member, single)));
    Continuous continuous = rulebook.continuous();
    if (continuous != null) {
      builder.setContinuous(ContinuousConverter.encode(continuous));
    }
    SafeguardsConverter.encode(rulebook.safeguards(), builder);
    return builder.build();
  }

  private static void addAreas(ModelProto.Rulebook.Builder builder, Areas areas) {
    builder.addAllAreas(areas.ids());
    areas.links().forEach(link -> builder.addLinks(encode(link)));
    String operator = areas.gridOperator();
    if (operator != null) {
      builder.setGridOperator(operator);
    }
  }

  static Rulebook decode(boolean present, ModelProto.Rulebook rulebook) {
    required(present, rulebook, "rulebook");
    return new Rulebook(
        rulebook.getVersion(),
        Fields.hash(rulebook.getDocumentHash(), "document_hash"),
        rulebook.getMarket(),
        areas(rulebook),
        rulebook.getCurrency(),
        decode(required(rulebook.hasTiming(), rulebook.getTiming(), "timing")),
        rulebook.getMinPriceMicroPerKwh(),
        rulebook.getMaxPriceMicroPerKwh(),
        rulebook.getMaxOrderWh(),
        rulebook.getSupplier(),
        rulebook.getTariffList().stream().map(RulebookConverter::decode).toList(),
        rulebook.getMembersList().stream()
            .map(member -> decode(member, rulebook.getArea()))
            .toList(),
        Fields.hash(rulebook.getSaltSeed(), "salt_seed"),
        rulebook.hasContinuous() ? ContinuousConverter.decode(rulebook.getContinuous()) : null,
        SafeguardsConverter.decode(rulebook));
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

  private static Areas areas(ModelProto.Rulebook rulebook) {
    if (rulebook.getAreasCount() == 0) {
      return Areas.single(rulebook.getArea());
    }
    if (!rulebook.getArea().isEmpty()) {
      throw CodecException.outOfRange("a rulebook has either area or areas");
    }
    return new Areas(
        rulebook.getAreasList(),
        rulebook.getLinksList().stream().map(RulebookConverter::decode).toList(),
        rulebook.hasGridOperator() ? rulebook.getGridOperator() : null);
  }

  private static ModelProto.Rulebook.Link encode(AreaLink link) {
    return ModelProto.Rulebook.Link.newBuilder()
        .setFrom(link.from())
        .setTo(link.to())
        .setMinFlowWh(link.minFlowWh())
        .setMaxFlowWh(link.maxFlowWh())
        .setFeeMicroPerKwh(link.feeMicroPerKwh())
        .build();
  }

  private static AreaLink decode(ModelProto.Rulebook.Link link) {
    known(link);
    return new AreaLink(
        link.getFrom(),
        link.getTo(),
        link.getMinFlowWh(),
        link.getMaxFlowWh(),
        link.getFeeMicroPerKwh());
  }

  private static ModelProto.Rulebook.Member encode(Rulebook.Member member, boolean single) {
    ModelProto.Rulebook.Member.Builder builder =
        ModelProto.Rulebook.Member.newBuilder()
            .setParticipant(member.participant())
            .addAllMeters(member.meters());
    return single ? builder.build() : builder.setArea(member.area()).build();
  }

  /** The only area, when there is one, is every member's. */
  private static Rulebook.Member decode(ModelProto.Rulebook.Member member, String onlyArea) {
    known(member);
    return new Rulebook.Member(
        member.getParticipant(),
        onlyArea.isEmpty() ? member.getArea() : onlyArea,
        member.getMetersList());
  }
}
