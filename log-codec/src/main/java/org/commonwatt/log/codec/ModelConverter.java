package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Leg;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/** The words that commands, events and meter data share. */
final class ModelConverter {

  static final EnumCodes<Side, ModelProto.Side> SIDES =
      new EnumCodes<>(Side.class, ModelProto.Side.class, "SIDE_");
  private static final EnumCodes<TimeInForce, ModelProto.TimeInForce> TIMES_IN_FORCE =
      new EnumCodes<>(TimeInForce.class, ModelProto.TimeInForce.class, "TIME_IN_FORCE_");
  static final EnumCodes<SelfTradeMode, ModelProto.SelfTradeMode> SELF_TRADE_MODES =
      new EnumCodes<>(SelfTradeMode.class, ModelProto.SelfTradeMode.class, "SELF_TRADE_MODE_");
  static final EnumCodes<Quality, ModelProto.Quality> QUALITIES =
      new EnumCodes<>(Quality.class, ModelProto.Quality.class, "QUALITY_");
  static final EnumCodes<SlotPhase, ModelProto.SlotPhase> PHASES =
      new EnumCodes<>(SlotPhase.class, ModelProto.SlotPhase.class, "SLOT_PHASE_");
  static final EnumCodes<RejectionCode, ModelProto.RejectionCode> REJECTION_CODES =
      new EnumCodes<>(RejectionCode.class, ModelProto.RejectionCode.class, "REJECTION_CODE_");

  private static final EnumCodes<EnergySource, ModelProto.EnergySource> SOURCES =
      new EnumCodes<>(EnergySource.class, ModelProto.EnergySource.class, "ENERGY_SOURCE_");

  private ModelConverter() {}

  static ModelProto.EnergySource encode(@Nullable EnergySource source) {
    return source == null
        ? ModelProto.EnergySource.ENERGY_SOURCE_UNSPECIFIED
        : SOURCES.encode(source);
  }

  static @Nullable EnergySource decode(ModelProto.EnergySource source, int value) {
    return value == 0 ? null : SOURCES.decode(source, value);
  }

  static ModelProto.DeliverySlot encode(DeliverySlot slot) {
    return ModelProto.DeliverySlot.newBuilder()
        .setStartMillis(slot.startMillis())
        .setMinutes(slot.minutes())
        .build();
  }

  static DeliverySlot decode(boolean present, ModelProto.DeliverySlot slot) {
    required(present, slot, "slot");
    return new DeliverySlot(slot.getStartMillis(), slot.getMinutes());
  }

  static ModelProto.Rejection encode(Rejection rejection) {
    return ModelProto.Rejection.newBuilder()
        .setCode(REJECTION_CODES.encode(rejection.code()))
        .setMessage(rejection.message())
        .build();
  }

  static Rejection decode(boolean present, ModelProto.Rejection rejection) {
    required(present, rejection, "rejection");
    return new Rejection(
        REJECTION_CODES.decode(rejection.getCode(), rejection.getCodeValue()),
        rejection.getMessage());
  }

  static ModelProto.OrderTerms encode(OrderTerms terms) {
    ModelProto.OrderTerms.Builder builder =
        ModelProto.OrderTerms.newBuilder()
            .setTimeInForce(TIMES_IN_FORCE.encode(terms.timeInForce()))
            .setExpiryMillis(terms.expiryMillis())
            .setMarket(terms.market())
            .setAllOrNone(terms.allOrNone())
            .setMinEnergyWh(terms.minEnergyWh())
            .setPeakWh(terms.peakWh())
            .setPostOnly(terms.postOnly())
            .setSelfTradeMode(SELF_TRADE_MODES.encode(terms.selfTradeMode()));
    Leg leg = terms.leg();
    if (leg != null) {
      builder.setLeg(encode(leg));
    }
    terms.alternatives().forEach(one -> builder.addAlternatives(encode(one)));
    return builder.setSource(encode(terms.source())).build();
  }

  private static ModelProto.Alternative encode(Alternative alternative) {
    ModelProto.Alternative.Builder builder =
        ModelProto.Alternative.newBuilder().setPriceMicroPerKwh(alternative.priceMicroPerKwh());
    alternative.sources().forEach(source -> builder.addSources(SOURCES.encode(source)));
    String area = alternative.area();
    return area == null ? builder.build() : builder.setArea(area).build();
  }

