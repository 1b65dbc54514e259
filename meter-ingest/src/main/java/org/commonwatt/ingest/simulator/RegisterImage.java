package org.commonwatt.ingest.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.commonwatt.ingest.sunspec.CommonModel;
import org.commonwatt.ingest.sunspec.MeterModel;
import org.commonwatt.ingest.sunspec.SunSpecReader;
import org.jspecify.annotations.Nullable;

/**
 * The holding registers of a simulated device at one instant: marker, model 1, model 203, of a
 * station model 802, end.
 *
 * <p>Energies and total power come from the flow at its connection; voltages, frequency and
 * currents are nominal; optional points read as not implemented.
 */
final class RegisterImage {
  /** Address of the first register. */
  static final int BASE = 40_000;

  private static final int COMMON = 2;
  private static final int METER = COMMON + 2 + CommonModel.LENGTH;
  private static final int METER_END = METER + MeterModel.REGISTERS;
  private static final int END_REGISTERS = 2;

  // Model 802, offsets from its id.
  private static final int BATTERY = 802;
  private static final int BATTERY_LENGTH = 62;
  private static final int CHARGE = 11;
  private static final int CHARGE_SF = 56;
  private static final int UNKNOWN = 0xffff; // an unsigned point that is not implemented

  private static final int NOMINAL_VOLTS = 230;
  private static final int PHASES = 3;
  private static final int FIRST_CURRENT = 2;
  private static final int FIRST_VOLTAGE = 7;
  private static final int VOLTAGES_TO_NEUTRAL = 4;
  private static final long COUNTED_WH = 1_000_000;

  private final Device device;
  private final int unit;

  /**
   * What answers.
   *
   * @param meter who it is, and how it counts
   * @param model what model 1 calls it
   * @param tensOfWatts whether it tells its power in tens of W
   * @param flow what flows at its connection
   * @param battery what it holds; null where nothing is stored
   */
  record Device(
      SimulatedMeter meter,
      String model,
      boolean tensOfWatts,
      NetFlow flow,
      @Nullable SimulatedBattery battery) {

    /** The meter of a recorded home; every second one reports tens of W. */
    static Device of(SimulatedMeter meter, HomeProfiles profiles) {
      return new Device(
          meter,
          "Simulated home " + meter.home(),
          meter.home() % 2 == 0,
          NetFlow.ofHome(profiles, meter.home()),
          null);
    }

    /** A plant or a station, which has counted before: a register of 0 counts nothing yet. */
    static Device of(SimulatedPlant plant) {
      return new Device(
          new SimulatedMeter(plant.meter(), 0, COUNTED_WH, COUNTED_WH, 0),
          plant.battery() == null ? "Simulated plant" : "Simulated station",
          false,
          plant.flow(),
          plant.battery());
    }
  }

  RegisterImage(Device device, int unit) {
    this.device = device;
    this.unit = unit;
  }

  /** Number of registers. */
  int size() {
    return end() + END_REGISTERS;
  }

  private int end() {
    return METER_END + (device.battery() == null ? 0 : BATTERY_LENGTH + 2);
  }

  /** All registers at an instant, high byte first. */
  byte[] at(long timeMillis) {
    ByteBuffer image = ByteBuffer.allocate(2 * size());
    image.putInt((int) SunSpecReader.MARKER);
    common(section(image, COMMON));
    meter(section(image, METER), timeMillis);
    SimulatedBattery battery = device.battery();
    if (battery != null) {
      battery(section(image, METER_END), battery.perMille(timeMillis));
    }
    put(section(image, end()), 0, SunSpecReader.END);
    return image.array();
  }

  private static ByteBuffer section(ByteBuffer image, int register) {
    return image.slice(2 * register, image.capacity() - 2 * register);
  }

  private void common(ByteBuffer model) {
    put(model, 0, CommonModel.ID);
    put(model, 1, CommonModel.LENGTH);
    text(model, CommonModel.MANUFACTURER, "Commonwatt");
    text(model, CommonModel.MODEL, device.model());
    text(model, CommonModel.VERSION, "1");
    text(model, CommonModel.SERIAL, shortened(device.meter().meter()));
    put(model, CommonModel.DEVICE_ADDRESS, unit);
    put(model, CommonModel.DEVICE_ADDRESS + 1, MeterModel.NOT_IMPLEMENTED);
  }

  private void meter(ByteBuffer model, long timeMillis) {
    put(model, 0, MeterModel.ID);
    put(model, 1, MeterModel.LENGTH);
    for (int point = 2; point < MeterModel.TOT_WH_EXP; point++) {
      put(model, point, MeterModel.NOT_IMPLEMENTED);
    }
    // TotVAh_SF and TotVArh_SF: no apparent or reactive energy.
    put(model, 71, MeterModel.NOT_IMPLEMENTED);
    put(model, 104, MeterModel.NOT_IMPLEMENTED);
    energies(model, timeMillis);
    electrical(model, -device.flow().injectionW(timeMillis)); // SunSpec's sign: import positive
    put(model, MeterModel.EVENTS, 0);
    put(model, MeterModel.EVENTS + 1, 0);
  }

  /** A register wraps at 2³², as a real one does. */
  private void energies(ByteBuffer model, long timeMillis) {
    SimulatedMeter meter = device.meter();
    int units = meter.unitsPerWh();
    long imported = device.flow().importedUnits(timeMillis, units);
    long exported = device.flow().exportedUnits(timeMillis, units);
    model.putInt(2 * MeterModel.TOT_WH_IMP, (int) (meter.importBaseWh() * units + imported));
    model.putInt(2 * MeterModel.TOT_WH_EXP, (int) (meter.exportBaseWh() * units + exported));
    put(model, MeterModel.TOT_WH_SF, meter.whScale());
  }

  private void electrical(ByteBuffer model, long importW) {
    put(model, MeterModel.W, (int) (device.tensOfWatts() ? Math.floorDiv(importW, 10) : importW));
    put(model, MeterModel.W_SF, device.tensOfWatts() ? 1 : 0);
    int totalCentiamps = (int) (importW * 100 / NOMINAL_VOLTS);
    put(model, FIRST_CURRENT, totalCentiamps);
    for (int phase = 1; phase <= PHASES; phase++) {
      put(model, FIRST_CURRENT + phase, totalCentiamps / PHASES);
    }
    put(model, MeterModel.A_SF, -2);
    for (int point = FIRST_VOLTAGE; point < MeterModel.V_SF; point++) {
      put(model, point, point < FIRST_VOLTAGE + VOLTAGES_TO_NEUTRAL ? 2_300 : 3_984);
    }
    put(model, MeterModel.V_SF, -1);
    put(model, MeterModel.HZ, 5_000);
    put(model, MeterModel.HZ_SF, -2);
  }

  private static void battery(ByteBuffer model, int perMille) {
    for (int point = 2; point < BATTERY_LENGTH + 2; point++) {
      put(model, point, UNKNOWN);
    }
    put(model, 0, BATTERY);
    put(model, 1, BATTERY_LENGTH);
    put(model, CHARGE, perMille);
    put(model, CHARGE_SF, -1);
  }

  private static String shortened(String serial) {
    int characters = 2 * CommonModel.LONG_TEXT;
    return serial.length() <= characters ? serial : serial.substring(0, characters);
  }

  private static void text(ByteBuffer model, int register, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    model.put(2 * register, bytes);
  }

  private static void put(ByteBuffer model, int register, int value) {
    model.putShort(2 * register, (short) value);
  }
}
