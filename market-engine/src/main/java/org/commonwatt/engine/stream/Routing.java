package org.commonwatt.engine.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.commonwatt.core.Order;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * Finds the channels that an event concerns, at a cost that does not grow with the number of
 * channels that it does not concern.
 */
final class Routing {
  private final List<Channel> ofMarket = new ArrayList<>();
  private final Map<Long, List<Channel>> bySlot = new HashMap<>();
  private final Map<String, List<Channel>> byParticipant = new HashMap<>();
  private final Map<Long, Owner> orders = new HashMap<>(); // open ones of which a channel may tell

  /** Whose an order is and where it stands: most events of an order name its id alone. */
  private record Owner(long slotStartMillis, String participant) {}

  void add(Channel channel) {
    Topic topic = channel.topic();
    switch (channel.content().reach()) {
      case MARKET -> ofMarket.add(channel);
      case SLOT -> bySlot.computeIfAbsent(topic.slotStartMillis(), none()).add(channel);
      case ELSEWHERE -> {} // no event concerns it
      case PARTICIPANT -> byParticipant.computeIfAbsent(topic.participant(), none()).add(channel);
    }
  }

  void remove(Channel channel) {
    ofMarket.remove(channel);
    bySlot.values().forEach(channels -> channels.remove(channel));
    bySlot.values().removeIf(List::isEmpty);
    byParticipant.values().forEach(channels -> channels.remove(channel));
    byParticipant.values().removeIf(List::isEmpty);
    if (bySlot.isEmpty() && byParticipant.isEmpty()) {
      orders.clear();
    }
  }

  /** An order is open of which a channel tells. */
  void known(Order order) {
    orders.put(order.orderId(), new Owner(order.slot().startMillis(), order.participant()));
  }

  /** Hands an event to the channels that it concerns, to each once. */
  void route(EventEnvelope envelope, Consumer<Channel> to) {
    ofMarket.forEach(to);
    Event event = envelope.event();
    if (event instanceof Event.OrderAccepted order) {
      accepted(order, to);
    } else if (event instanceof Event.ContinuousTrade trade) {
      parties(trade.slot().startMillis(), trade.buyer(), trade.seller(), to);
    } else if (event instanceof Event.TradeMade trade) {
      parties(trade.slot().startMillis(), trade.buyer(), trade.seller(), to);
    } else if (event instanceof Event.TradeBusted trade) {
      parties(trade.slot().startMillis(), trade.buyer(), trade.seller(), to);
    } else if (event instanceof Event.TradeCurtailed trade) {
      parties(trade.slot().startMillis(), trade.buyer(), trade.seller(), to);
    } else {
      ofOrder(event, to);
    }
  }

  private void accepted(Event.OrderAccepted order, Consumer<Channel> to) {
    long start = order.slot().startMillis();
    if (bySlot.containsKey(start) || byParticipant.containsKey(order.participant())) {
      orders.put(order.orderId(), new Owner(start, order.participant()));
    }
    parties(start, order.participant(), order.participant(), to);
  }

  private void ofOrder(Event event, Consumer<Channel> to) {
    if (event instanceof Event.OrderCancelled order) {
      ofOwner(orders.remove(order.orderId()), to);
    } else if (event instanceof Event.OrderExpired order) {
      ofOwner(orders.remove(order.orderId()), to);
    } else if (event instanceof Event.OrderAmended order) {
      ofOwner(orders.get(order.orderId()), to);
    } else if (event instanceof Event.AlternativeChosen order) {
      ofOwner(orders.get(order.orderId()), to);
    } else if (event instanceof Event.OrderReduced order) {
      ofOwner(orders.get(order.orderId()), to);
    } else if (event instanceof Event.OrderFilled order) {
      ofOwner(orders.get(order.orderId()), to);
    } else {
      ofAccount(event, to);
    }
  }

  private void ofAccount(Event event, Consumer<Channel> to) {
    if (event instanceof Event.CollateralRecorded account) {
      ofParticipant(account.account(), to);
    } else if (event instanceof Event.GainsPaidOut account) {
      ofParticipant(account.participant(), to);
    } else if (event instanceof Event.AccountDefaulted
        || event instanceof Event.ReceivablePaid
        || event instanceof Event.SlotSettled
        || event instanceof Event.SlotRevised) {
      byParticipant.values().forEach(channels -> channels.forEach(to)); // concerns many
    } else if (event instanceof Event.SlotPhaseChanged change) {
      forgetOrders(change);
      whoAskTheState(to);
    } else if (event instanceof Event.TimeAdvanced || event instanceof Event.RulebookActivated) {
      whoAskTheState(to);
    } else if (event instanceof Event.CapabilityRegistered account) {
      ofParticipant(account.participant(), to);
    } else if (event instanceof Event.AccountChanged account) {
      ofParticipant(account.participant(), to);
    } else if (event instanceof Event.DepositRequested account) {
      ofParticipant(account.participant(), to);
    } else if (event instanceof Event.DepositDecided account) {
      ofParticipant(account.participant(), to);
    } else if (event instanceof Event.MeterPointAssigned) {
      whoAskTheState(to); // its former owner's connection is another one, too
    } else if (event instanceof Event.CancelAfterSet account) {
      ofParticipant(account.participant(), to);
    } else if (event instanceof Event.CancelAfterPassed account) {
      ofParticipant(account.participant(), to);
    }
  }

  /** Time, phases and rules change what is reserved for anybody, and no event says of whom. */
  private void whoAskTheState(Consumer<Channel> to) {
    byParticipant.values().stream()
        .flatMap(List::stream)
        .filter(channel -> channel.content().asksState())
        .forEach(to);
  }

  /** No event says of an order that it has traded away; in delivery none of the slot is open. */
  private void forgetOrders(Event.SlotPhaseChanged change) {
    if (change.phase() == SlotPhase.DELIVERY) {
      long start = change.slot().startMillis();
      orders.values().removeIf(owner -> owner.slotStartMillis() == start);
    }
  }

  private void ofOwner(@Nullable Owner owner, Consumer<Channel> to) {
    if (owner != null) {
      parties(owner.slotStartMillis(), owner.participant(), owner.participant(), to);
    }
  }

  private void parties(long slotStart, String one, String other, Consumer<Channel> to) {
    List<Channel> channels = bySlot.get(slotStart);
    if (channels != null) {
      channels.forEach(to);
    }
    ofParticipant(one, to);
    if (!other.equals(one)) {
      ofParticipant(other, to);
    }
  }

  private void ofParticipant(String participant, Consumer<Channel> to) {
    List<Channel> channels = byParticipant.get(participant);
    if (channels != null) {
      channels.forEach(to);
    }
  }

  private static <K> java.util.function.Function<K, List<Channel>> none() {
    return key -> new ArrayList<>();
  }
}
