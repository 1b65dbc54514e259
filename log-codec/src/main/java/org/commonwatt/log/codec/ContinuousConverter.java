package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;

import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;

/** The continuous trading of a rulebook. */
final class ContinuousConverter {
  private static final EnumCodes<FeeMode, ModelProto.Rulebook.FeeMode> FEE_MODES =
      new EnumCodes<>(FeeMode.class, ModelProto.Rulebook.FeeMode.class, "FEE_MODE_");

  private ContinuousConverter() {}

  static ModelProto.Rulebook.Continuous encode(Continuous continuous) {
    GridFees fees = continuous.fees();
    ModelProto.Rulebook.Continuous.Builder builder =
        ModelProto.Rulebook.Continuous.newBuilder()
            .setGateClosureLeadMinutes(continuous.gateClosureLeadMinutes())
            .setTickMicroPerKwh(continuous.tickMicroPerKwh())
            .setBandMicroPerKwh(continuous.bandMicroPerKwh())
            .setHaltSeconds(continuous.haltSeconds())
            .setProtectionMicroPerKwh(continuous.protectionMicroPerKwh())
            .setFeeMode(FEE_MODES.encode(fees.mode()));
    fees.levels().forEach(level -> builder.addLevels(encode(level)));
    fees.areas().forEach(area -> builder.addAreaLevels(encode(area)));
    fees.links().forEach(link -> builder.addLinkFees(encode(link)));
    return builder.build();
  }

  static Continuous decode(ModelProto.Rulebook.Continuous message) {
    known(message);
    return new Continuous(
        message.getGateClosureLeadMinutes(),
        message.getTickMicroPerKwh(),
        message.getBandMicroPerKwh(),
        message.getHaltSeconds(),
        message.getProtectionMicroPerKwh(),
        new GridFees(
            FEE_MODES.decode(message.getFeeMode(), message.getFeeModeValue()),
            message.getLevelsList().stream().map(ContinuousConverter::decode).toList(),
            message.getAreaLevelsList().stream().map(ContinuousConverter::decode).toList(),
            message.getLinkFeesList().stream().map(ContinuousConverter::decode).toList()));
  }

  private static ModelProto.Rulebook.Level encode(GridFees.Level level) {
    return ModelProto.Rulebook.Level.newBuilder()
        .setId(level.id())
        .setConstantMicroPerKwh(level.fee().constantMicroPerKwh())
        .setPpm(level.fee().ppm())
        .build();
  }

  private static GridFees.Level decode(ModelProto.Rulebook.Level level) {
    known(level);
    return new GridFees.Level(
        level.getId(), new GridFee(level.getConstantMicroPerKwh(), level.getPpm()));
  }

  private static ModelProto.Rulebook.AreaLevel encode(GridFees.AreaLevel area) {
    return ModelProto.Rulebook.AreaLevel.newBuilder()
        .setArea(area.area())
        .setLevel(area.level())
        .build();
  }

  private static GridFees.AreaLevel decode(ModelProto.Rulebook.AreaLevel area) {
    known(area);
    return new GridFees.AreaLevel(area.getArea(), area.getLevel());
  }

  private static ModelProto.Rulebook.LinkFee encode(GridFees.LinkFee link) {
    ModelProto.Rulebook.LinkFee.Builder builder =
        ModelProto.Rulebook.LinkFee.newBuilder()
            .setFrom(link.from())
            .setTo(link.to())
            .setConstantMicroPerKwh(link.fee().constantMicroPerKwh())
            .setPpm(link.fee().ppm());
    String level = link.level();
    return level == null ? builder.build() : builder.setLevel(level).build();
  }

  private static GridFees.LinkFee decode(ModelProto.Rulebook.LinkFee link) {
    known(link);
    return new GridFees.LinkFee(
        link.getFrom(),
        link.getTo(),
        new GridFee(link.getConstantMicroPerKwh(), link.getPpm()),
        link.hasLevel() ? link.getLevel() : null);
  }
}
