package org.commonwatt.ingest.simulator;

import org.commonwatt.model.Ids;
import org.jspecify.annotations.Nullable;

/**
 * A plant, or a storage station, whose power somebody sets while it runs: its control. It answers
 * like a meter, a station also with its state of charge (SunSpec model 802). Safe to use from
 * several threads.
 */
public final class SimulatedPlant {
  private final String meter;
  private final SteadyFlow flow;
  private final @Nullable SimulatedBattery battery;

  private SimulatedPlant(String meter, long fromMillis, @Nullable SimulatedBattery battery) {
    this.meter = Ids.require("meter", meter);
    this.flow = new SteadyFlow(fromMillis);
    this.battery = battery;
  }

  /**
   * A plant without storage.
   *
   * @param meter id of its meter
   * @param fromMillis from when on it is there, UTC
   */
  public static SimulatedPlant of(String meter, long fromMillis) {
    return new SimulatedPlant(meter, fromMillis, null);
  }

  /** A storage station, at rest at first. */
  public static SimulatedPlant station(String meter, StationSpec spec) {
    return new SimulatedPlant(meter, spec.fromMillis(), new SimulatedBattery(spec));
  }

  /**
   * Sets its power from an instant on.
   *
   * @param fromMillis not before the instant that was set last
   * @param injectionW into the grid, W; negative: out of it
   */
  public void run(long fromMillis, long injectionW) {
    flow.set(fromMillis, injectionW);
    if (battery != null) {
      battery.set(fromMillis, injectionW);
    }
  }

  /**
   * Cuts a part of a station off, with what is in it.
   *
   * @param leftPpm what is left of capacity and content, ppm
   */
  public void cutOff(long fromMillis, int leftPpm) {
    if (battery == null) {
      throw new IllegalStateException(meter + " is no station");
    }
    battery.cut(fromMillis, leftPpm);
  }

  String meter() {
    return meter;
  }

  NetFlow flow() {
    return flow;
  }

  /** What it holds; null of a plant. */
  @Nullable SimulatedBattery battery() {
    return battery;
  }
}
