package org.commonwatt.core;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.core.PreTrade.Wish;
import org.commonwatt.core.RoomChecks.Before;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.PartySignature;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.commonwatt.model.SignedBilateral;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * Why a bilateral contract is refused, in the order of {@code docs/market-rules.md}; of several
 * slots the first against which something speaks.
 */
final class BilateralChecks {
  private final SlotSchedule schedule;
  private final PreTrade preTrade;
  private final RoomChecks room;

  BilateralChecks(SlotSchedule schedule, PreTrade preTrade, RoomChecks room) {
    this.schedule = schedule;
    this.preTrade = preTrade;
    this.room = room;
  }

  /** What the buyer pays the grid for each kWh in an area, µ/kWh: the constant fee of its level. */
  static long feeMicroPerKwh(String area, Rulebook rulebook) {
    return fee(area, rulebook).constantMicroPerKwh();
  }

  /** A slot that {@link #slots} has found to be open. */
  SlotState slot(long startMillis) {
    return Objects.requireNonNull(schedule.slot(startMillis), "an open slot is kept");
  }

  /** Checks what the contract itself says, whoever signed it: nothing of the market is told. */
  @Nullable Rejection form(SignedBilateral contract) {
    BilateralTerms terms = contract.terms();
    Rejection rejection = malformed(contract);
    Rules rules = schedule.rules();
    if (rejection != null || rules == null) {
      return rejection == null ? Refusals.notReady() : rejection;
    }
    return terms.market().equals(rules.rulebook().market())
        ? null
        : new Rejection(
            RejectionCode.MALFORMED,
            "the terms are of market " + terms.market() + ", this is " + rules.rulebook().market());
  }

  /** Checks parties, area and energy in each slot, and that it is open for trading. */
  @Nullable Rejection slots(BilateralTerms terms) {
    for (DeliverySlot slot : terms.slots()) {
      Rejection rejection = inSlot(terms, slot);
      if (rejection != null) {
        return rejection;
      }
    }
    return null;
  }

  /** Checks that slots, connections and guarantees have room for the contract. */
  @Nullable Rejection room(BilateralTerms terms) {
    Map<SlotState, Need> ofBuyer = new HashMap<>();
    Map<SlotState, Need> ofSeller = new HashMap<>();
    int places = 0; // of the slots before
    for (DeliverySlot of : terms.slots()) {
      SlotState slot = slot(of.startMillis());
      Rejection rejection =
          of(terms.buyer(), room.refusal(terms.buyer(), slot, new Before(0, places)));
      places += slot.placesOfEach();
      if (rejection == null) {
        rejection = OrderChecks.volume(2 * terms.energyWh(), slot);
      }
      for (Side side : List.of(Side.BUY, Side.SELL)) {
        String party = side == Side.BUY ? terms.buyer() : terms.seller();
        Wish wish = new Wish(party, side, terms.energyWh());
        rejection = rejection == null ? of(party, preTrade.limits().check(wish, slot)) : rejection;
      }
      if (rejection != null) {
        return rejection;
      }
      long fee = feeMicroPerKwh(terms.area(), slot.rules().rulebook());
      ofBuyer.put(slot, slot.exposure(terms.buyer()).need(Side.BUY, terms.energyWh(), fee));
      ofSeller.put(slot, slot.exposure(terms.seller()).need(Side.SELL, terms.energyWh(), 0));
    }
    Rejection rejection = of(terms.buyer(), preTrade.checkCollateral(terms.buyer(), ofBuyer));
    return rejection == null
        ? of(terms.seller(), preTrade.checkCollateral(terms.seller(), ofSeller))
        : rejection;
  }

  /** Either of the two may have sent the contract: it is not told how much room the other has. */
  private static @Nullable Rejection of(String party, @Nullable Rejection rejection) {
    return rejection == null
        ? null
        : new Rejection(
            rejection.code(),
            party + " has no room for the contract: its own account says how much");
  }

