package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.RecordBilateral;
import org.commonwatt.model.Command.RegisterSigningKey;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BilateralAccepted;
import org.commonwatt.model.Event.BilateralRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.SigningKeyRegistered;
import org.commonwatt.model.Event.SigningKeyRejected;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Ids;
import org.commonwatt.model.PartySignature;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Keys, and which contracts count that two have signed with them. */
final class BilateralRules {
  private static final long MEMORY_MILLIS = 72 * 3_600_000L;

  private final MarketState state;
  private final Registrations registrations;
  private final GuaranteeRules guarantees;
  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, Long> ends = new HashMap<>(); // by contract

  BilateralRules(MarketState state, Registrations registrations, GuaranteeRules guarantees) {
    this.state = state;
    this.registrations = registrations;
    this.guarantees = guarantees;
  }

  void register(RegisterSigningKey asked, List<Event> out) {
    RejectionCode code = null;
    if (!Ids.isValid(asked.participant()) || !PartySignature.isKey(asked.key())) {
      code = RejectionCode.MALFORMED;
    } else if (state.rulebook == null) {
      code = RejectionCode.MARKET_NOT_READY;
    } else if (!state.isKnown(asked.participant())) {
      code = RejectionCode.UNKNOWN_PARTICIPANT;
    }
    if (code == null) {
      keys.put(asked.participant(), asked.key());
      out.add(new SigningKeyRegistered(asked.participant(), asked.key()));
    } else {
      out.add(new SigningKeyRejected(asked.participant(), Expected.refusal(code)));
    }
  }

  void record(RecordBilateral asked, List<Event> out) {
    BilateralTerms terms = asked.contract().terms();
    RejectionCode code = byForm(asked);
    if (code == null) {
      code = bySignature(terms, terms.buyer(), asked.contract().buyerSignature());
    }
    if (code == null) {
      code = bySignature(terms, terms.seller(), asked.contract().sellerSignature());
    }
    if (code == null && ends.containsKey(terms.contractId())) {
      code = RejectionCode.CONTRACT_EXISTS;
    }
    if (code == null) {
      code = bySlots(terms);
    }
    if (code == null) {
      code = byRoom(terms);
    }
    if (code == null) {
      accept(asked, out);
    } else {
      out.add(
          new BilateralRejected(
              terms.contractId(), terms.buyer(), terms.seller(), Expected.refusal(code)));
    }
  }

  /** The key of a participant, null when it has none. */
  @Nullable String key(String participant) {
    return keys.get(participant);
  }

  /** Forgets contracts that ended 72 hours ago. */
  void forget() {
    long before = state.clock - MEMORY_MILLIS;
    ends.values().removeIf(end -> end <= before);
  }

  private void accept(RecordBilateral asked, List<Event> out) {
    BilateralTerms terms = asked.contract().terms();
    ends.put(terms.contractId(), terms.toMillis());
    out.add(
        new BilateralAccepted(
            asked.contract(),
            String.valueOf(keys.get(terms.buyer())),
            String.valueOf(keys.get(terms.seller()))));
    for (DeliverySlot of : terms.slots()) {
      SlotState slot = slot(of);
      GridFee fee = fee(terms.area(), slot.rules);
      ContinuousTrade trade =
          new ContinuousTrade(
              ++state.lastTradeId,
              slot.slot,
              0,
              0,
              Side.BUY,
              terms.buyer(),
              terms.seller(),
              terms.area(),
              terms.area(),
              terms.energyWh(),
              0,
              fee.constantMicroPerKwh(),
              List.of(),
              null);
      slot.countedWh += 2 * terms.energyWh();
      slot.continuousTrades.add(trade);
      slot.used.trade(trade.takerSide(), trade.buyer(), trade.seller());
      slot.madeAt.put(trade.tradeId(), state.clock);
      out.add(trade);
    }
  }

  private SlotState slot(DeliverySlot of) {
    SlotState slot = state.slots.get(of.startMillis());
    if (slot == null) {
      throw new IllegalStateException("a contract that counts has open slots");
    }
    return slot;
  }

