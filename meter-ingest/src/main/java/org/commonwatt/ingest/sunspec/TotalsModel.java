package org.commonwatt.ingest.sunspec;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.RegisterBlock;
import org.commonwatt.ingest.registers.MeterRegisters;

/**
 * The models that tell energies and power, the most wanted first: what a meter at the connection
 * says counts before what an inverter behind it says.
 *
 * <p>What is needed of a model is read in one request, so that values and scale factors belong
 * together.
 */
enum TotalsModel {
  /** 201 to 204, meters: single phase, split phase, three phases wye, three phases delta. */
  METER(
      new Shape(201, 204, MeterModel.LENGTH, MeterModel.REGISTERS),
      new EnergyPlaces(MeterModel.TOT_WH_IMP, MeterModel.TOT_WH_EXP, 2, MeterModel.TOT_WH_SF),
      new PowerPlaces(MeterModel.W, MeterModel.W_SF, -1)),
  /** 701, the measurements of a distributed energy resource. */
  DER(new Shape(701, 701, 153, 121), new EnergyPlaces(23, 19, 4, 120), new PowerPlaces(10, 116, 1)),
  /** 101 to 103, inverters with one, two or three phases; they tell only what they generate. */
  INVERTER(
      new Shape(101, 103, 50, 27),
      new EnergyPlaces(EnergyPlaces.NONE, 24, 2, 26),
      new PowerPlaces(14, 15, 1));

  private final Shape shape;
  private final EnergyPlaces energy;
  private final PowerPlaces power;

  /**
   * How the model is recognised.
   *
   * @param firstId smallest id that it has
   * @param lastId largest id
   * @param length registers after the two of its header
   * @param registers how many are read, header included
   */
  private record Shape(int firstId, int lastId, int length, int registers) {}

  /** Where the energies are, how many registers each has, and where their scale factor is. */
  private record EnergyPlaces(int imported, int exported, int width, int scale) {
    static final int NONE = -1;
  }

  /** Where the power is, and the sign that makes injection positive. */
  private record PowerPlaces(int power, int scale, int sign) {}

  /** The two energies as they stand in the registers. */
  private record Energies(BigInteger imported, BigInteger exported) {}

  TotalsModel(Shape shape, EnergyPlaces energy, PowerPlaces power) {
    this.shape = shape;
    this.energy = energy;
    this.power = power;
  }

  /** The model that an id stands for, if it is one of these. */
  static Optional<TotalsModel> of(int id) {
    return Arrays.stream(values()).filter(model -> model.has(id)).findFirst();
  }

  /** How many registers have to be read, from the model's id on; at most 125. */
  int registers() {
    return shape.registers();
  }

  /** The ids, for messages. */
  String ids() {
    return shape.firstId() == shape.lastId()
        ? "" + shape.firstId()
        : shape.firstId() + " to " + shape.lastId();
  }

  /**
   * Reads the totals. Values that are not whole after scaling are floored.
   *
   * @param block the registers of the model, from its id on
   * @return the totals, or {@code GARBLED} (too short), {@code MODEL_MISSING} (another model at
   *     this address), {@code NOT_IMPLEMENTED}, {@code NOT_ACCUMULATED} (a meter or inverter that
   *     shows no energy), {@code OUT_OF_RANGE}; never an exception
   */
  DeviceResult<MeterRegisters> read(RegisterBlock block) {
    if (block.size() < registers()) {
      return DeviceResult.failed(
          FailureCode.GARBLED,
          "of model %s %d registers are needed, the answer has %d"
              .formatted(ids(), registers(), block.size()));
    }
    if (!has(block.unsigned16(0)) || block.unsigned16(1) != shape.length()) {
      return DeviceResult.failed(
          FailureCode.MODEL_MISSING,
          "there is no model %s of length %d here (any more)".formatted(ids(), shape.length()));
    }
    return energies(block).then(energies -> totals(block, energies));
  }

  private boolean has(int id) {
    return id >= shape.firstId() && id <= shape.lastId();
  }

  /**
   * An {@code acc32} of 0 means that nothing is accumulated, though one direction may be empty; a
   * {@code uint64} says with all its bits that it is not implemented.
   */
  private DeviceResult<Energies> energies(RegisterBlock block) {
    BigInteger imported =
        energy.imported() == EnergyPlaces.NONE
            ? BigInteger.ZERO
            : block.unsigned(energy.imported(), energy.width());
    BigInteger exported = block.unsigned(energy.exported(), energy.width());
    if (imported.bitCount() == Long.SIZE || exported.bitCount() == Long.SIZE) {
      return DeviceResult.failed(
          FailureCode.NOT_IMPLEMENTED, "both energies are needed, one reads not implemented");
    }
    if (energy.width() == 2 && imported.signum() == 0 && exported.signum() == 0) {
      return DeviceResult.failed(
          FailureCode.NOT_ACCUMULATED,
          "the energy reads 0: the device does not accumulate energy (yet)");
    }
    return DeviceResult.ok(new Energies(imported, exported));
  }

  private DeviceResult<MeterRegisters> totals(RegisterBlock block, Energies energies) {
    return ScaleFactor.read(block, energy.scale(), "the energies' scale factor")
        .then(
            scale ->
                scale
                    .apply(energies.imported(), "the import")
                    .then(
                        importWh ->
                            scale
                                .apply(energies.exported(), "the export")
                                .then(
                                    exportWh ->
                                        power(block)
                                            .then(
                                                powerW ->
                                                    DeviceResult.ok(
                                                        new MeterRegisters(
                                                            importWh,
                                                            exportWh,
                                                            powerW,
                                                            scale.resolution()))))));
  }

  private DeviceResult<Long> power(RegisterBlock block) {
    if (block.unsigned16(power.power()) == MeterModel.NOT_IMPLEMENTED) {
      return DeviceResult.failed(
          FailureCode.NOT_IMPLEMENTED, "W is needed and reads not implemented");
    }
    BigInteger injected = BigInteger.valueOf((long) power.sign() * block.signed16(power.power()));
    return ScaleFactor.read(block, power.scale(), "W_SF").then(scale -> scale.apply(injected, "W"));
  }
}
