package org.commonwatt.core.storage.auction;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.core.storage.Commitment;
import org.commonwatt.core.storage.StorageUnit;
import org.commonwatt.core.storage.auction.AuctionFault.Code;
import org.commonwatt.core.storage.auction.SurplusBid.LinkedRelease;
import org.jspecify.annotations.Nullable;

/** What may be wrong with an auction, in the order of the codes. */
final class AuctionChecks {
  private final StorageAuctionCase input;
  private final int slots;

  private AuctionChecks(StorageAuctionCase input) {
    this.input = input;
    slots = input.window().slots();
  }

  /** What is wrong, null when nothing is. */
  static @Nullable AuctionFault fault(StorageAuctionCase input) {
    AuctionChecks checks = new AuctionChecks(input);
    AuctionFault fault = checks.ranges();
    fault = fault == null ? checks.slots() : fault;
    fault = fault == null ? checks.days() : fault;
    fault = fault == null ? checks.ids() : fault;
    fault = fault == null ? checks.areas() : fault;
    return fault == null ? checks.selfTrade() : fault;
  }

  private static AuctionFault fault(Code code, String message, String hint) {
    return new AuctionFault(code, message, hint);
  }

  private @Nullable AuctionFault ranges() {
    String wrong = counts();
    for (ServiceLink link : input.links()) {
      boolean good = isWithin(link.feeMicroPerKwh(), 0, StorageAuctionCase.MAX_PRICE);
      good &= areEnergies(link.forwardWh()) && areEnergies(link.backwardWh());
      wrong = wrong != null || good ? wrong : "link " + link.from() + " to " + link.to();
    }
    for (ServiceOffer offer : input.offers()) {
      boolean good = isEnergy(offer.energyWh());
      for (ServiceOffer.Step step : offer.slots()) {
        good &= isPrice(step.priceMicroPerKwh()) && isEnergy(step.mostWh());
      }
      wrong = wrong != null || good ? wrong : "offer of " + offer.unit();
    }
    for (SurplusBid bid : input.bids()) {
      LinkedRelease release = bid.release();
      boolean good = isPrice(bid.limitMicroPerKwh()) && isEnergy(bid.surplus().energyWh());
      good &= areEnergies(bid.surplus().slotWh());
      good &= release == null || (areEnergies(release.slotWh()) && isLinked(bid, release));
      wrong = wrong != null || good ? wrong : "bid " + bid.id();
    }
    return wrong == null
        ? null
        : fault(
            Code.OUT_OF_RANGE,
            wrong + ": a number is outside its range",
            "see docs/formats/storage-auction.md for the ranges");
  }

  private @Nullable String counts() {
    if (slots > StorageAuctionCase.MAX_SLOTS) {
      return slots + " slots";
    }
    if (Math.max(input.areas().size(), input.links().size()) > StorageAuctionCase.MAX_AREAS) {
      return input.areas().size() + " areas and " + input.links().size() + " links";
    }
    boolean many = input.offers().size() > StorageAuctionCase.MAX_UNITS;
    return many || input.bids().size() > StorageAuctionCase.MAX_BIDS
        ? input.offers().size() + " units and " + input.bids().size() + " bids"
        : null;
  }

  /**
   * Whether a linked bid's numbers go together: all of it is to be charged, and some given back.
   */
  private static boolean isLinked(SurplusBid bid, LinkedRelease release) {
    long sum = 0;
    for (long wh : bid.surplus().slotWh()) {
      sum += wh;
    }
    return sum > 0
        && sum <= bid.surplus().energyWh()
        && release.slotWh().stream().anyMatch(wh -> wh > 0);
  }

  private static boolean isWithin(long value, long least, long most) {
    return value >= least && value <= most;
  }

  private static boolean isPrice(long value) {
    return isWithin(value, -StorageAuctionCase.MAX_PRICE, StorageAuctionCase.MAX_PRICE);
  }

  private static boolean isEnergy(long value) {
    return isWithin(value, 0, StorageUnit.MOST);
  }

  private static boolean areEnergies(List<Long> values) {
    return values.stream().allMatch(AuctionChecks::isEnergy);
  }