  private @Nullable RejectionCode byForm(RecordBilateral asked) {
    BilateralTerms terms = asked.contract().terms();
    boolean spelled =
        Ids.isValid(terms.contractId())
            && Ids.isValid(terms.buyer())
            && Ids.isValid(terms.seller())
            && Ids.isValid(terms.area())
            && PartySignature.isSignature(asked.contract().buyerSignature())
            && PartySignature.isSignature(asked.contract().sellerSignature());
    if (!spelled) {
      return RejectionCode.MALFORMED;
    }
    if (terms.buyer().equals(terms.seller())) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    if (!terms.hasSlots()) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    if (state.rulebook == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    return state.rulebook.market().equals(terms.market()) ? null : RejectionCode.MALFORMED;
  }

  private @Nullable RejectionCode bySlots(BilateralTerms terms) {
    for (DeliverySlot of : terms.slots()) {
      RejectionCode code = bySlot(terms, of);
      if (code != null) {
        return code;
      }
    }
    return null;
  }

  private @Nullable RejectionCode bySlot(BilateralTerms terms, DeliverySlot of) {
    Rulebook rules = state.rulesOf(of.startMillis());
    if (rules == null) {
      throw new IllegalStateException("there is a rulebook");
    }
    RejectionCode code = byParty(terms.buyer(), terms.area(), rules);
    if (code == null) {
      code = byParty(terms.seller(), terms.area(), rules);
    }
    if (code == null && of.minutes() != rules.timing().slotMinutes()) {
      code = RejectionCode.SLOT_MISALIGNED;
    }
    if (code == null) {
      code = OrderRules.byLimits(rules, terms.energyWh(), rules.minPriceMicroPerKwh());
    }
    if (code != null) {
      return code;
    }
    SlotState slot = state.slots.get(of.startMillis());
    if (slot == null) {
      return state.isForgotten(rules, of.startMillis())
          ? RejectionCode.SLOT_CLOSED
          : RejectionCode.SLOT_NOT_OPEN;
    }
    if (slot.phase.compareTo(SlotPhase.CONTINUOUS) > 0) {
      return RejectionCode.SLOT_CLOSED;
    }
    boolean knowsFee = rules.continuous() != null && fee(terms.area(), rules).ppm() == 0;
    return knowsFee ? null : RejectionCode.NOT_IN_RULES;
  }

  private @Nullable RejectionCode byParty(String party, String area, Rulebook rules) {
    if (!state.isMember(rules, party)) {
      return RejectionCode.UNKNOWN_PARTICIPANT;
    }
    if (state.roll.frozen.contains(party)) {
      return RejectionCode.ACCOUNT_NOT_ACTIVE;
    }
    boolean there =
        rules.members().stream()
            .anyMatch(one -> one.participant().equals(party) && one.area().equals(area));
    return there ? null : RejectionCode.UNKNOWN_AREA;
  }

  private @Nullable RejectionCode bySignature(
      BilateralTerms terms, String party, String signature) {
    String key = keys.get(party);
    if (key == null) {
      return RejectionCode.UNKNOWN_SIGNING_KEY;
    }
    return PartySignature.holds(key, terms.signedBytes(), signature)
        ? null
        : RejectionCode.CONTRACT_NOT_SIGNED;
  }

  private @Nullable RejectionCode byRoom(BilateralTerms terms) {
    Map<SlotState, List<SecuredCost.Lot>> bought = new HashMap<>();
    Map<SlotState, List<SecuredCost.Lot>> sold = new HashMap<>();
    List<Long> before = new ArrayList<>(); // starts of the slots so far
    for (DeliverySlot of : terms.slots()) {
      SlotState slot = slot(of);
      RejectionCode code = Room.refusal(state, slot, terms.buyer(), before);
      before.add(of.startMillis());
      if (code == null
          && slot.countedWh + 2 * terms.energyWh() > EnergyLimits.ordersWh(slot.rules)) {
        code = RejectionCode.SLOT_VOLUME_TOO_LARGE;
      }
      if (code == null) {
        code = registrations.refusal(asOrder(terms, slot, Side.BUY), null, slot);
      }
      if (code == null) {
        code = registrations.refusal(asOrder(terms, slot, Side.SELL), null, slot);
      }
      if (code != null) {
        return code;
      }
      long fee = fee(terms.area(), slot.rules).constantMicroPerKwh();
      bought.put(slot, List.of(new SecuredCost.Lot(true, fee, terms.energyWh())));
      sold.put(slot, List.of(new SecuredCost.Lot(false, 0, terms.energyWh())));
    }
    return guarantees.isTooMuch(terms.buyer(), bought) || guarantees.isTooMuch(terms.seller(), sold)
        ? RejectionCode.COLLATERAL_TOO_LOW
        : null;
  }

  /** An order that would need as much of a connection as a side of the contract. */
  private static AuditedOrder asOrder(BilateralTerms terms, SlotState slot, Side side) {
    String party = side == Side.BUY ? terms.buyer() : terms.seller();
    PlaceOrder order =
        new PlaceOrder(
            party,
            terms.contractId(),
            terms.area(),
            slot.slot.startMillis(),
            side,
            0,
            terms.energyWh());
    return new AuditedOrder(0, order, 0);
  }

  private static GridFee fee(String area, Rulebook rules) {
    Continuous continuous = rules.continuous();
    if (continuous == null) {
      return GridFee.NONE;
    }
    String level = continuous.fees().levelOf(area);
    for (GridFees.Level one : continuous.fees().levels()) {
      if (one.id().equals(level)) {
        return one.fee();
      }
    }
    return GridFee.NONE;
  }
}
