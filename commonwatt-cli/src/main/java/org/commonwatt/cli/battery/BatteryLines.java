package org.commonwatt.cli.battery;

import java.time.Instant;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.SohTest;

/** Batteries and their events as lines for people. */
public final class BatteryLines {
  private BatteryLines() {}

  /** A battery. */
  public static String asset(Asset asset) {
    SohTest test = asset.test();
    return asset.id()
        + " "
        + asset.kind()
        + " "
        + asset.state()
        + " "
        + asset.ratedWh()
        + " Wh rated"
        + (test == null
            ? ", not tested"
            : ", " + test.energyWh() + " Wh tested (" + test.basis() + ")")
        + (asset.historyKnown() ? "" : ", history unknown")
        + (asset.isolated() ? ", isolated" : "")
        + (asset.holds().isEmpty() ? "" : ", held: " + asset.holds().get(0).id())
        + (asset.sources().isEmpty() ? "" : ", from " + asset.sources());
  }

  /** An event. */
  public static String event(LifeEvent event) {
    return String.format(
        "%4d %-20s %-17s %-15s %s%s",
        event.sequence(),
        Instant.ofEpochMilli(event.eventMillis()),
        event.operation(),
        event.state(),
        event.actors(),
        event.about().equals(event.asset()) ? "" : " about " + event.about());
  }
}
