package org.commonwatt.core;

import java.util.List;
import org.commonwatt.model.Command.BidStorage;
import org.commonwatt.model.Command.OfferStorage;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageOffer;
import org.commonwatt.model.StorageSpec;
import org.jspecify.annotations.Nullable;

/** Why an offer or a bid is refused, but for what waits already, in order of precedence. */
final class StorageAuctionChecks {
  private static final long MINUTE_MILLIS = 60_000L;

  private final SlotSchedule schedule;
  private final RegistrationChecks registrations;
  private final StorageDesk storage;

  StorageAuctionChecks(
      SlotSchedule schedule, RegistrationChecks registrations, StorageDesk storage) {
    this.schedule = schedule;
    this.registrations = registrations;
    this.storage = storage;
  }

  @Nullable Rejection refusal(OfferStorage command, long timeMillis) {
    StorageOffer offer = command.offer();
    Rejection rejection = party(command.participant(), "unit", offer.unit());
    if (rejection == null) {
      rejection = unlessAuctioned();
    }
    if (rejection != null) {
      return rejection;
    }
    CommittedUnit unit = storage.find(offer.unit());
    if (unit == null || !unit.spec().owner().equals(command.participant())) {
      return new Rejection(
          RejectionCode.UNKNOWN_STORAGE_UNIT,
          command.participant() + " has no storage unit " + offer.unit());
    }
    rejection = unlessWindow(offer.windowMillis(), offer.slots().size());
    String wrong = rejection == null ? wrong(offer) : null;
    if (wrong != null) {
      return new Rejection(RejectionCode.VALUE_OUT_OF_RANGE, wrong);
    }
    return rejection == null ? unlessOpen(offer.windowMillis(), timeMillis) : rejection;
  }

  @Nullable Rejection refusal(BidStorage command, long timeMillis) {
    StorageBid bid = command.bid();
    Rejection rejection = Refusals.unlessId("area", bid.area());
    if (rejection == null) {
      rejection = party(command.participant(), "bid", bid.bid());
    }
    if (rejection == null) {
      rejection = unlessAuctioned();
    }
    if (rejection != null) {
      return rejection;
    }
    rejection = unlessWindow(bid.windowMillis(), bid.surplusWh().size());
    if (rejection == null) {
      rejection = unlessThere(command.participant(), bid);
    }
    Rules rules = schedule.rules();
    if (rejection != null || rules == null) {
      return rejection;
    }
    if (bid.isLinked()
        && !DeliverySlot.isBorder(bid.releaseMillis(), rules.rulebook().timing().slotMinutes())) {
      return Refusals.misaligned(bid.releaseMillis(), rules);
    }
    String wrong = wrong(bid);
    return wrong == null
        ? unlessOpen(bid.windowMillis(), timeMillis)
        : new Rejection(RejectionCode.VALUE_OUT_OF_RANGE, wrong);
  }

  /** Who takes an offer or a bid back. */
  @Nullable Rejection withdrawal(String participant, String what, String subject) {
    Rejection rejection = Refusals.unlessId(what, subject);
    return rejection == null ? registrations.known(participant) : rejection;
  }

  /** Whether an account may take part at the gate. */
  boolean isActive(String participant) {
    return registrations.known(participant) == null && registrations.active(participant) == null;
  }

  private @Nullable Rejection party(String participant, String what, String subject) {
    Rejection rejection = withdrawal(participant, what, subject);
    return rejection == null ? registrations.active(participant) : rejection;
  }

  private @Nullable Rejection unlessAuctioned() {
    Rules rules = schedule.rules();
    return rules == null || rules.rulebook().storageAuction() != null
        ? null
        : new Rejection(
            RejectionCode.NOT_IN_RULES,
            "rulebook "
                + rules.rulebook().version()
                + " has no storageAuction: negotiate services instead");
  }

  private @Nullable Rejection unlessWindow(long windowMillis, int slots) {
    Rulebook rulebook = rulebook();
    StorageAuctionRules rules = rules();
    return rules.isStart(windowMillis, rulebook.timing()) && slots == rules.windowSlots()
        ? null
        : new Rejection(
            RejectionCode.NO_STORAGE_WINDOW,
            "a window has "
                + rules.windowSlots()
                + " slots of "
                + rulebook.timing().slotMinutes()
                + " minutes, each with an entry, and windows follow each other from midnight of"
                + " the market's local time on");
  }

