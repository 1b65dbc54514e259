package org.commonwatt.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Event.BasketFilled;
import org.commonwatt.model.Event.BasketRejected;
import org.commonwatt.model.Event.BasketRepeated;
import org.commonwatt.model.Event.BlockAccepted;
import org.commonwatt.model.LegRefusal;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * Takes baskets and blocks: all of their legs trade in full at once, or nothing happens; a block
 * for an auction waits for it.
 */
final class BasketDesk {
  private final SlotSchedule schedule;
  private final Orders orders;
  private final OrderDesk orderDesk;
  private final PreTrade preTrade;
  private final RoomChecks room;
  private final JointTrading trading;
  private final SourceDesk sources;
  private final AuctionBlocks blocks;

  BasketDesk(
      SlotSchedule schedule,
      Orders orders,
      OrderDesk orderDesk,
      PreTrade preTrade,
      RoomChecks room,
      JointTrading trading,
      SourceDesk sources,
      AuctionBlocks blocks) {
    this.schedule = schedule;
    this.orders = orders;
    this.orderDesk = orderDesk;
    this.preTrade = preTrade;
    this.room = room;
    this.trading = trading;
    this.sources = sources;
    this.blocks = blocks;
  }

  void place(PlaceBasket basket, long timeMillis, EventSink sink) {
    List<LegRefusal> refusals = content(basket);
    if (refusals.isEmpty()) {
      OrderEntry first = orders.find(basket.participant(), basket.leg(1).clientOrderId());
      if (first != null && isRepeated(basket)) {
        sink.emit(
            new BasketRepeated(
                basket.participant(),
                basket.clientBasketId(),
                first.orderId(),
                basket.legs().size()));
        return;
      }
      refusals = reused(basket);
    }
    if (refusals.isEmpty()) {
      refusals = bySlots(basket, timeMillis);
    }
    if (refusals.isEmpty() && basket.auction() != null) {
      refusals = ofWhole(blocks.refusal(basket));
    }
    if (refusals.isEmpty()) {
      refusals = ofWhole(byCollateral(basket));
    }
    if (refusals.isEmpty()) {
      refusals =
          basket.auction() == null
              ? trade(basket, timeMillis, sink)
              : enter(basket, timeMillis, sink);
    }
    if (!refusals.isEmpty()) {
      sink.emit(new BasketRejected(basket.participant(), basket.clientBasketId(), refusals));
    }
  }

  /** What depends neither on other orders nor on the clock. */
  private List<LegRefusal> content(PlaceBasket basket) {
    Rejection whole = BasketChecks.malformed(basket);
    Rules rules = whole == null ? rulesOf(basket.leg(1)) : null;
    if (whole == null) {
      whole = rules == null ? Refusals.notReady() : BasketChecks.shape(basket, rules.rulebook());
    }
    if (whole != null || rules == null) {
      return ofWhole(whole);
    }
    List<LegRefusal> refusals = new ArrayList<>();
    for (int number = 1; number <= basket.legs().size(); number++) {
      PlaceOrder leg = basket.leg(number);
      Rejection rejection = OrderChecks.malformed(leg);
      Rules own = rulesOf(leg);
      if (rejection == null && own != null) {
        rejection = OrderChecks.content(leg, own, schedule.roster());
        rejection = rejection == null ? sources.refusal(leg) : rejection;
      }
      add(number, rejection, refusals);
    }
    return refusals;
  }

  private boolean isRepeated(PlaceBasket basket) {
    for (int number = 1; number <= basket.legs().size(); number++) {
      PlaceOrder leg = basket.leg(number);
      OrderEntry known = orders.find(basket.participant(), leg.clientOrderId());
      if (known == null || !known.isSameAs(leg)) {
        return false;
      }
    }
    return true;
  }

  private List<LegRefusal> reused(PlaceBasket basket) {
    List<LegRefusal> refusals = new ArrayList<>();
    for (int number = 1; number <= basket.legs().size(); number++) {
      if (orders.find(basket.participant(), basket.leg(number).clientOrderId()) != null) {
        add(number, BasketChecks.idReused(basket, number), refusals);
      }
    }
    return refusals;
  }

  /** What slots and connections have against legs, which count together. */
  private List<LegRefusal> bySlots(PlaceBasket basket, long timeMillis) {
    List<LegRefusal> refusals = new ArrayList<>();
    LegsBefore before = new LegsBefore();
    for (int number = 1; number <= basket.legs().size(); number++) {
      PlaceOrder leg = basket.leg(number);
      SlotState slot = schedule.slot(leg.slotStartMillis());
      Rules rules = rulesOf(leg);
      if (rules == null) {
        throw new IllegalStateException("a leg that was checked has rules");
      }
      Rejection rejection = orderDesk.bySlot(leg, rules, slot, timeMillis);
      if (rejection == null && slot != null) {
        rejection = together(leg, slot, before);
        before.add(leg, slot);
      }
      add(number, rejection, refusals);
    }
    return refusals;
  }

