package org.commonwatt.ingest.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.commonwatt.ingest.sunspec.CommonModel;
import org.commonwatt.ingest.sunspec.MeterModel;
import org.commonwatt.ingest.sunspec.SunSpecReader;

/**
 * The holding registers of a simulated meter at one instant: marker, model 1, model 203, end.
 *
 * <p>Energies and total power come from the profile; voltages, frequency and currents are nominal;
 * optional points read as not implemented.
 */
final class RegisterImage {
  /** Address of the first register. */
  static final int BASE = 40_000;

  private static final int COMMON = 2;
  private static final int METER = COMMON + 2 + CommonModel.LENGTH;
  private static final int END = METER + MeterModel.REGISTERS;

  /** Number of registers. */
  static final int SIZE = END + 2;

  private static final int NOMINAL_VOLTS = 230;
  private static final int PHASES = 3;
  private static final int FIRST_CURRENT = 2;
  private static final int FIRST_VOLTAGE = 7;
  private static final int VOLTAGES_TO_NEUTRAL = 4;
  private static final long MINUTES_PER_HOUR = 60;

  private final SimulatedMeter meter;
  private final HomeProfiles profiles;
  private final int unit;

  RegisterImage(SimulatedMeter meter, HomeProfiles profiles, int unit) {
    this.meter = meter;
    this.profiles = profiles;
    this.unit = unit;
  }

  /** All registers at an instant, high byte first. */
  byte[] at(long timeMillis) {
    ByteBuffer image = ByteBuffer.allocate(2 * SIZE);
    image.putInt((int) SunSpecReader.MARKER);
    common(section(image, COMMON));
    meter(section(image, METER), timeMillis);
    put(section(image, END), 0, SunSpecReader.END);
    return image.array();
  }

  private static ByteBuffer section(ByteBuffer image, int register) {
    return image.slice(2 * register, image.capacity() - 2 * register);
  }

  private void common(ByteBuffer model) {
    put(model, 0, CommonModel.ID);
    put(model, 1, CommonModel.LENGTH);
    text(model, CommonModel.MANUFACTURER, "Commonwatt");
    text(model, CommonModel.MODEL, "Simulated home " + meter.home());
    text(model, CommonModel.VERSION, "1");
    text(model, CommonModel.SERIAL, shortened(meter.meter()));
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
    electrical(model, importPowerW(timeMillis));
    put(model, MeterModel.EVENTS, 0);
    put(model, MeterModel.EVENTS + 1, 0);
  }

  /** A register wraps at 2³², as a real one does. */
  private void energies(ByteBuffer model, long timeMillis) {
    int units = meter.unitsPerWh();
    long imported = profiles.importedUnits(meter.home(), timeMillis, units);
    long exported = profiles.exportedUnits(meter.home(), timeMillis, units);
    model.putInt(2 * MeterModel.TOT_WH_IMP, (int) (meter.importBaseWh() * units + imported));
    model.putInt(2 * MeterModel.TOT_WH_EXP, (int) (meter.exportBaseWh() * units + exported));
    put(model, MeterModel.TOT_WH_SF, meter.whScale());
  }

  private void electrical(ByteBuffer model, long importW) {
    // Every second home reports tens of W.
    int powerScale = meter.home() % 2 == 0 ? 1 : 0;
    put(model, MeterModel.W, (int) (powerScale == 0 ? importW : Math.floorDiv(importW, 10)));
    put(model, MeterModel.W_SF, powerScale);
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

  /** Mean power of the quarter-hour; SunSpec's sign: import positive. */
  private long importPowerW(long timeMillis) {
    long slotMillis = HomeProfiles.SLOT_MINUTES * 60_000L;
    long start = Math.floorDiv(timeMillis, slotMillis) * slotMillis;
    return -profiles.netWh(meter.home(), start) * MINUTES_PER_HOUR / HomeProfiles.SLOT_MINUTES;
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
