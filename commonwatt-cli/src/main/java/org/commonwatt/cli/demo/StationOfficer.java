package org.commonwatt.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import org.commonwatt.cli.community.StationTemplate;
import org.jspecify.annotations.Nullable;

/**
 * The meter organisation: registers the station, and reports what it holds when a slot begins and
 * what was metered of it in the slot before.
 */
final class StationOfficer {
  private static final String UNITS = "/v1/storage-units";
  private static final String UNIT = UNITS + "/" + StationFacts.UNIT;
  private static final int PER_MILLE = 1_000;
  private static final int MILLION = 1_000_000;

  private final MarketClient market;
  private final StationMeter meter;
  private final StationLots lots = new StationLots();
  private long capacityWh = StationFacts.USABLE_WH;
  private long cutOffWh;
  private long injectedWh;

  StationOfficer(MarketClient market, StationMeter meter) {
    this.market = market;
    this.meter = meter;
  }

  /** Registers the station, and says what it holds in the slot that has begun. */
  void register(Instant slotStart) throws InterruptedException {
    market.send(
        UNITS,
        officer()
            .put("unit", StationFacts.UNIT)
            .put("owner", StationTemplate.OWNER)
            .put("area", StationTemplate.AREA)
            .put("chargeW", StationFacts.POWER_W)
            .put("dischargeW", StationFacts.POWER_W)
            .put("usableWh", StationFacts.USABLE_WH)
            .put("chargePpm", StationFacts.ONE_WAY_PPM)
            .put("dischargePpm", StationFacts.ONE_WAY_PPM)
            .put("horizonSlots", StationFacts.HORIZON_SLOTS)
            .put("provenance", "passport:" + ScrappedCars.PASSPORT));
    StationMeter.Shown shown = meter.read();
    injectedWh = shown.injectionWh();
    state(slotStart, shown, null);
  }

  /** So much less is there from now on, and so much of what it held. */
  void cutOff(int leftPpm) {
    long wholeWh = capacityWh;
    capacityWh = wholeWh * leftPpm / MILLION;
    cutOffWh = (wholeWh - capacityWh) * meter.read().perMille() / PER_MILLE;
  }

  /** What was cut off with what it held, Wh. */
  long cutOffWh() {
    return cutOffWh;
  }

  /**
   * Reports a slot that is over, and the state when the next begins.
   *
   * @param done what was done in the slot before
   * @param slotStart start of the slot that begins
   * @param isSettled whether the slot before is traded, so that services are settled
   */
  void report(StationControl.Done done, Instant slotStart, boolean isSettled)
      throws InterruptedException {
    StationMeter.Shown shown = meter.read();
    if (isSettled) {
      deliver(done, shown.injectionWh() - injectedWh);
    }
    injectedWh = shown.injectionWh();
    done.firmWh().forEach(lots::flowed);
    LeaseUse use = done.use();
    if (use != null) {
      lots.flowed(StationTemplate.PLANT, use.injectionWh());
    }
    state(slotStart, shown, use);
  }

  private void deliver(StationControl.Done done, long injectionWh) throws InterruptedException {
    ObjectNode body =
        officer()
            .put("slotStart", done.slotStart().toString())
            .put("version", 1)
            .put("injectionWh", injectionWh);
    LeaseUse use = done.use();
    if (use != null && use.injectionWh() != 0) {
      body.putArray("used")
          .addObject()
          .put("commitment", use.lease())
          .put("injectionWh", use.injectionWh());
    }
    market.send(UNIT + "/deliveries", body, "POSITION_NOT_NEWER");
  }

  private void state(Instant slotStart, StationMeter.Shown shown, @Nullable LeaseUse use)
      throws InterruptedException {
    long storedWh = shown.perMille() * capacityWh / PER_MILLE;
    ObjectNode body = officer().put("slotStart", slotStart.toString()).put("storedWh", storedWh);
    ArrayNode parts = body.putArray("lots");
    long others = 0;
    for (Map.Entry<String, Long> one : lots.wholeWh(storedWh).entrySet()) {
      parts.addObject().put("owner", one.getKey()).put("energyWh", one.getValue());
      others += one.getValue();
    }
    parts.addObject().put("owner", StationTemplate.OWNER).put("energyWh", storedWh - others);
    if (use != null && slotStart.isBefore(use.until())) {
      body.putArray("left")
          .addObject()
          .put("commitment", use.lease())
          .put("energyWh", use.heldWh());
    }
    market.send(UNIT + "/state", body, "STATE_NOT_NEWER");
  }

  private ObjectNode officer() {
    return market.body().put("officer", StationTemplate.OFFICER);
  }
}
