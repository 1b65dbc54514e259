package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.audit.MarketState.ClientOrder;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BasketFilled;
import org.commonwatt.model.Event.BasketRejected;
import org.commonwatt.model.Event.BasketRepeated;
import org.commonwatt.model.Event.BlockAccepted;
import org.commonwatt.model.Ids;
import org.commonwatt.model.LegRefusal;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** Which baskets and blocks the rules take: "Baskets and blocks" of the market rules. */
final class BasketRules {
  private static final int LONGEST_ID = 60;

  private final MarketState state;
  private final OrderRules orders;
  private final SafetyRules safety;
  private final BasketTrading trading;

  BasketRules(
      MarketState state, ContinuousRecount continuous, OrderRules orders, SafetyRules safety) {
    this.state = state;
    this.orders = orders;
    this.safety = safety;
    this.trading = new BasketTrading(state, continuous, orders);
  }

  void place(PlaceBasket basket, List<Event> out) {
    List<LegRefusal> refusals = whole(asSent(basket));
    if (refusals.isEmpty()) {
      refusals = eachLeg(basket);
    }
    if (refusals.isEmpty()) {
      BasketRepeated repeated = repeated(basket);
      if (repeated != null) {
        out.add(repeated);
        return;
      }
      refusals = reused(basket);
    }
    if (refusals.isEmpty()) {
      refusals = bySlots(basket);
    }
    boolean waits = basket.auction() != null;
    if (refusals.isEmpty() && waits) {
      refusals = whole(GateBlockRules.refusal(basket, state));
    }
    if (refusals.isEmpty() && (waits || !basket.isBlock())) {
      refusals = unlessSecured(basket, atLimits(basket));
    }
    if (refusals.isEmpty()) {
      refusals = waits ? enter(basket, out) : trade(basket, out);
    }
    if (!refusals.isEmpty()) {
      out.add(new BasketRejected(basket.participant(), basket.clientBasketId(), refusals));
    }
  }

  /** The legs wait for the auction of their slots. */
  private List<LegRefusal> enter(PlaceBasket block, List<Event> out) {
    int legs = block.legs().size();
    out.add(
        new BlockAccepted(
            block.participant(), block.clientBasketId(), state.lastOrderId + 1, legs));
    for (int number = 1; number <= legs; number++) {
      PlaceOrder leg = block.leg(number);
      SlotState slot = state.slots.get(leg.slotStartMillis());
      if (slot == null) {
        throw new IllegalStateException("a leg that was looked at has a slot");
      }
      orders.take(leg, slot, out);
    }
    return List.of();
  }

  private List<LegRefusal> trade(PlaceBasket basket, List<Event> out) {
    BasketTrading.Outcome outcome = trading.tryAll(basket);
    List<LegRefusal> refusals = outcome.refusals();
    if (refusals.isEmpty() && outcome.isBeyond(basket)) {
      refusals = whole(RejectionCode.NOT_FILLED_AT_ONCE);
    }
    if (refusals.isEmpty() && basket.isBlock()) {
      outcome.takeBack(); // what is available is asked before anything trades
      refusals = unlessSecured(basket, outcome.lots());
      outcome = trading.tryAll(basket);
    }
    if (refusals.isEmpty()) {
      long first = state.lastOrderId + 1;
      out.add(
          new BasketFilled(
              basket.participant(), basket.clientBasketId(), first, basket.legs().size()));
      outcome.keep(out);
    } else {
      outcome.takeBack();
    }
    return refusals;
  }

  private @Nullable RejectionCode asSent(PlaceBasket basket) {
    int legs = basket.legs().size();
    if (!Ids.isValid(basket.participant())
        || !Ids.isValid(basket.clientBasketId())
        || basket.clientBasketId().length() > LONGEST_ID) {
      return RejectionCode.MALFORMED;
    }
    RejectionCode badTerms = GateBlockRules.asSent(basket.auction());
    if (badTerms != null) {
      return badTerms;
    }
    if (legs < 1 || legs > PlaceBasket.MAX_LEGS) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    Rulebook rules = state.rulesOf(basket.legs().get(0).slotStartMillis());
    if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    Long average = basket.averageMicroPerKwh();
    RejectionCode code = GateBlockRules.underRules(basket, rules);
    if (average == null || code == RejectionCode.NOT_IN_RULES) {
      return code;
    }
    if (average < rules.minPriceMicroPerKwh() || average > rules.maxPriceMicroPerKwh()) {
      return RejectionCode.PRICE_OUT_OF_RANGE;
    }
    return code == null && !isBlock(basket.legs(), rules)
        ? RejectionCode.QUALIFIERS_CONFLICT
        : code;
  }