  private @Nullable Rejection together(PlaceOrder leg, SlotState slot, LegsBefore before) {
    Rejection rejection = room.refusal(leg.participant(), slot, before.places(slot));
    if (rejection == null) {
      long sum = Math.addExact(before.energyWh(slot, Side.BUY), before.energyWh(slot, Side.SELL));
      rejection = OrderChecks.volume(Math.addExact(sum, leg.energyWh()), slot);
    }
    return rejection == null
        ? preTrade.checkLimits(leg, slot, before.energyWh(slot, leg.side()))
        : rejection;
  }

  /** The legs that were looked at and would be orders of their slots. */
  private static final class LegsBefore {
    private final Map<SlotState, Integer> count = new HashMap<>();
    private final Map<SideOf, Long> energyWh = new HashMap<>();
    private int all;

    private record SideOf(SlotState slot, Side side) {}

    private void add(PlaceOrder leg, SlotState slot) {
      all++;
      count.merge(slot, 1, Math::addExact);
      energyWh.merge(new SideOf(slot, leg.side()), leg.energyWh(), Math::addExact);
    }

    private RoomChecks.Before places(SlotState slot) {
      return new RoomChecks.Before(count.getOrDefault(slot, 0), all);
    }

    private long energyWh(SlotState slot, Side side) {
      return energyWh.getOrDefault(new SideOf(slot, side), 0L);
    }
  }

  /** What the legs of a basket cost at worst; what a block costs is known when it is planned. */
  private @Nullable Rejection byCollateral(PlaceBasket basket) {
    if (basket.isBlock() && basket.auction() == null) {
      return null;
    }
    Map<SlotState, Need> needed = new HashMap<>();
    for (int number = 1; number <= basket.legs().size(); number++) {
      PlaceOrder leg = basket.leg(number);
      needed.merge(slotOf(leg), PreTrade.need(leg, slotOf(leg)), Need::plus);
    }
    return preTrade.checkCollateral(basket.participant(), needed);
  }

  private List<LegRefusal> trade(PlaceBasket basket, long timeMillis, EventSink sink) {
    JointTrading.Planned planned = trading.plan(entries(basket, timeMillis));
    if (!planned.refusals().isEmpty()) {
      return planned.refusals();
    }
    if (basket.isBlock()) {
      Rejection rejection = BlockLimit.refusal(basket, planned);
      if (rejection == null) {
        rejection = preTrade.checkCollateral(basket.participant(), planned.needs());
      }
      if (rejection != null) {
        return ofWhole(rejection);
      }
    }
    sink.emit(
        new BasketFilled(
            basket.participant(),
            basket.clientBasketId(),
            orderDesk.nextOrderId(),
            basket.legs().size()));
    planned.carryOut(sink, entry -> orderDesk.take(entry, sink));
    return List.of();
  }

  /** A block waits for the auction of its slots; nothing is against it any more. */
  private List<LegRefusal> enter(PlaceBasket block, long timeMillis, EventSink sink) {
    List<OrderEntry> entries = entries(block, timeMillis);
    sink.emit(
        new BlockAccepted(
            block.participant(),
            block.clientBasketId(),
            orderDesk.nextOrderId(),
            block.legs().size()));
    entries.forEach(entry -> orderDesk.take(entry, sink));
    return List.of();
  }

  private List<OrderEntry> entries(PlaceBasket basket, long timeMillis) {
    List<OrderEntry> entries = new ArrayList<>();
    for (int number = 1; number <= basket.legs().size(); number++) {
      PlaceOrder leg = basket.leg(number);
      entries.add(orderDesk.entry(leg, slotOf(leg), number, timeMillis));
    }
    return entries;
  }

  private SlotState slotOf(PlaceOrder leg) {
    SlotState slot = schedule.slot(leg.slotStartMillis());
    if (slot == null) {
      throw new IllegalStateException("a leg that was checked has a slot");
    }
    return slot;
  }

  private @Nullable Rules rulesOf(PlaceOrder leg) {
    return schedule.rulesOf(leg.slotStartMillis());
  }

  private static void add(int leg, @Nullable Rejection rejection, List<LegRefusal> refusals) {
    if (rejection != null) {
      refusals.add(new LegRefusal(leg, rejection));
    }
  }

  private static List<LegRefusal> ofWhole(@Nullable Rejection rejection) {
    return rejection == null ? List.of() : List.of(new LegRefusal(0, rejection));
  }
}