  private @Nullable AuctionFault slots() {
    String wrong = null;
    for (ServiceLink link : input.links()) {
      boolean good = link.forwardWh().size() == slots && link.backwardWh().size() == slots;
      wrong = wrong != null || good ? wrong : "link " + link.from() + " to " + link.to();
    }
    for (ServiceOffer offer : input.offers()) {
      boolean good = offer.slots().size() == slots;
      good &= input.window().to() <= offer.end() && offer.own(input.window().from()) >= 0;
      good &= offer.span().slots() <= offer.book().unit().horizon().slots();
      wrong = wrong != null || good ? wrong : "offer of " + offer.unit();
    }
    for (SurplusBid bid : input.bids()) {
      boolean good = bid.surplus().slotWh().size() == slots && isLater(bid);
      wrong = wrong != null || good ? wrong : "bid " + bid.id();
    }
    return wrong == null
        ? null
        : fault(
            Code.WRONG_SLOTS,
            wrong + " does not fit the slots of the auction",
            "give one entry for each slot, units whose horizons have them, and releases behind the"
                + " last charge");
  }

  /** Whether a release is behind all charges. */
  private boolean isLater(SurplusBid bid) {
    LinkedRelease release = bid.release();
    List<Long> charges = bid.surplus().slotWh();
    if (release == null) {
      return true;
    }
    int last = charges.size() - 1;
    while (last > 0 && charges.get(last) == 0) {
      last--;
    }
    return release.from() > input.window().from() + last;
  }

  private @Nullable AuctionFault days() {
    for (ServiceOffer offer : input.offers()) {
      boolean limited = offer.book().unit().rating().dailyCyclesPpm() != StorageUnit.NO_CYCLE_LIMIT;
      int first = offer.day(input.window().from());
      if (limited && offer.day(input.window().to() - 1) != first) {
        return fault(
            Code.SEVERAL_DAYS,
            "unit " + offer.unit() + " has a limit of cycles, and the slots are of several days",
            "hold an auction for each local day");
      }
    }
    return null;
  }

  private @Nullable AuctionFault ids() {
    Set<String> seen = new HashSet<>();
    String twice = null;
    for (String area : input.areas()) {
      twice = seen.add("area " + area) ? twice : "area " + area;
    }
    for (ServiceLink link : input.links()) {
      String ends = link.from() + " and " + link.to();
      boolean good = seen.add("link " + ends) && !seen.contains("link " + reverse(link));
      twice = good ? twice : "link of " + ends;
    }
    for (ServiceOffer offer : input.offers()) {
      twice = seen.add("unit " + offer.unit()) ? twice : "unit " + offer.unit();
    }
    for (SurplusBid bid : input.bids()) {
      twice = seen.add("bid " + bid.id()) ? twice : "bid " + bid.id();
    }
    for (ServiceOffer offer : input.offers()) {
      for (Commitment one : offer.book().commitments()) {
        boolean taken = seen.contains("bid " + one.id());
        twice = taken ? "bid " + one.id() + ", a commitment of " + offer.unit() : twice;
      }
    }
    return twice == null
        ? null
        : fault(Code.DUPLICATE_ID, "there is a second " + twice, "give each an id of its own");
  }

  private static String reverse(ServiceLink link) {
    return link.to() + " and " + link.from();
  }

  private @Nullable AuctionFault areas() {
    Set<String> areas = new HashSet<>(input.areas());
    String unknown = null;
    for (ServiceLink link : input.links()) {
      unknown = areas.contains(link.from()) ? unknown : link.from();
      unknown = areas.contains(link.to()) ? unknown : link.to();
    }
    for (ServiceOffer offer : input.offers()) {
      String area = offer.book().unit().area();
      unknown = areas.contains(area) ? unknown : area;
    }
    for (SurplusBid bid : input.bids()) {
      unknown = areas.contains(bid.bidder().area()) ? unknown : bid.bidder().area();
    }
    return unknown == null
        ? null
        : fault(Code.UNKNOWN_AREA, "there is no area " + unknown, "name an area of the auction");
  }

  private @Nullable AuctionFault selfTrade() {
    Set<String> owners = new HashSet<>();
    input.offers().forEach(offer -> owners.add(offer.owner()));
    for (SurplusBid bid : input.bids()) {
      if (owners.contains(bid.bidder().participant())) {
        return fault(
            Code.SELF_TRADE,
            bid.bidder().participant() + " owns a unit of the auction and bids in it: " + bid.id(),
            "leave the bid out: its owner can commit the unit without an auction");
      }
    }
    return null;
  }
}
