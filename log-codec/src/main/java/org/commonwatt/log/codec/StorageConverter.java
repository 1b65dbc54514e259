package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageLimit;
import org.commonwatt.model.StorageRefused;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;

/** What commands and events say of storage units. */
final class StorageConverter {
  static final EnumCodes<StorageCommitment.Kind, ModelProto.StorageCommitmentKind> KINDS =
      new EnumCodes<>(
          StorageCommitment.Kind.class,
          ModelProto.StorageCommitmentKind.class,
          "STORAGE_COMMITMENT_KIND_");
  static final EnumCodes<StorageLimit, ModelProto.StorageLimit> LIMITS =
      new EnumCodes<>(StorageLimit.class, ModelProto.StorageLimit.class, "STORAGE_LIMIT_");

  private StorageConverter() {}

  static ModelProto.StorageSpec encode(StorageSpec spec) {
    StorageSpec.Rating rating = spec.rating();
    return ModelProto.StorageSpec.newBuilder()
        .setUnit(spec.unit())
        .setOwner(spec.owner())
        .setArea(spec.area())
        .setChargeW(rating.chargeW())
        .setDischargeW(rating.dischargeW())
        .setUsableWh(rating.usableWh())
        .setReserveWh(rating.reserveWh())
        .setChargePpm(rating.chargePpm())
        .setDischargePpm(rating.dischargePpm())
        .setDailyCyclesPpm(rating.dailyCyclesPpm())
        .setHorizonSlots(spec.horizonSlots())
        .setProvenance(spec.provenance())
        .build();
  }

  static StorageSpec decode(boolean present, ModelProto.StorageSpec message) {
    required(present, message, "spec");
    return new StorageSpec(
        message.getUnit(),
        message.getOwner(),
        message.getArea(),
        new StorageSpec.Rating(
            message.getChargeW(),
            message.getDischargeW(),
            message.getUsableWh(),
            message.getReserveWh(),
            message.getChargePpm(),
            message.getDischargePpm(),
            message.getDailyCyclesPpm()),
        message.getHorizonSlots(),
        message.getProvenance());
  }

  static ModelProto.StorageState encode(StorageState state) {
    ModelProto.StorageState.Builder builder =
        ModelProto.StorageState.newBuilder()
            .setSlotStartMillis(state.slotStartMillis())
            .setStoredWh(state.storedWh())
            .setStoredTodayWh(state.storedTodayWh());
    state
        .lots()
        .forEach(lot -> builder.addLotsBuilder().setOwner(lot.owner()).setEnergyWh(lot.energyWh()));
    state
        .left()
        .forEach(
            left ->
                builder
                    .addLeftBuilder()
                    .setCommitment(left.commitment())
                    .setEnergyWh(left.energyWh()));
    return builder.build();
  }

  static StorageState decode(boolean present, ModelProto.StorageState message) {
    required(present, message, "state");
    return new StorageState(
        message.getSlotStartMillis(),
        message.getStoredWh(),
        message.getStoredTodayWh(),
        message.getLotsList().stream().map(StorageConverter::decode).toList(),
        message.getLeftList().stream().map(StorageConverter::decode).toList());
  }

  static ModelProto.StorageCommitment encode(StorageCommitment one) {
    return ModelProto.StorageCommitment.newBuilder()
        .setId(one.id())
        .setOwner(one.owner())
        .setKind(KINDS.encode(one.kind()))
        .setFromMillis(one.fromMillis())
        .setToMillis(one.toMillis())
        .setEnergyWh(one.energyWh())
        .setChargeSlotWh(one.chargeSlotWh())
        .setDischargeSlotWh(one.dischargeSlotWh())
        .setStartWh(one.startWh())
        .addAllInjectionWh(one.injectionWh())
        .build();
  }

  static StorageCommitment decode(boolean present, ModelProto.StorageCommitment message) {
    required(present, message, "commitment");
    return new StorageCommitment(
        message.getId(),
        message.getOwner(),
        KINDS.decode(message.getKind(), message.getKindValue()),
        message.getFromMillis(),
        message.getToMillis(),
        message.getEnergyWh(),
        message.getChargeSlotWh(),
        message.getDischargeSlotWh(),
        message.getStartWh(),
        message.getInjectionWhList());
  }

  static ModelProto.StorageRefused encode(StorageRefused refused) {
    ModelProto.StorageRefused.Builder builder =
        ModelProto.StorageRefused.newBuilder()
            .setRejection(ModelConverter.encode(refused.rejection()))
            .addAllConflicts(refused.conflicts());
    StorageLimit limit = refused.limit();
    if (limit != null) {
      builder.setLimit(LIMITS.encode(limit));
    }
    return builder.build();
  }

  static StorageRefused decode(boolean present, ModelProto.StorageRefused message) {
    required(present, message, "refused");
    return new StorageRefused(
        ModelConverter.decode(message.hasRejection(), message.getRejection()),
        message.getLimitValue() == 0
            ? null
            : LIMITS.decode(message.getLimit(), message.getLimitValue()),
        message.getConflictsList());
  }

  private static StorageState.Lot decode(ModelProto.StorageState.Lot message) {
    known(message);
    return new StorageState.Lot(message.getOwner(), message.getEnergyWh());
  }

  private static StorageState.Left decode(ModelProto.StorageState.Left message) {
    known(message);
    return new StorageState.Left(message.getCommitment(), message.getEnergyWh());
  }
}
