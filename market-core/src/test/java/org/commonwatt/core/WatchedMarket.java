package org.commonwatt.core;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeBusted;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;

/** A market and what its events say of orders and trades, kept as plain lists to be recounted. */
final class WatchedMarket {
  private MarketStateMachine machine = new MarketStateMachine();
  private final Map<Long, OrderAccepted> placed = new HashMap<>();
  private final Map<DeliverySlot, Rulebook> rules = new HashMap<>();
  private final List<Deal> unsettled = new ArrayList<>();

  /** One side of a trade; what a buyer pays has the grid fee in it. */
  record Deal(long tradeId, DeliverySlot slot, Side side, String party, long energyWh, long paid) {
    private Deal left(TradeCurtailed loss) {
      return new Deal(tradeId, slot, side, party, loss.leftWh(), paid);
    }
  }

  /** A new market and its commands; one instance of a test's class runs all tries of a property. */
  List<Entry> start(long seed) {
    machine = new MarketStateMachine();
    placed.clear();
    rules.clear();
    unsettled.clear();
    return RandomCommands.of(seed);
  }

  MarketStateMachine machine() {
    return machine;
  }

  /** Goes on with a market that was restored from the saved state. */
  void restart() {
    machine = MarketStateMachine.restore(StateTest.Tape.of(machine));
  }

  /** An order as it was accepted. */
  OrderAccepted placed(long orderId) {
    return requireNonNull(placed.get(orderId));
  }

  /** The rulebook of a slot's opening. */
  Rulebook rules(DeliverySlot slot) {
    return requireNonNull(rules.get(slot));
  }

  /** Both sides of all trades that stand, of slots that are not settled. */
  List<Deal> unsettled() {
    return unsettled;
  }

  List<Event> apply(Entry entry) {
    List<Event> events = new ArrayList<>();
    machine.apply(entry, events::add);
    events.forEach(this::note);
    return events;
  }

  /** The net energy on an order's side, if all its owner's open orders on that side trade. */
  long worst(PlaceOrder order) {
    return worst(
        open(order.participant()), order.participant(), order.slotStartMillis(), order.side());
  }

  /**
   * The net energy on a side, if all its owner's open orders on that side trade, Wh.
   *
   * @param open all its open orders
   */
  long worst(List<Order> open, String participant, long slotStartMillis, Side side) {
    long worst = 0;
    for (Order order : open) {
      boolean same = order.side() == side && order.slot().startMillis() == slotStartMillis;
      worst += same ? order.energyWh() - order.filledWh() : 0;
    }
    for (Deal deal : unsettled) {
      if (deal.party().equals(participant) && deal.slot().startMillis() == slotStartMillis) {
        worst += deal.side() == side ? deal.energyWh() : -deal.energyWh();
      }
    }
    return worst;
  }

  /** The open orders of a participant, as the market has them. */
  List<Order> open(String participant) {
    return placed.values().stream()
        .filter(order -> order.participant().equals(participant))
        .flatMap(order -> machine.order(order.orderId()).stream())
        .filter(order -> order.state() == OrderState.OPEN)
        .toList();
  }

  private void note(Event event) {
    if (event instanceof OrderAccepted accepted) {
      placed.put(accepted.orderId(), accepted);
    } else if (event instanceof SlotPhaseChanged changed && changed.phase() == SlotPhase.OPEN) {
      rules.put(changed.slot(), requireNonNull(machine.rulebook()));
    } else if (event instanceof TradeMade t) {
      long price = t.priceMicroPerKwh();
      long paid = t.paidMicroPerKwh();
      unsettled.add(new Deal(t.tradeId(), t.slot(), Side.BUY, t.buyer(), t.energyWh(), paid));
      unsettled.add(new Deal(t.tradeId(), t.slot(), Side.SELL, t.seller(), t.energyWh(), price));
    } else if (event instanceof ContinuousTrade t) {
      long price = t.priceMicroPerKwh();
      long paid = price + t.feeMicroPerKwh();
      unsettled.add(new Deal(t.tradeId(), t.slot(), Side.BUY, t.buyer(), t.energyWh(), paid));
      unsettled.add(new Deal(t.tradeId(), t.slot(), Side.SELL, t.seller(), t.energyWh(), price));
    } else if (event instanceof TradeBusted busted) {
      unsettled.removeIf(deal -> deal.tradeId() == busted.tradeId());
    } else if (event instanceof TradeCurtailed loss) {
      unsettled.replaceAll(deal -> deal.tradeId() == loss.tradeId() ? deal.left(loss) : deal);
    } else if (event instanceof SlotSettled settled) {
      unsettled.removeIf(deal -> deal.slot().equals(settled.batch().slot()));
    }
  }
}
