package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.audit.book.BookOrder;
import org.commonwatt.audit.book.SlotBook;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** A slot as the rules have it: its phase, its open orders, its auction and trades. */
final class SlotState {
  final DeliverySlot slot;

  /** The rulebook of its opening, which it keeps, as it was activated. */
  final Rulebook asActivated;

  /** The same with those who have meters in the slot as members. */
  Rulebook rules;

  /** Every order accepted for it, whatever became of it. */
  final List<AuditedOrder> orders = new ArrayList<>();

  /** Orders that are open, as they were before continuous trading. */
  final SortedMap<Long, AuditedOrder> open = new TreeMap<>();

  /** The links in order of (from, to), with the limits that they have in this slot. */
  List<AreaLink> links;

  /** What trades lost because links may carry less, as it was told. */
  final List<TradeCurtailed> curtailments = new ArrayList<>();

  /** The newest imbalance prices that were imported, by area. */
  final SortedMap<String, ImbalancePrice> imbalancePrices = new TreeMap<>();

  /** The orders and trades it has had. */
  final Room.Used used = new Room.Used();

  final List<TradeMade> trades = new ArrayList<>();
  final List<ContinuousTrade> continuousTrades = new ArrayList<>();

  /** What the clock said when a continuous trade was made, by its number. */
  final Map<Long, Long> madeAt = new HashMap<>();

  /** What the clock said when the slot passed its gate. */
  long clearedAt;

  /** What has traded and what is open of all orders, Wh. */
  long countedWh;

  /** The book while it trades continuously. */
  @Nullable SlotBook book;

  SlotPhase phase = SlotPhase.OPEN;

  /** What the auction gave; nothing when it was cancelled. */
  @Nullable AuctionCleared auction;

  boolean auctionCancelled;

  /** Whether blocks joined its auction to those of other slots. */
  boolean clearedTogether;

  SlotState(DeliverySlot slot, Rulebook rules) {
    this.slot = slot;
    this.rules = rules;
    this.asActivated = rules;
    this.links = BookRules.links(rules);
  }

  /** Who traded and has no meter in the slot: it handed its home over since. */
  SortedSet<String> formerOwners() {
    SortedSet<String> found = new TreeSet<>();
    if (rules.members().equals(asActivated.members())) {
      return found;
    }
    for (TradeMade trade : trades) {
      found.add(trade.buyer());
      found.add(trade.seller());
    }
    for (ContinuousTrade trade : continuousTrades) {
      found.add(trade.buyer());
      found.add(trade.seller());
    }
    rules.members().forEach(member -> found.remove(member.participant()));
    links.forEach(link -> found.remove(link.party()));
    return found;
  }

  /** What a link carries, in its direction, Wh. */
  long flowWh(String link) {
    List<LinkFlow> all = new ArrayList<>();
    if (auction != null) {
      all.addAll(auction.links());
    }
    continuousTrades.forEach(trade -> all.addAll(trade.path()));
    return all.stream().filter(part -> part.party().equals(link)).mapToLong(LinkFlow::flowWh).sum();
  }

  /** What is open of an open order, Wh. */
  long openWh(AuditedOrder order) {
    BookOrder resting = book == null ? null : book.order(order.id());
    return resting == null ? order.energy() : resting.left();
  }

  /** The book of a slot that trades continuously. */
  SlotBook trading() {
    if (book == null) {
      throw new IllegalStateException("the slot does not trade continuously");
    }
    return book;
  }
}