  private static Alternative decode(ModelProto.Alternative alternative) {
    known(alternative);
    List<EnergySource> sources = new ArrayList<>();
    for (int i = 0; i < alternative.getSourcesCount(); i++) {
      sources.add(SOURCES.decode(alternative.getSources(i), alternative.getSourcesValue(i)));
    }
    return new Alternative(
        alternative.getPriceMicroPerKwh(),
        sources,
        alternative.hasArea() ? alternative.getArea() : null);
  }

  private static ModelProto.Leg encode(Leg leg) {
    ModelProto.Leg.Builder builder =
        ModelProto.Leg.newBuilder().setNumber(leg.number()).setOf(leg.of());
    Long average = leg.averageMicroPerKwh();
    if (average != null) {
      builder.setAverageMicroPerKwh(average);
    }
    AuctionTerms auction = leg.auction();
    return auction == null ? builder.build() : builder.setAuction(encode(auction)).build();
  }

  static ModelProto.AuctionTerms encode(AuctionTerms terms) {
    ModelProto.AuctionTerms.Builder builder =
        ModelProto.AuctionTerms.newBuilder().setMinRatioPpm(terms.minRatioPpm());
    String parent = terms.parent();
    if (parent != null) {
      builder.setParent(parent);
    }
    String group = terms.exclusiveGroup();
    return group == null ? builder.build() : builder.setExclusiveGroup(group).build();
  }

  static AuctionTerms decode(ModelProto.AuctionTerms terms) {
    known(terms);
    return new AuctionTerms(
        terms.getMinRatioPpm(),
        terms.hasParent() ? terms.getParent() : null,
        terms.hasExclusiveGroup() ? terms.getExclusiveGroup() : null);
  }

  private static Leg decode(ModelProto.Leg leg) {
    known(leg);
    return new Leg(
        leg.getNumber(),
        leg.getOf(),
        leg.hasAverageMicroPerKwh() ? (Long) leg.getAverageMicroPerKwh() : null,
        leg.hasAuction() ? decode(leg.getAuction()) : null);
  }

  static OrderTerms decode(boolean present, ModelProto.OrderTerms terms) {
    if (!present) {
      return OrderTerms.DEFAULT;
    }
    known(terms);
    return new OrderTerms(
        TIMES_IN_FORCE.decode(terms.getTimeInForce(), terms.getTimeInForceValue()),
        terms.getExpiryMillis(),
        terms.getMarket(),
        terms.getAllOrNone(),
        terms.getMinEnergyWh(),
        terms.getPeakWh(),
        terms.getPostOnly(),
        SELF_TRADE_MODES.decode(terms.getSelfTradeMode(), terms.getSelfTradeModeValue()),
        terms.hasLeg() ? decode(terms.getLeg()) : null,
        decode(terms.getSource(), terms.getSourceValue()),
        terms.getAlternativesList().stream().map(ModelConverter::decode).toList());
  }

  static ModelProto.MeteredPosition encode(MeteredPosition position) {
    ModelProto.MeteredPosition.Builder message =
        ModelProto.MeteredPosition.newBuilder()
            .setParticipant(position.participant())
            .setSlot(encode(position.slot()))
            .setVersion(position.version())
            .setImportWh(position.importWh())
            .setExportWh(position.exportWh())
            .setQuality(QUALITIES.encode(position.quality()));
    Hash evidence = position.evidence();
    return (evidence == null ? message : message.setEvidence(Fields.bytes(evidence))).build();
  }

  static MeteredPosition decode(boolean present, ModelProto.MeteredPosition position) {
    required(present, position, "position");
    return new MeteredPosition(
            position.getParticipant(),
            decode(position.hasSlot(), position.getSlot()),
            position.getVersion(),
            position.getImportWh(),
            position.getExportWh(),
            QUALITIES.decode(position.getQuality(), position.getQualityValue()))
        .withEvidence(
            position.hasEvidence() ? Fields.hash(position.getEvidence(), "evidence") : null);
  }

  static ModelProto.CommandOrigin encode(CommandOrigin origin) {
    return ModelProto.CommandOrigin.newBuilder()
        .setSource(origin.source())
        .setPartition(origin.partition())
        .setOffset(origin.offset())
        .build();
  }

  static CommandOrigin decode(ModelProto.CommandOrigin origin) {
    known(origin);
    return new CommandOrigin(origin.getSource(), origin.getPartition(), origin.getOffset());
  }
}
