package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** A slot as the rules have it: its phase, its open orders, its auction and trades. */
final class SlotState {
  final DeliverySlot slot;

  /** The rulebook of its opening, which it keeps. */
  final Rulebook rules;

  /** Every order accepted for it, whatever became of it. */
  final List<AuditedOrder> orders = new ArrayList<>();

  final SortedMap<Long, AuditedOrder> open = new TreeMap<>();
  final List<TradeMade> trades = new ArrayList<>();
  SlotPhase phase = SlotPhase.OPEN;
  @Nullable AuctionCleared auction;

  SlotState(DeliverySlot slot, Rulebook rules) {
    this.slot = slot;
    this.rules = rules;
  }
}
