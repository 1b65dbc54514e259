package org.commonwatt.simulation;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/**
 * Counts the places that orders and trades take: none is taken beyond what slot, market and
 * participant may have, and nobody is refused while there is room. Nothing makes more trades at
 * once than it may, or is stopped before.
 */
final class RoomWatch {
  private static final int SHARES = 4;
  private static final long RETENTION_MILLIS = MarketStateMachine.RETENTION_HOURS * 3_600_000L;

  private final MarketBounds bounds;
  private final Sights sights;
  private final TreeMap<DeliverySlot, Taken> slots = new TreeMap<>();
  private final Map<Long, Event.OrderAccepted> orders = new HashMap<>();
  private final RestingOrders resting;
  private final Map<DeliverySlot, Integer> tradesNow = new HashMap<>(); // of the command
  private final Map<DeliverySlot, Integer> roomNow = new HashMap<>(); // for rests of an auction
  private final Set<Long> takersNow = new HashSet<>(); // orders that traded
  private final Map<DeliverySlot, SlotPhase> phases = new HashMap<>();

  /** Places of a slot. */
  private static final class Taken {
    private final Map<String, Integer> owned = new HashMap<>();
    private int used;

    void take(String owner) {
      used++;
      owned.merge(owner, 1, Integer::sum);
    }

    int of(String owner) {
      return owned.getOrDefault(owner, 0);
    }
  }

  /**
   * Nothing is taken.
   *
   * @param bounds how much the market holds
   * @param versions the rulebooks that may be activated, by version
   */
  RoomWatch(MarketBounds bounds, List<Rulebook> versions, Sights sights) {
    this.bounds = bounds;
    this.resting = new RestingOrders(versions);
    this.sights = sights;
  }

  /**
   * What is wrong after an event, null when nothing is.
   *
   * @param command what it comes of
   */
  @Nullable String take(EventEnvelope envelope, Command command) {
    Event event = envelope.event();
    if (envelope.index() == 0) {
      tradesNow.clear();
      roomNow.clear();
      takersNow.clear();
    }
    String problem = follow(event, command);
    resting.take(event);
    if (event instanceof Event.TimeAdvanced advanced) {
      forget(advanced.timeMillis());
    }
    return problem == null ? null : problem + ": " + event;
  }

  private @Nullable String follow(Event event, Command command) {
    if (event instanceof Event.OrderAccepted order) {
      return accept(order);
    } else if (event instanceof Event.OrderAmended amended) {
      Event.OrderAccepted order = requireNonNull(orders.get(amended.orderId()));
      boolean entersAgain = phases.get(order.slot()) == SlotPhase.CONTINUOUS;
      return entersAgain && !amended.keptPriority()
          ? full(order, "an order entered its book")
          : null;
    } else if (event instanceof Event.OrderRejected refused
        && command instanceof Command.PlaceOrder order) {
      return refuse(refused.rejection(), order.participant(), slot(order.slotStartMillis()));
    } else if (event instanceof Event.AmendRejected refused) {
      Event.OrderAccepted order = orders.get(refused.orderId());
      return order == null ? null : refuse(refused.rejection(), order.participant(), order.slot());
    } else if (event instanceof Event.TradeMade trade) {
      at(trade.slot()).used++;
    } else if (event instanceof Event.ContinuousTrade trade) {
      return trade(trade);
    } else if (event instanceof Event.OrderCancelled order
        && order.reason() == CancelReason.TRADE_LIMIT) {
      return stop(requireNonNull(orders.get(order.orderId())));
    } else if (event instanceof Event.SlotPhaseChanged changed) {
      enter(changed.slot(), changed.phase());
    }
    return null;
  }

  private void enter(DeliverySlot slot, SlotPhase phase) {
    phases.put(slot, phase);
    if (phase == SlotPhase.CONTINUOUS) {
      int left = Math.min(bounds.slotPlaces() - at(slot).used, bounds.marketPlaces() - ofMarket());
      roomNow.put(slot, Math.min(bounds.tradesAtOnce(), Math.max(0, left)));
    }
  }

  private @Nullable String accept(Event.OrderAccepted order) {
    String problem = full(order, "an order was taken");
    if (problem == null && resting.wouldHold(order) && isBookFull(order.slot())) {
      problem = "an order was taken although there is BOOK_FULL";
    }
    orders.put(order.orderId(), order);
    at(order.slot()).take(order.participant());
    return problem;
  }

