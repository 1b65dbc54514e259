package org.commonwatt.simulation;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * Recounts what members may have to inject and withdraw in each slot: no order is taken with which
 * its owner might pass the registered limit of its connection, none is refused for it that would
 * not, and what is registered is what was asked for.
 */
final class LimitWatch {
  private static final int MINUTES_PER_HOUR = 60;

  private final Sights sights;
  private final Map<String, TreeMap<Long, Event.CapabilityRegistered>> registered = new HashMap<>();
  private final Map<String, Event.CapabilityRegistered> newest = new HashMap<>();
  private final Map<Long, Open> orders = new HashMap<>();
  private final Map<Long, Traded> trades = new HashMap<>();

  private record Open(String owner, DeliverySlot slot, Side side, long energyWh) {}

  private record Traded(DeliverySlot slot, String buyer, String seller, long energyWh) {}

  LimitWatch(Sights sights) {
    this.sights = sights;
  }

  /** What was registered last, by participant. */
  Map<String, Event.CapabilityRegistered> newest() {
    return newest;
  }

  /**
   * What is wrong after an event, null when nothing is.
   *
   * @param command what it comes of
   */
  @Nullable String take(Event event, Command command) {
    String problem = null;
    if (event instanceof Event.CapabilityRegistered now) {
      problem = register(now, command);
    } else if (event instanceof Event.OrderAccepted order) {
      Open open = new Open(order.participant(), order.slot(), order.side(), order.energyWh());
      problem = passes(open, open.energyWh()) ? "an order passes its owner's limit" : null;
      orders.put(order.orderId(), open);
    } else if (event instanceof Event.OrderAmended amended) {
      problem = amend(amended);
    } else if (event instanceof Event.OrderRejected refused
        && command instanceof Command.PlaceOrder order) {
      DeliverySlot slot = new DeliverySlot(order.slotStartMillis(), Community.SLOT_MINUTES);
      Open open = new Open(order.participant(), slot, order.side(), order.energyWh());
      problem = refuse(refused.rejection().code(), open, open.energyWh());
    } else if (event instanceof Event.AmendRejected refused
        && command instanceof Command.AmendOrder amend) {
      Open open = orders.get(refused.orderId());
      problem =
          open == null
              ? null
              : refuse(refused.rejection().code(), open, amend.energyWh() - open.energyWh());
    } else {
      follow(event);
    }
    return problem == null ? null : problem + ": " + event;
  }

  private @Nullable String register(Event.CapabilityRegistered now, Command command) {
    TreeMap<Long, Event.CapabilityRegistered> all =
        registered.computeIfAbsent(now.participant(), first -> new TreeMap<>());
    sights.seeIf(!all.isEmpty(), Sight.LIMITS_CHANGED);
    all.tailMap(now.validFromMillis(), true).clear();
    all.put(now.validFromMillis(), now);
    newest.put(now.participant(), now);
    return new Command.ReportCapability(
                now.participant(), now.validFromMillis(), now.feedInW(), now.loadW())
            .equals(command)
        ? null
        : "its command registers something else";
  }

  private @Nullable String amend(Event.OrderAmended amended) {
    Open before = requireNonNull(orders.get(amended.orderId()));
    long more = amended.energyWh() - before.energyWh();
    boolean tooMuch = more > 0 && passes(before, more);
    orders.put(
        amended.orderId(),
        new Open(before.owner(), before.slot(), before.side(), amended.energyWh()));
    return tooMuch ? "an amendment passes its owner's limit" : null;
  }

  private @Nullable String refuse(RejectionCode code, Open wish, long moreWh) {
    boolean byLimit = code == RejectionCode.FEED_IN_EXCEEDED || code == RejectionCode.LOAD_EXCEEDED;
    sights.seeIf(code == RejectionCode.FEED_IN_EXCEEDED, Sight.FEED_IN_EXCEEDED);
    sights.seeIf(code == RejectionCode.LOAD_EXCEEDED, Sight.LOAD_EXCEEDED);
    return byLimit && !passes(wish, moreWh) ? "refused although the limit is not passed" : null;
  }

  private boolean passes(Open wish, long moreWh) {
    TreeMap<Long, Event.CapabilityRegistered> all = registered.get(wish.owner());
    var found = all == null ? null : all.floorEntry(wish.slot().startMillis());
    if (found == null) {
      return false;
    }
    long watts = wish.side() == Side.SELL ? found.getValue().feedInW() : found.getValue().loadW();
    long most = watts * wish.slot().minutes() / MINUTES_PER_HOUR;
    return worst(wish) + moreWh > most;
  }

  /** What an owner has open on a side of a slot, and traded on it less on the other side, Wh. */
  private long worst(Open wish) {
    long sum = 0;
    for (Open order : orders.values()) {
      boolean same = order.owner().equals(wish.owner()) && order.slot().equals(wish.slot());
      sum += same && order.side() == wish.side() ? order.energyWh() : 0;
    }
    for (Traded trade : trades.values()) {
      if (trade.slot().equals(wish.slot())) {
        long bought = trade.buyer().equals(wish.owner()) ? trade.energyWh() : 0;
        long sold = trade.seller().equals(wish.owner()) ? trade.energyWh() : 0;
        sum += wish.side() == Side.SELL ? sold - bought : bought - sold;
      }
    }
    return sum;
  }

  private void follow(Event event) {
    if (event instanceof Event.OrderFilled fill) {
      less(fill.orderId(), fill.energyWh());
    } else if (event instanceof Event.OrderReduced order) {
      less(order.orderId(), order.byWh());
    } else if (event instanceof Event.OrderExpired order) {
      orders.remove(order.orderId());
    } else if (event instanceof Event.OrderCancelled order) {
      orders.remove(order.orderId());
    } else if (event instanceof Event.TradeMade trade) {
      trades.put(
          trade.tradeId(),
          new Traded(trade.slot(), trade.buyer(), trade.seller(), trade.energyWh()));
    } else if (event instanceof Event.ContinuousTrade trade) {
      less(trade.takerOrderId(), trade.energyWh());
      less(trade.makerOrderId(), trade.energyWh());
      trades.put(
          trade.tradeId(),
          new Traded(trade.slot(), trade.buyer(), trade.seller(), trade.energyWh()));
    } else if (event instanceof Event.TradeBusted busted) {
      trades.remove(busted.tradeId());
    } else if (event instanceof Event.TradeCurtailed curtailed) {
      trades.computeIfPresent(
          curtailed.tradeId(),
          (id, trade) ->
              new Traded(trade.slot(), trade.buyer(), trade.seller(), curtailed.leftWh()));
    }
  }

  private void less(long orderId, long energyWh) {
    orders.computeIfPresent(
        orderId,
        (id, order) ->
            new Open(order.owner(), order.slot(), order.side(), order.energyWh() - energyWh));
  }
}
