package org.commonwatt.ingest.sunspec;

import java.math.BigInteger;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.RegisterBlock;

/**
 * The models that tell a battery's state of charge, the most wanted first. Model 803, of
 * lithium-ion banks, stands beside 802, which tells it.
 */
enum StorageModel {
  /** 713, the storage of a distributed energy resource; its first edition has no scale factor. */
  CAPACITY(713, 4, 8),
  /** 802, a battery. */
  BATTERY(802, 11, 56);

  private static final int NOT_IMPLEMENTED = 0xffff;
  private static final int HEADER = 2;
  private static final int PER_MILLE = 1_000;

  private final int id;
  private final int charge;
  private final int scale;

  /** With the offsets of the state of charge, %, and of its scale factor, from the model's id. */
  StorageModel(int id, int charge, int scale) {
    this.id = id;
    this.charge = charge;
    this.scale = scale;
  }

  int id() {
    return id;
  }

  /** How many registers have to be read of a model of a length, from its id on. */
  int registers(int length) {
    return Math.min(length + HEADER, scale + 1);
  }

  /**
   * The state of charge.
   *
   * @param block the registers of the model, from its id on
   * @return tenths of a percent, 0 to 1000, floored; or {@code MODEL_MISSING}, {@code
   *     NOT_IMPLEMENTED}, {@code OUT_OF_RANGE}
   */
  DeviceResult<Integer> stateOfCharge(RegisterBlock block) {
    if (block.size() <= charge || block.unsigned16(0) != id) {
      return DeviceResult.failed(
          FailureCode.MODEL_MISSING, "there is no model " + id + " here (any more)");
    }
    int raw = block.unsigned16(charge);
    if (raw == NOT_IMPLEMENTED) {
      return DeviceResult.failed(
          FailureCode.NOT_IMPLEMENTED, "the state of charge reads not implemented");
    }
    DeviceResult<ScaleFactor> factor =
        block.size() > scale
            ? ScaleFactor.read(block, scale, "the scale factor of the state of charge")
            : DeviceResult.ok(new ScaleFactor(0));
    return factor.then(found -> perMille(raw, found));
  }

  private static DeviceResult<Integer> perMille(int raw, ScaleFactor percent) {
    return new ScaleFactor(percent.exponent() + 1)
        .apply(BigInteger.valueOf(raw), "the state of charge")
        .then(
            value ->
                value > PER_MILLE
                    ? DeviceResult.failed(
                        FailureCode.OUT_OF_RANGE, "the state of charge is above 100 %")
                    : DeviceResult.ok(value.intValue()));
  }
}
