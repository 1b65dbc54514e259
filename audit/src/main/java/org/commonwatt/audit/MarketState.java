package org.commonwatt.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** What the rules remember between two commands. */
final class MarketState {
  @Nullable Rulebook rulebook;

  /** UTC milliseconds; before every instant until the first tick. */
  long clock = Long.MIN_VALUE;

  long lastOrderId;
  long lastTradeId;

  /** Highest offset taken of each bridge and partition. */
  final Map<String, Long> taken = new HashMap<>();

  /** Every slot that was opened, by its start. */
  final NavigableMap<Long, SlotState> slots = new TreeMap<>();

  /** Slots that still advance by ticks, by their start. */
  final NavigableMap<Long, SlotState> running = new TreeMap<>();

  /** Slots that are not settled, earliest first. */
  final Deque<SlotState> unsettled = new ArrayDeque<>();

  final Map<Long, AuditedOrder> orders = new HashMap<>();
  final Map<ClientOrder, AuditedOrder> clientOrders = new HashMap<>();
  final Map<DeliverySlot, Map<String, MeteredPosition>> positions = new HashMap<>();

  /** Settled batches that await a confirmation. */
  final Map<String, SlotState> awaiting = new HashMap<>();

  boolean isMember(Rulebook rules, String participant) {
    return rules.members().stream().anyMatch(m -> m.participant().equals(participant));
  }

  /** A participant's own name of an order. */
  record ClientOrder(String participant, String clientOrderId) {}
}
