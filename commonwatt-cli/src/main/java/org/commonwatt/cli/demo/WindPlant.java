package org.commonwatt.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.SplittableRandom;
import org.commonwatt.cli.community.StationTemplate;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/**
 * A wind plant that leases a share of the station, to send the grid the same in each slot, and bids
 * for the rest of it in auctions. Its wind is made up: drawn from the seed, slot by slot.
 */
final class WindPlant {
  private static final int MINUTE_MILLIS = 60_000;

  /** Reported lots and shares are whole Wh: their difference may be so much too high. */
  private static final long ROUNDED_WH = 2;

  private static final long LEAST_WH = 1_000;
  private static final long MOST_WH = 3_000;

  private final MarketClient market;
  private final long seed;
  private @Nullable LeasedShare share;
  private String lease = "";

  WindPlant(MarketClient market, long seed) {
    this.market = market;
    this.seed = seed;
  }

  /** What it makes in a slot, Wh: 1,000 to 3,000. */
  long windWh(DeliverySlot slot) {
    return new SplittableRandom(seed ^ Long.rotateLeft(slot.startMillis(), 32))
        .nextLong(LEAST_WH, MOST_WH + 1);
  }

  /** Bids for a window, linked to a release later. */
  void bid(StationPlan.Shift shift) throws InterruptedException {
    ObjectNode body =
        market
            .body()
            .put("bid", "wind")
            .put("area", StationTemplate.AREA)
            .put("limitMicroPerKwh", StationFacts.BID_MICRO);
    ArrayNode surplus = body.putArray("surplusWh");
    for (int slot = 0; slot < StationPlan.windowSlots(); slot++) {
      surplus.add(StationFacts.BID_SLOT_WH);
    }
    ObjectNode release = body.putObject("release");
    release.put("from", StationPlan.start(shift.release()).toString());
    ArrayNode energy = release.putArray("energyWh");
    for (int slot = 0; slot < StationPlan.RELEASE_SLOTS; slot++) {
      energy.add(StationFacts.RELEASE_SLOT_WH);
    }
    market.send(
        "/v1/accounts/%s/storage-auctions/%s/bids"
            .formatted(StationTemplate.PLANT, StationPlan.start(shift.window())),
        body,
        "STORAGE_BID_EXISTS");
  }

  /**
   * What it does with its lease in a slot: wind above the steady part is stored, and given back
   * when there is less, and before the lease ends.
   *
   * @return null when it has no lease there
   */
  @Nullable LeaseUse use(DeliverySlot slot) throws InterruptedException {
    JsonNode own = leased(slot);
    if (own == null) {
      return null;
    }
    String id = own.required("id").asText();
    LeasedShare used = share;
    if (used == null || !id.equals(lease)) {
      used = new LeasedShare(size(own), own.required("startWh").asLong());
      share = used;
      lease = id;
    }
    Instant until = Instant.parse(own.required("to").asText());
    long slotMillis = (long) slot.minutes() * MINUTE_MILLIS;
    long slotsAfter = (until.toEpochMilli() - slot.startMillis()) / slotMillis - 1;
    long injectionWh = used.use(StationFacts.STEADY_WH - windWh(slot), slotsAfter);
    return new LeaseUse(id, until, injectionWh, used.heldWh());
  }

  /**
   * What of its energy in the station is neither in its share nor to be released, as after a
   * recall, Wh: its next lease begins with it.
   */
  long spareWh() throws InterruptedException {
    JsonNode own = services();
    for (JsonNode one : own.required("services")) {
      if (!one.required("commitment").required("kind").asText().equals("lease")) {
        return 0;
      }
    }
    long lotsWh = 0;
    for (JsonNode lot : own.required("lots")) {
      lotsWh += lot.required("energyWh").asLong();
    }
    return Math.max(0, lotsWh - (share == null ? 0 : share.heldWh()) - ROUNDED_WH);
  }

  private static LeasedShare.Size size(JsonNode own) {
    return new LeasedShare.Size(
        own.required("energyWh").asLong(),
        own.required("chargeSlotWh").asLong(),
        own.required("dischargeSlotWh").asLong());
  }

  private JsonNode services() throws InterruptedException {
    return market.read("/v1/accounts/" + StationTemplate.PLANT + "/storage-services");
  }

  private @Nullable JsonNode leased(DeliverySlot slot) throws InterruptedException {
    for (JsonNode one : services().required("services")) {
      JsonNode commitment = one.required("commitment");
      if (commitment.required("kind").asText().equals("lease")
          && covers(commitment, slot.startMillis())) {
        return commitment;
      }
    }
    return null;
  }

  static boolean covers(JsonNode commitment, long timeMillis) {
    return Instant.parse(commitment.required("from").asText()).toEpochMilli() <= timeMillis
        && timeMillis < Instant.parse(commitment.required("to").asText()).toEpochMilli();
  }
}