  private static boolean isBlock(List<BasketLeg> legs, Rulebook rules) {
    long next = legs.get(0).slotStartMillis();
    for (BasketLeg leg : legs) {
      if (leg.slotStartMillis() != next
          || leg.priceMicroPerKwh() != 0
          || leg.side() != legs.get(0).side()
          || leg.source() != legs.get(0).source()
          || !leg.area().equals(legs.get(0).area())) {
        return false;
      }
      next += rules.timing().slotMinutes() * 60_000L;
    }
    return true;
  }

  private List<LegRefusal> eachLeg(PlaceBasket basket) {
    List<LegRefusal> refusals = new ArrayList<>();
    for (int number = 1; number <= basket.legs().size(); number++) {
      add(number, orders.beforeRepeat(basket.leg(number)), refusals);
    }
    return refusals;
  }

  private @Nullable BasketRepeated repeated(PlaceBasket basket) {
    long first = 0;
    for (int number = 1; number <= basket.legs().size(); number++) {
      PlaceOrder leg = basket.leg(number);
      AuditedOrder earlier = state.clientOrders.get(ClientOrder.of(leg));
      if (earlier == null || !earlier.content().equals(leg)) {
        return null;
      }
      first = number == 1 ? earlier.id() : first;
    }
    return new BasketRepeated(
        basket.participant(), basket.clientBasketId(), first, basket.legs().size());
  }

  private List<LegRefusal> reused(PlaceBasket basket) {
    List<LegRefusal> refusals = new ArrayList<>();
    for (int number = 1; number <= basket.legs().size(); number++) {
      boolean known = state.clientOrders.containsKey(ClientOrder.of(basket.leg(number)));
      add(number, known ? RejectionCode.CLIENT_ORDER_ID_REUSED : null, refusals);
    }
    return refusals;
  }

  private List<LegRefusal> bySlots(PlaceBasket basket) {
    List<LegRefusal> refusals = new ArrayList<>();
    Map<Long, Long> all = new HashMap<>(); // energy of the legs so far, by slot
    Map<Long, Long> bought = new HashMap<>();
    Map<Long, Long> sold = new HashMap<>();
    List<Long> before = new ArrayList<>(); // starts of the slots of the legs so far
    for (int number = 1; number <= basket.legs().size(); number++) {
      PlaceOrder leg = basket.leg(number);
      SlotState slot = state.slots.get(leg.slotStartMillis());
      RejectionCode code = slot == null ? orders.byPhase(leg, null) : orders.byTime(leg, slot);
      if (code == null && slot != null) {
        long inSlot = all.merge(leg.slotStartMillis(), leg.energyWh(), Long::sum);
        Map<Long, Long> side = leg.side() == Side.BUY ? bought : sold;
        long ofSide = side.merge(leg.slotStartMillis(), leg.energyWh(), Long::sum);
        code = Room.refusal(state, slot, leg.participant(), before);
        code = code == null ? bySlot(leg, slot, inSlot, ofSide) : code;
        before.add(leg.slotStartMillis());
      }
      add(number, code, refusals);
    }
    return refusals;
  }

  private @Nullable RejectionCode bySlot(PlaceOrder leg, SlotState slot, long slotWh, long sideWh) {
    if (slot.countedWh + slotWh > EnergyLimits.ordersWh(slot.rules)) {
      return RejectionCode.SLOT_VOLUME_TOO_LARGE;
    }
    AuditedOrder wanted = new AuditedOrder(0, leg, 0, leg.priceMicroPerKwh(), sideWh);
    return safety.byConnection(wanted, slot);
  }

  private Map<SlotState, List<SecuredCost.Lot>> atLimits(PlaceBasket basket) {
    Map<SlotState, List<SecuredCost.Lot>> lots = new HashMap<>();
    for (int number = 1; number <= basket.legs().size(); number++) {
      PlaceOrder leg = basket.leg(number);
      SlotState slot = state.slots.get(leg.slotStartMillis());
      if (slot != null) {
        AuditedOrder order = new AuditedOrder(0, leg, 0);
        lots.computeIfAbsent(slot, first -> new ArrayList<>())
            .add(GuaranteeRules.lot(order, leg.energyWh(), slot));
      }
    }
    return lots;
  }

  private List<LegRefusal> unlessSecured(
      PlaceBasket basket, Map<SlotState, List<SecuredCost.Lot>> wanted) {
    return safety.isTooMuch(basket.participant(), wanted)
        ? whole(RejectionCode.COLLATERAL_TOO_LOW)
        : List.of();
  }

  private static void add(int leg, @Nullable RejectionCode code, List<LegRefusal> refusals) {
    if (code != null) {
      refusals.add(new LegRefusal(leg, Expected.refusal(code)));
    }
  }

  private static List<LegRefusal> whole(@Nullable RejectionCode code) {
    List<LegRefusal> refusals = new ArrayList<>();
    add(0, code, refusals);
    return refusals;
  }
}