  private @Nullable Rejection unlessOpen(long windowMillis, long timeMillis) {
    StorageAuctionRules rules = rules();
    if (timeMillis < rules.openMillis(windowMillis)) {
      return new Rejection(
          RejectionCode.STORAGE_WINDOW_NOT_OPEN,
          "the window opens " + rules.openLeadMinutes() + " minutes ahead: come back then");
    }
    return timeMillis >= rules.gateMillis(windowMillis)
        ? new Rejection(
            RejectionCode.STORAGE_WINDOW_CLOSED,
            "the gate was "
                + rules.gateLeadMinutes()
                + " minutes before the window: choose a later window")
        : null;
  }

  /** A bid is in the area in which its participant has a meter when the window begins. */
  private @Nullable Rejection unlessThere(String participant, StorageBid bid) {
    Rules rules = schedule.rulesOf(bid.windowMillis());
    String area = rules == null ? null : rules.areaOf(participant);
    return bid.area().equals(area)
        ? null
        : new Rejection(
            RejectionCode.UNKNOWN_AREA,
            participant
                + (area == null ? " has no meter then" : " has its meters in area " + area)
                + ": surplus is bid where it is metered");
  }

  private @Nullable String wrong(StorageOffer offer) {
    for (StorageOffer.Step step : offer.slots()) {
      if (!isPrice(step.priceMicroPerKwh())) {
        return prices();
      }
      if (isOut(step.mostWh(), StorageSpec.MOST)) {
        return "a slot of an offer has 0 to 10,000,000,000 Wh";
      }
    }
    return offer.energyWh() < 1 || offer.energyWh() > StorageCommitment.MOST_MOVED_WH
        ? "an offer has 1 to 100,000,000,000 Wh in all"
        : null;
  }

  private @Nullable String wrong(StorageBid bid) {
    if (!isPrice(bid.limitMicroPerKwh())) {
      return prices();
    }
    if (areOut(bid.surplusWh()) || areOut(bid.releaseWh())) {
      return "a slot of a bid has 0 to 10,000,000,000 Wh";
    }
    long least = rules().leastBidWh();
    long surplus = sum(bid.surplusWh());
    if (Math.min(surplus, bid.energyWh()) < least
        || Math.max(surplus, bid.energyWh()) > StorageCommitment.MOST_MOVED_WH) {
      return "a bid has " + least + " to 100,000,000,000 Wh, in its slots together and in all";
    }
    if (!bid.isLinked()) {
      return bid.releaseMillis() == 0 ? null : "a bid without a release has no start of one";
    }
    return wrongRelease(bid, surplus);
  }

  private @Nullable String wrongRelease(StorageBid bid, long surplus) {
    long released = sum(bid.releaseWh());
    if (released < 1
        || released > surplus
        || bid.energyWh() < surplus
        || bid.releaseWh().size() > StorageSpec.MAX_SLOTS) {
      return "a release has 1 Wh to as much as the surplus, in at most "
          + StorageSpec.MAX_SLOTS
          + " slots, and all of its bid's surplus is stored";
    }
    int last = bid.surplusWh().size() - 1;
    while (bid.surplusWh().get(last) == 0) {
      last--;
    }
    long length = rulebook().timing().slotMinutes() * MINUTE_MILLIS;
    long charged = bid.windowMillis() + (last + 1) * length;
    long latest = bid.windowMillis() + StorageSpec.MAX_SLOTS * length;
    return bid.releaseMillis() < charged || bid.releaseMillis() > latest
        ? "a release begins after the last slot with surplus, at most "
            + StorageSpec.MAX_SLOTS
            + " slots after its window's begin"
        : null;
  }

  private boolean isPrice(long price) {
    return price >= rulebook().minPriceMicroPerKwh() && price <= rulebook().maxPriceMicroPerKwh();
  }

  private String prices() {
    return "a price is "
        + rulebook().minPriceMicroPerKwh()
        + " to "
        + rulebook().maxPriceMicroPerKwh()
        + " µ/kWh, as the rulebook has it";
  }

  private Rulebook rulebook() {
    Rules rules = schedule.rules();
    if (rules == null) {
      throw new IllegalStateException("who asks was told that there is no rulebook");
    }
    return rules.rulebook();
  }

  private StorageAuctionRules rules() {
    StorageAuctionRules rules = rulebook().storageAuction();
    if (rules == null) {
      throw new IllegalStateException("who asks was told that nothing is auctioned");
    }
    return rules;
  }

  private static boolean areOut(List<Long> energies) {
    return energies.stream().anyMatch(wh -> isOut(wh, StorageSpec.MOST));
  }

  private static boolean isOut(long value, long most) {
    return value < 0 || value > most;
  }

  private static long sum(List<Long> energies) {
    return energies.stream().mapToLong(Long::longValue).sum();
  }
}
