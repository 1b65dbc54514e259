package org.commonwatt.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.commonwatt.cli.community.StationTemplate;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/**
 * The station's owner: offers it in auctions, answers calls, and has its control do what the market
 * publishes as the schedule, slot by slot, and what the lessee asks for.
 */
final class StationControl {
  private static final long MILLION = 1_000_000;
  private static final String OWN = "/v1/accounts/" + StationTemplate.OWNER;
  private static final String UNIT = OWN + "/storage-units/" + StationFacts.UNIT;

  private final MarketClient market;

  StationControl(MarketClient market) {
    this.market = market;
  }

  /**
   * What is done in a slot.
   *
   * @param slotStart its start
   * @param firmWh what firm schedules of each customer discharge, Wh, negative what they charge
   * @param use what the lessee does; null without a lease
   * @param injectionWh all of it
   */
  record Done(
      Instant slotStart, Map<String, Long> firmWh, @Nullable LeaseUse use, long injectionWh) {
    /** The same, whose lease has ended since. */
    Done withoutLease(Instant end) {
      return new Done(slotStart, firmWh, use == null ? null : use.ended(end), injectionWh);
    }
  }

  /** Offers the station for a window. */
  void offer(DeliverySlot window, long slotWh) throws InterruptedException {
    ObjectNode body = market.body().put("unit", StationFacts.UNIT);
    ArrayNode slots = body.putArray("slots");
    for (int slot = 0; slot < StationPlan.windowSlots(); slot++) {
      slots.addObject().put("priceMicroPerKwh", StationFacts.OFFER_MICRO).put("mostWh", slotWh);
    }
    market.send("%s/storage-auctions/%s/offers".formatted(OWN, StationPlan.start(window)), body);
  }

  /**
   * Charges for the owner what its energy is short of.
   *
   * @param slot when
   * @param wantedWh what the owner wants to have in the station
   * @return why nothing is charged that should be; else empty
   */
  Optional<String> refill(DeliverySlot slot, long wantedWh) throws InterruptedException {
    long ownWh = 0;
    for (JsonNode lot : market.read(UNIT).required("state").required("lots")) {
      if (lot.required("owner").asText().equals(StationTemplate.OWNER)) {
        ownWh = lot.required("energyWh").asLong();
      }
    }
    long chargeWh = refillWh(wantedWh, ownWh);
    if (chargeWh == 0) {
      return Optional.empty();
    }
    String id = "refill-" + slot.startMillis() / 1_000;
    ObjectNode body =
        market
            .body()
            .put("id", id)
            .put("kind", "firm-schedule")
            .put("from", StationPlan.start(slot).toString())
            .put("to", StationPlan.start(slot.plus(1)).toString());
    body.putArray("injectionWh").add(-chargeWh);
    return MarketClient.notFeasible(
        id,
        market.send(UNIT + "/commitments", body, "COMMITMENT_EXISTS", MarketClient.NOT_FEASIBLE));
  }

  /** What is to be charged in a slot to come from what is there to what is wanted, Wh. */
  static long refillWh(long wantedWh, long ownWh) {
    long chargeWh = Math.max(0, wantedWh - ownWh) * MILLION / StationFacts.ONE_WAY_PPM;
    return Math.min(StationFacts.REFILL_SLOT_WH, chargeWh);
  }

  /** Accepts what the station is called for. */
  void acceptCalls() throws InterruptedException {
    for (JsonNode call : market.read(OWN + "/storage-calls").required("calls")) {
      for (JsonNode unit : call.required("units")) {
        if (unit.required("answer").isNull()) {
          market.send(
              OWN + "/storage-calls/" + call.required("call").asText() + "/answer",
              market.body().put("unit", StationFacts.UNIT).put("accept", true),
              "NOT_CALLED",
              "CALL_ENDED");
        }
      }
    }
  }

  /** What is to be done in a slot that begins, beside what the lessee does. */
  Done next(DeliverySlot slot, @Nullable LeaseUse use) throws InterruptedException {
    JsonNode first = market.read(UNIT + "/schedule?limit=1").required("slots").path(0);
    Instant start = StationPlan.start(slot);
    long injectionWh = use == null ? 0 : use.injectionWh();
    if (start.toString().equals(first.path("slotStart").asText())) {
      injectionWh += first.required("injectionWh").asLong();
    }
    return new Done(start, firm(slot), use, injectionWh);
  }

  private Map<String, Long> firm(DeliverySlot slot) throws InterruptedException {
    Map<String, Long> sums = new TreeMap<>();
    for (JsonNode one : market.read(UNIT).required("commitments")) {
      if (one.required("kind").asText().equals("firm-schedule")
          && WindPlant.covers(one, slot.startMillis())) {
        long from = Instant.parse(one.required("from").asText()).toEpochMilli();
        int at = (int) ((slot.startMillis() - from) / (slot.minutes() * 60_000L));
        String owner = one.required("owner").asText();
        if (!owner.equals(StationTemplate.OWNER) && !isDischargedFor(one, at)) {
          sums.merge(owner, one.required("injectionWh").path(at).asLong(), Long::sum);
        }
      }
    }
    return sums;
  }

  /** What is discharged for an operator comes out of the owner's own. */
  private static boolean isDischargedFor(JsonNode commitment, int at) {
    return commitment.required("owner").asText().equals(StationTemplate.OPERATOR)
        && commitment.required("injectionWh").path(at).asLong() > 0;
  }
}