  private @Nullable String full(Event.OrderAccepted order, String done) {
    RejectionCode code = code(order.participant(), order.slot());
    return code == null ? null : done + " although there is " + code;
  }

  private @Nullable String refuse(Rejection rejection, String participant, DeliverySlot slot) {
    RejectionCode told = rejection.code();
    switch (told) {
      case MARKET_FULL -> sights.see(Sight.MARKET_FULL);
      case SLOT_FULL -> sights.see(Sight.SLOT_FULL);
      case OWN_ORDERS_FULL -> sights.see(Sight.OWN_ORDERS_FULL);
      case BOOK_FULL -> sights.see(Sight.BOOK_FULL);
      default -> {
        return null;
      }
    }
    RejectionCode found = code(participant, slot);
    if (found == null && told == RejectionCode.BOOK_FULL && isBookFull(slot)) {
      return null;
    }
    return told == found ? null : "refused by " + told + ", and there is " + found;
  }

  /** Why there is no room for an order, null when there is. */
  private @Nullable RejectionCode code(String participant, DeliverySlot slot) {
    Taken ofSlot = at(slot);
    if (ofMarket() >= bounds.marketPlaces()) {
      return RejectionCode.MARKET_FULL;
    }
    if (times(slot) * ofSlot.used >= bounds.slotPlaces()) {
      return RejectionCode.SLOT_FULL;
    }
    int own = 0;
    for (Map.Entry<DeliverySlot, Taken> one : slots.entrySet()) {
      own += times(one.getKey()) * one.getValue().of(participant);
    }
    return times(slot) * ofSlot.of(participant) >= bounds.slotPlaces() / SHARES
            || own >= bounds.marketPlaces() / SHARES
        ? RejectionCode.OWN_ORDERS_FULL
        : null;
  }

  private boolean isBookFull(DeliverySlot slot) {
    return resting.beside(slot) >= bounds.restingOrders();
  }

  private int ofMarket() {
    int used = 0;
    for (Map.Entry<DeliverySlot, Taken> one : slots.entrySet()) {
      used += times(one.getKey()) * one.getValue().used;
    }
    return used;
  }

  /** Before its auction an order has a place for its trade, too. */
  private int times(DeliverySlot slot) {
    return phases.getOrDefault(slot, SlotPhase.OPEN) == SlotPhase.OPEN ? 2 : 1;
  }

  private @Nullable String trade(Event.ContinuousTrade trade) {
    at(trade.slot()).take(trade.takerSide() == Side.BUY ? trade.buyer() : trade.seller());
    takersNow.add(trade.takerOrderId());
    int limit = limit(trade.slot());
    return tradesNow.merge(trade.slot(), 1, Integer::sum) <= limit
        ? null
        : "more trades at once than " + limit;
  }

  /** What an auction left trades no further than there is room. */
  private int limit(DeliverySlot slot) {
    return roomNow.getOrDefault(slot, bounds.tradesAtOnce());
  }

  /** Who must have all or a part at once trades nothing when that would take too many trades. */
  private @Nullable String stop(Event.OrderAccepted order) {
    sights.see(Sight.TRADE_LIMIT);
    int made = tradesNow.getOrDefault(order.slot(), 0);
    OrderTerms terms = order.terms();
    boolean wholly = terms.allOrNone() || terms.timeInForce() == TimeInForce.FILL_OR_KILL;
    boolean tradesNothing =
        (wholly || terms.minEnergyWh() > 0) && !takersNow.contains(order.orderId());
    return made == limit(order.slot()) || tradesNothing
        ? null
        : "stopped by the limit of trades after " + made;
  }

  /** Oldest first, and none behind one that is not settled. */
  private void forget(long timeMillis) {
    while (!slots.isEmpty()) {
      DeliverySlot oldest = slots.firstKey();
      SlotPhase phase = phases.getOrDefault(oldest, SlotPhase.OPEN);
      if (phase.compareTo(SlotPhase.SETTLED) < 0
          || oldest.endMillis() > timeMillis - RETENTION_MILLIS) {
        return;
      }
      slots.remove(oldest);
    }
  }

  private Taken at(DeliverySlot slot) {
    return slots.computeIfAbsent(slot, first -> new Taken());
  }

  private static DeliverySlot slot(long startMillis) {
    return Community.slot(0).plus((startMillis - Community.START) / (15 * Community.MINUTE));
  }
}