  private static @Nullable Rejection malformed(SignedBilateral contract) {
    BilateralTerms terms = contract.terms();
    for (Map.Entry<String, String> id :
        List.of(
            Map.entry("contractId", terms.contractId()),
            Map.entry("buyer", terms.buyer()),
            Map.entry("seller", terms.seller()),
            Map.entry("area", terms.area()))) {
      Rejection rejection = Refusals.unlessId(id.getKey(), id.getValue());
      if (rejection != null) {
        return rejection;
      }
    }
    boolean signed =
        PartySignature.isSignature(contract.buyerSignature())
            && PartySignature.isSignature(contract.sellerSignature());
    if (!signed) {
      return new Rejection(
          RejectionCode.MALFORMED, "signatures have 128 lower-case hexadecimal digits");
    }
    if (terms.buyer().equals(terms.seller())) {
      return new Rejection(
          RejectionCode.VALUE_OUT_OF_RANGE, "buyer and seller must be two participants");
    }
    return terms.hasSlots()
        ? null
        : new Rejection(
            RejectionCode.SLOT_MISALIGNED,
            "fromMillis and toMillis must be borders of slots, 1 to "
                + BilateralTerms.MAX_SLOTS
                + " slots apart");
  }

  private @Nullable Rejection inSlot(BilateralTerms terms, DeliverySlot of) {
    Rules rules = Objects.requireNonNull(schedule.rulesOf(of.startMillis()), "there are rules");
    for (String party : List.of(terms.buyer(), terms.seller())) {
      Rejection rejection = party(party, terms.area(), rules);
      if (rejection != null) {
        return rejection;
      }
    }
    if (of.minutes() != rules.rulebook().timing().slotMinutes()) {
      return Refusals.misaligned(of.startMillis(), rules);
    }
    Rejection amount = OrderChecks.notPositive(terms.energyWh());
    if (amount == null && terms.energyWh() > rules.rulebook().maxOrderWh()) {
      amount =
          new Rejection(
              RejectionCode.ENERGY_TOO_LARGE,
              "energyWh is "
                  + terms.energyWh()
                  + ": agree on at most "
                  + rules.rulebook().maxOrderWh()
                  + " Wh for each slot");
    }
    if (amount != null) {
      return amount;
    }
    SlotState slot = schedule.slot(of.startMillis());
    Rejection phase = phase(of, slot, rules);
    return phase == null ? fee(terms.area(), rules) : phase;
  }

  private @Nullable Rejection party(String party, String area, Rules rules) {
    String own = rules.areaOf(party);
    if (own == null) {
      return Refusals.unknownParticipant(party, rules);
    }
    if (schedule.roster().isFrozen(party)) {
      return Refusals.notActive(party, AccountState.FROZEN);
    }
    return own.equals(area)
        ? null
        : new Rejection(
            RejectionCode.UNKNOWN_AREA,
            party + " trades in area " + own + ", not in " + area + ": both must be in one area");
  }

  private @Nullable Rejection phase(DeliverySlot of, @Nullable SlotState slot, Rules rules) {
    if (slot == null) {
      boolean over =
          of.startMillis() >= rules.rulebook().timing().tradingStartMillis()
              && of.startMillis() < schedule.nextStartMillis();
      return over
          ? closed(of)
          : new Rejection(
              RejectionCode.SLOT_NOT_OPEN,
              "the slot of "
                  + Instant.ofEpochMilli(of.startMillis())
                  + " is not open: a contract is for slots that are open for trading");
    }
    return slot.phase().compareTo(SlotPhase.CONTINUOUS) > 0 ? closed(of) : null;
  }

  private static @Nullable Rejection fee(String area, Rules rules) {
    Rulebook rulebook = rules.rulebook();
    if (rulebook.continuous() == null) {
      return new Rejection(
          RejectionCode.NOT_IN_RULES,
          "rulebook "
              + rulebook.version()
              + " has no continuous trading, whose grid fees a bilateral contract brings");
    }
    return fee(area, rulebook).ppm() == 0
        ? null
        : new Rejection(
            RejectionCode.NOT_IN_RULES,
            "the grid fee of area "
                + area
                + " is a share of the price, and the market does not know that of a bilateral"
                + " contract: trade continuously");
  }

  private static GridFee fee(String area, Rulebook rulebook) {
    Continuous continuous = rulebook.continuous();
    String level = continuous == null ? null : continuous.fees().levelOf(area);
    return continuous == null || level == null
        ? GridFee.NONE
        : continuous.fees().levels().stream()
            .filter(one -> one.id().equals(level))
            .map(one -> one.fee())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no grid level " + level));
  }

  private static Rejection closed(DeliverySlot slot) {
    return new Rejection(
        RejectionCode.SLOT_CLOSED,
        "trading of slot " + slot + " is over: agree on slots before their gate closure");
  }
}
