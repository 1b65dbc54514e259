package org.commonwatt.audit;

import java.util.List;
import org.commonwatt.model.Command.BidStorage;
import org.commonwatt.model.Command.OfferStorage;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Ids;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageOffer;
import org.jspecify.annotations.Nullable;

/** Which offers and bids of storage auctions are refused, but for what waits, by precedence. */
final class StorageGateRefusals {
  private static final int SLOTS = 2_688;
  private static final long MINUTE = 60_000;
  private static final long OF_SLOT = 10_000_000_000L;
  private static final long OF_ALL = 100_000_000_000L;

  private final MarketState state;
  private final AccountChecks checks;
  private final StorageRules storage;

  StorageGateRefusals(MarketState state, AccountChecks checks, StorageRules storage) {
    this.state = state;
    this.checks = checks;
    this.storage = storage;
  }

  @Nullable RejectionCode of(OfferStorage asked) {
    StorageOffer offer = asked.offer();
    RejectionCode code = party(asked.participant(), Ids.isValid(offer.unit()));
    Rulebook rules = state.rulebook;
    if (code != null || rules == null) {
      return code;
    }
    StorageAuctionRules auction = rules.storageAuction();
    if (auction == null) {
      return RejectionCode.NOT_IN_RULES;
    }
    if (!storage.isOf(offer.unit(), asked.participant())) {
      return RejectionCode.UNKNOWN_STORAGE_UNIT;
    }
    if (!isWindow(offer.windowMillis(), offer.slots().size(), rules, auction)) {
      return RejectionCode.NO_STORAGE_WINDOW;
    }
    boolean fits = offer.energyWh() >= 1 && offer.energyWh() <= OF_ALL;
    for (StorageOffer.Step step : offer.slots()) {
      fits &= isPrice(step.priceMicroPerKwh(), rules);
      fits &= step.mostWh() >= 0 && step.mostWh() <= OF_SLOT;
    }
    return fits ? closed(offer.windowMillis(), auction) : RejectionCode.VALUE_OUT_OF_RANGE;
  }

  @Nullable RejectionCode of(BidStorage asked) {
    StorageBid bid = asked.bid();
    RejectionCode code =
        party(asked.participant(), Ids.isValid(bid.area()) && Ids.isValid(bid.bid()));
    Rulebook rules = state.rulebook;
    if (code != null || rules == null) {
      return code;
    }
    StorageAuctionRules auction = rules.storageAuction();
    if (auction == null) {
      return RejectionCode.NOT_IN_RULES;
    }
    if (!isWindow(bid.windowMillis(), bid.surplusWh().size(), rules, auction)) {
      return RejectionCode.NO_STORAGE_WINDOW;
    }
    boolean there =
        members(rules, bid.windowMillis()).stream()
            .filter(member -> member.participant().equals(asked.participant()))
            .anyMatch(member -> member.area().equals(bid.area()));
    if (!there) {
      return RejectionCode.UNKNOWN_AREA;
    }
    int minutes = rules.timing().slotMinutes();
    if (bid.isLinked() && !DeliverySlot.isBorder(bid.releaseMillis(), minutes)) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    boolean fits = isPrice(bid.limitMicroPerKwh(), rules) && fits(bid, auction, minutes * MINUTE);
    return fits ? closed(bid.windowMillis(), auction) : RejectionCode.VALUE_OUT_OF_RANGE;
  }

  @Nullable RejectionCode withdrawal(String participant, String subject) {
    return Ids.isValid(subject) ? checks.unlessKnown(participant) : RejectionCode.MALFORMED;
  }

  /** Whether an account takes part at a gate. */
  boolean isActive(String participant) {
    return checks.unlessKnown(participant) == null && checks.unlessActive(participant) == null;
  }

  private List<Rulebook.Member> members(Rulebook rules, long slotStartMillis) {
    SlotState slot = state.slots.get(slotStartMillis);
    Rulebook of = slot == null ? state.roll.rules(rules, slotStartMillis) : slot.rules;
    return of.members();
  }

  private @Nullable RejectionCode party(String participant, boolean wellSpelt) {
    RejectionCode code = wellSpelt ? checks.unlessKnown(participant) : RejectionCode.MALFORMED;
    return code == null ? checks.unlessActive(participant) : code;
  }

  private @Nullable RejectionCode closed(long windowMillis, StorageAuctionRules auction) {
    if (state.clock < windowMillis - auction.openLeadMinutes() * MINUTE) {
      return RejectionCode.STORAGE_WINDOW_NOT_OPEN;
    }
    return state.clock < windowMillis - auction.gateLeadMinutes() * MINUTE
        ? null
        : RejectionCode.STORAGE_WINDOW_CLOSED;
  }

  /** Windows of a local day follow each other from midnight on. */
  static boolean isWindow(
      long windowMillis, int slots, Rulebook rules, StorageAuctionRules auction) {
    long sinceMidnight = windowMillis + rules.timing().utcOffsetMinutes() * MINUTE;
    long length = auction.windowSlots() * rules.timing().slotMinutes() * MINUTE;
    return windowMillis >= 0
        && Math.floorMod(sinceMidnight, length) == 0
        && slots == auction.windowSlots();
  }

  private static boolean fits(StorageBid bid, StorageAuctionRules auction, long length) {
    long surplus = 0;
    long last = 0;
    for (int s = 0; s < bid.surplusWh().size(); s++) {
      long wh = bid.surplusWh().get(s);
      if (wh < 0 || wh > OF_SLOT) {
        return false;
      }
      surplus += wh;
      last = wh > 0 ? s : last;
    }
    if (surplus < auction.leastBidWh() || surplus > OF_ALL) {
      return false;
    }
    if (bid.energyWh() < auction.leastBidWh() || bid.energyWh() > OF_ALL) {
      return false;
    }
    if (!bid.isLinked()) {
      return bid.releaseMillis() == 0;
    }
    long released = 0;
    for (long wh : bid.releaseWh()) {
      if (wh < 0 || wh > OF_SLOT) {
        return false;
      }
      released += wh;
    }
    return released >= 1
        && released <= surplus
        && bid.energyWh() >= surplus
        && bid.releaseWh().size() <= SLOTS
        && bid.releaseMillis() >= bid.windowMillis() + (last + 1) * length
        && bid.releaseMillis() <= bid.windowMillis() + SLOTS * length;
  }

  private static boolean isPrice(long price, Rulebook rules) {
    return price >= rules.minPriceMicroPerKwh() && price <= rules.maxPriceMicroPerKwh();
  }
}
