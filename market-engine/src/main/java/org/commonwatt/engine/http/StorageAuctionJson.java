package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonwatt.model.Event;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageOffer;
import org.commonwatt.model.StoragePrices;
import org.commonwatt.model.StorageSpec;
import org.jspecify.annotations.Nullable;

/** What the API reads and writes of auctions of storage services. */
final class StorageAuctionJson {
  static final Set<String> OFFER = Set.of("unit", "slots", "energyWh");
  static final Set<String> BID =
      Set.of("bid", "area", "limitMicroPerKwh", "surplusWh", "energyWh", "release");
  private static final long PRICE = 10_000_000_000L;

  private StorageAuctionJson() {}

  static StorageOffer offer(JsonBody body, long windowMillis) {
    List<StorageOffer.Step> slots = new ArrayList<>();
    for (JsonBody slot :
        body.objects(
            "slots", StorageAuctionRules.MOST_SLOTS, Set.of("priceMicroPerKwh", "mostWh"))) {
      slots.add(
          new StorageOffer.Step(
              StorageBodies.within(slot, "priceMicroPerKwh", -PRICE, PRICE),
              StorageBodies.within(slot, "mostWh", 0, StorageSpec.MOST)));
    }
    return new StorageOffer(
        Params.id("unit", body.text("unit")),
        windowMillis,
        slots,
        body.has("energyWh")
            ? StorageBodies.within(body, "energyWh", 1, StorageCommitment.MOST_MOVED_WH)
            : Math.min(
                StorageCommitment.MOST_MOVED_WH,
                slots.stream().mapToLong(StorageOffer.Step::mostWh).sum()));
  }

  static StorageBid bid(JsonBody body, long windowMillis) {
    List<Long> surplus = energies(body, "surplusWh", StorageAuctionRules.MOST_SLOTS);
    JsonBody release =
        body.has("release") ? body.object("release", Set.of("from", "energyWh")) : null;
    return new StorageBid(
        Params.id("bid", body.text("bid")),
        Params.id("area", body.text("area")),
        windowMillis,
        StorageBodies.within(body, "limitMicroPerKwh", -PRICE, PRICE),
        surplus,
        body.has("energyWh")
            ? StorageBodies.within(body, "energyWh", 1, StorageCommitment.MOST_MOVED_WH)
            : surplus.stream().mapToLong(Long::longValue).sum(),
        release == null ? 0 : Params.instantMillis("release.from", release.text("from")),
        release == null ? List.of() : energies(release, "energyWh", StorageSpec.MAX_SLOTS));
  }

  private static List<Long> energies(JsonBody body, String field, int most) {
    List<Long> energies = body.integers(field, most);
    if (energies.stream().anyMatch(wh -> wh < 0 || wh > StorageSpec.MOST)) {
      throw body.malformed(
          "The field " + field + " has energies of 0 to " + StorageSpec.MOST + " Wh.");
    }
    return energies;
  }

  static ObjectNode offer(StorageOffer offer) {
    ObjectNode json =
        Views.object()
            .put("windowStart", Views.instant(offer.windowMillis()))
            .put("unit", offer.unit())
            .put("energyWh", offer.energyWh());
    ArrayNode slots = json.putArray("slots");
    for (StorageOffer.Step step : offer.slots()) {
      slots
          .addObject()
          .put("priceMicroPerKwh", step.priceMicroPerKwh())
          .put("mostWh", step.mostWh());
    }
    return json;
  }

  static ObjectNode bid(StorageBid bid) {
    ObjectNode json =
        Views.object()
            .put("windowStart", Views.instant(bid.windowMillis()))
            .put("bid", bid.bid())
            .put("area", bid.area())
            .put("limitMicroPerKwh", bid.limitMicroPerKwh())
            .put("energyWh", bid.energyWh());
    bid.surplusWh().forEach(json.putArray("surplusWh")::add);
    if (bid.isLinked()) {
      ObjectNode release = json.putObject("release");
      release.put("from", Views.instant(bid.releaseMillis()));
      bid.releaseWh().forEach(release.putArray("energyWh")::add);
    } else {
      json.putNull("release");
    }
    return json;
  }

  /** A result, without names of bids and units: whose they are only their owners know. */
  static ObjectNode result(Event.StorageAuctionCleared cleared) {
    ObjectNode json =
        Views.object()
            .put("windowStart", Views.instant(cleared.windowMillis()))
            .put("held", cleared.held())
            .put(
                "optimality", cleared.welfareNano().equals(cleared.boundNano()) ? "optimal" : "gap")
            .put("welfareNano", cleared.welfareNano().toString())
            .put("welfareBoundNano", cleared.boundNano().toString());
    ArrayNode areas = json.putArray("areas");
    for (StoragePrices prices : cleared.prices()) {
      ArrayNode slots = areas.addObject().put("area", prices.area()).putArray("slots");
      for (StoragePrices.Slot slot : prices.slots()) {
        ObjectNode one = slots.addObject().put("priceMicroPerKwh", slot.price());
        one.putArray("priceInterval").add(slot.lowest()).add(slot.highest());
        one.put("acceptedWh", slot.acceptedWh()).put("chargedWh", slot.chargedWh());
      }
    }
    ArrayNode flows = json.putArray("flows");
    for (StoragePrices.Flow flow : cleared.flows()) {
      flows
          .addObject()
          .put("from", flow.from())
          .put("to", flow.to())
          .put("slot", flow.slot())
          .put("flowWh", flow.wh())
          .put("feeMicroPerKwh", flow.feeMicroPerKwh());
    }
    return json;
  }

  /** The rulebook's section, null without. */
  static void rules(ObjectNode answer, @Nullable StorageAuctionRules rules) {
    if (rules == null) {
      answer.putNull("storageAuction");
      return;
    }
    ArrayNode links =
        answer
            .putObject("storageAuction")
            .put("windowSlots", rules.windowSlots())
            .put("openLeadMinutes", rules.openLeadMinutes())
            .put("gateLeadMinutes", rules.gateLeadMinutes())
            .put("leastBidWh", rules.leastBidWh())
            .put("flows", rules.flows())
            .putArray("links");
    for (StorageAuctionRules.Share share : rules.links()) {
      links
          .addObject()
          .put("from", share.from())
          .put("to", share.to())
          .put("forwardWh", share.forwardWh())
          .put("backwardWh", share.backwardWh());
    }
  }
}
