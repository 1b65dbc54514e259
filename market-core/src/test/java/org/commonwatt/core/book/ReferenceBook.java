package org.commonwatt.core.book;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.commonwatt.core.book.ReferenceSearch.Choice;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.NullUnmarked;

/**
 * The rules of continuous trading written down as plainly as possible: one list of resting orders,
 * searched from end to end for whatever is needed. Slow on purpose.
 */
@NullUnmarked // a slot or order that is not there would be a fault of the test
final class ReferenceBook {
  final EventText sink = new EventText();
  private final ReferenceNetwork ways;
  private final int maxTrades;
  private final TreeMap<Integer, ReferenceSlot> slots = new TreeMap<>();
  private List<ReferenceOrder> resting = new ArrayList<>();
  private long time;
  private long lastSequence;
  private long refills;

  ReferenceBook(BookNetwork network) {
    this(network, ContinuousBook.MAX_TRADES);
  }

  /**
   * An empty book.
   *
   * @param maxTrades how many trades one arriving order makes
   */
  ReferenceBook(BookNetwork network, int maxTrades) {
    this.ways = new ReferenceNetwork(network);
    this.maxTrades = maxTrades;
  }

  void openSlot(int slot, SlotRules rules) {
    slots.put(slot, new ReferenceSlot(rules, ways.network.areas(), ways.network.links().size()));
  }

  void closeSlot(int slot) {
    cancelAll(order -> order.slot == slot, CancelReason.GATE_CLOSED);
    slots.remove(slot);
  }

  void limitLink(int slot, int link, LinkLimits limits) {
    slots.get(slot).links[link] = limits;
  }

  void refer(int slot, int area, long price) {
    slots.get(slot).references[area] = price;
  }

  void cancel(long id) {
    ReferenceOrder order = find(id);
    if (order == null) {
      sink.rejected(id, BookRejection.UNKNOWN_ORDER);
    } else {
      end(order, CancelReason.BY_OWNER);
    }
  }

  void cancelAll(int owner) {
    cancelAll(order -> order.owner == owner, CancelReason.MASS_CANCEL);
  }

  void advanceTo(long timeMillis) {
    time = timeMillis;
    resting.stream()
        .filter(order -> order.dated && order.expiry <= time)
        .sorted(
            Comparator.<ReferenceOrder>comparingLong(order -> order.expiry)
                .thenComparingLong(order -> order.sequence))
        .toList()
        .forEach(order -> end(order, CancelReason.EXPIRED));
    slots.forEach(
        (number, slot) -> {
          for (int area = 0; area < slot.haltedUntil.length; area++) {
            if (slot.haltedUntil[area] != null && slot.haltedUntil[area] <= time) {
              slot.haltedUntil[area] = null;
              sink.resumed(number, area);
            }
          }
        });
  }

  void place(OrderTicket ticket) {
    ReferenceOrder order = ReferenceOrder.of(ticket);
    BookRejection rejection = refusal(ticket);
    if (rejection == null && ticket.postOnly && wouldMeet(order, ticket)) {
      rejection = BookRejection.POST_ONLY_WOULD_TRADE;
    }
    if (rejection != null) {
      sink.rejected(ticket.id, rejection);
      return;
    }
    sink.accepted(ticket.id);
    arrive(order, ticket);
  }

  private BookRejection refusal(OrderTicket ticket) {
    BookRejection rejection = ReferenceChecks.first(ticket, this::rulesOf, time);
    boolean known = ticket.area >= 0 && ticket.area < ways.network.areas();
    ReferenceSlot slot = slots.get(ticket.slot);
    if (!known) {
      rejection = BookRejection.UNKNOWN_AREA;
    } else if (rejection == null && find(ticket.id) != null) {
      rejection = BookRejection.ORDER_ID_REUSED;
    } else if (rejection == null && slot == null) {
      rejection = BookRejection.SLOT_NOT_OPEN;
    } else if (rejection == null) {
      rejection =
          ReferenceChecks.byProduct(ticket, slot.rules, ways.largestFee(ticket.area, slot.rules));
      if (rejection == null && slot.haltedUntil[ticket.area] != null) {
        rejection = BookRejection.PRODUCT_HALTED;
      }
    }
    return rejection;
  }

  /** An order with several limits: each of them rests as if it were an order, under one id. */
  void place(List<OrderTicket> alternatives) {
    OrderTicket first = alternatives.get(0);
    for (OrderTicket ticket : alternatives) {
      BookRejection rejection = refusal(ticket);
      if (rejection != null) {
        sink.rejected(first.id, rejection);
        return;
      }
    }
    for (OrderTicket ticket : alternatives) {
      ReferenceOrder order = ReferenceOrder.of(ticket);
      if (wouldMeet(order, ticket)) {
        sink.accepted(first.id);
        if (alternatives.size() > 1) {
          sink.chosen(first.id, ticket.alternative);
        }
        arrive(order, ticket);
        return;
      }
    }
    sink.accepted(first.id);
    if (first.timeInForce == TimeInForce.IMMEDIATE_OR_CANCEL) {
      sink.cancelled(first.id, first.energy, CancelReason.UNFILLED);
      return;
    }
    for (OrderTicket ticket : alternatives) {
      ReferenceOrder order = ReferenceOrder.of(ticket);
      order.sequence = ++lastSequence;
      resting.add(order);
    }
  }

  void amend(long id, long energy, long price) {
    ReferenceOrder old = find(id);
    OrderTicket ticket = old == null ? new OrderTicket() : old.ticket();
    ticket.energy = energy;
    ticket.price = price;
    ticket.amending = true;
    BookRejection rejection =
        ReferenceChecks.first(ticket, old == null ? slot -> null : this::rulesOf, time);
    if (rejection == null && old == null) {
      rejection = BookRejection.UNKNOWN_ORDER;
    }
    if (rejection == null && old.isChoosy()) {
      rejection = BookRejection.QUALIFIERS_CONFLICT;
    }
    if (rejection == null) {
      SlotRules rules = slots.get(old.slot).rules;
      rejection = ReferenceChecks.byProduct(ticket, rules, ways.largestFee(old.area, rules));
    }
    if (rejection == null && price == old.price && energy <= old.open()) {
      lose(old, old.open() - energy);
      sink.amended(id, price, energy);
      return;
    }
    if (rejection == null && slots.get(old.slot).haltedUntil[old.area] != null) {
      rejection = BookRejection.PRODUCT_HALTED;
    }
    if (rejection == null && old.postOnly && wouldMeet(ReferenceOrder.of(ticket), ticket)) {
      rejection = BookRejection.POST_ONLY_WOULD_TRADE;
    }
    if (rejection != null) {
      sink.rejected(id, rejection);
      return;
    }
    resting.remove(old);
    sink.amended(id, price, energy);
    arrive(ReferenceOrder.of(ticket), ticket);
  }

  /** All orders, by slot, area, side, queues before orders with a minimum, price, time. */
  List<String> dump() {
    List<String> lines = new ArrayList<>();
    lines.add("time " + time + " sequence " + lastSequence);
    slots.forEach(
        (number, slot) -> {
          for (int area = 0; area < slot.references.length; area++) {
            String links = java.util.Arrays.toString(slot.links);
            lines.add(
                number
                    + "/"
                    + area
                    + " "
                    + slot.references[area]
                    + " "
                    + slot.haltedUntil[area]
                    + " "
                    + links);
            for (ReferenceOrder order : inBookOrder()) {
              if (order.slot == number && order.area == area) {
                lines.add((order.sell ? "sell " : "buy ") + order.describe());
              }
            }
          }
        });
    return lines;
  }

  int size() {
    return resting.size();
  }

  /** How often an iceberg showed its next peak. */
  long refills() {
    return refills;
  }

  /** The id of one of the resting orders, counted from 0. */
  long id(int place) {
    return resting.get(place).id;
  }

  private void arrive(ReferenceOrder taker, OrderTicket ticket) {
    long need =
        ticket.allOrNone || ticket.timeInForce == TimeInForce.FILL_OR_KILL
            ? ticket.energy
            : Math.min(ticket.minimum, ticket.energy);
    List<ReferenceOrder> savedOrders =
        need == 0 ? List.of() : resting.stream().map(ReferenceOrder::copy).toList();
    LinkLimits[] savedLinks = slots.get(taker.slot).links.clone();
    Long[] savedReferences = slots.get(taker.slot).references.clone();
    long savedSequence = lastSequence;
    ReferenceRun run = new ReferenceRun(ticket.energy);
    trade(taker, ticket, run);
    if (run.filled < need) { // nothing of it happened
      resting = new ArrayList<>(savedOrders);
      slots.get(taker.slot).links = savedLinks;
      System.arraycopy(
          savedReferences, 0, slots.get(taker.slot).references, 0, savedReferences.length);
      lastSequence = savedSequence;
      boolean tooManyTrades = run.stop == CancelReason.TRADE_LIMIT;
      run = new ReferenceRun(ticket.energy);
      run.stop = tooManyTrades ? CancelReason.TRADE_LIMIT : null;
    }
    refills += run.refills;
    run.events.forEach(event -> event.accept(sink));
    if (run.haltedArea >= 0) {
      ReferenceSlot slot = slots.get(taker.slot);
      slot.haltedUntil[run.haltedArea] = time + slot.rules.haltMillis();
      slot.references[run.haltedArea] = run.haltPrice;
      sink.halted(taker.slot, run.haltedArea, run.haltPrice);
    }
    boolean immediate =
        ticket.timeInForce == TimeInForce.IMMEDIATE_OR_CANCEL
            || ticket.timeInForce == TimeInForce.FILL_OR_KILL;
    if (run.stop != null) {
      sink.cancelled(taker.id, run.rest, run.stop);
    } else if (run.rest > 0 && immediate) {
      sink.cancelled(taker.id, run.rest, CancelReason.UNFILLED);
    } else if (run.rest > 0) {
      taker.shown = taker.peak > 0 ? Math.min(taker.peak, run.rest) : run.rest;
      taker.hidden = run.rest - taker.shown;
      taker.sequence = ++lastSequence;
      resting.add(taker);
    }
  }

  private void trade(ReferenceOrder taker, OrderTicket ticket, ReferenceRun run) {
    long worst = Long.MAX_VALUE;
    boolean first = true;
    while (run.rest > 0 && run.stop == null) {
      taker.shown = run.rest;
      taker.hidden = 0;
      Choice choice = search(taker, ticket).best(resting, worst);
      if (choice == null) {
        return;
      }
      if (run.trades == Math.min(maxTrades, ticket.maxTrades)) {
        run.stop = CancelReason.TRADE_LIMIT;
        return;
      }
      ReferenceSlot slot = slots.get(taker.slot);
      if (ticket.market && first) {
        worst = choice.afterFees() + slot.rules.protectionMicroPerKwh();
      }
      first = false;
      Long reference = slot.references[choice.maker().area];
      if (taker.owner != 0 && choice.maker().owner == taker.owner) {
        preventSelfTrade(taker, choice.maker(), ticket.selfTrade, run);
      } else if (slot.rules.bandMicroPerKwh() > 0
          && reference != null
          && Math.abs(choice.price() - reference) > slot.rules.bandMicroPerKwh()) {
        run.stop = CancelReason.HALTED;
        run.haltedArea = choice.maker().area;
        run.haltPrice = choice.price();
      } else {
        execute(taker, choice, run);
      }
    }
  }

  private ReferenceSearch search(ReferenceOrder taker, OrderTicket ticket) {
    return new ReferenceSearch(ways, slots.get(taker.slot), taker, ticket.market);
  }

  private boolean wouldMeet(ReferenceOrder order, OrderTicket ticket) {
    return search(order, ticket).best(resting, Long.MAX_VALUE) != null;
  }

  private void execute(ReferenceOrder taker, Choice choice, ReferenceRun run) {
    ReferenceOrder maker = choice.maker();
    ReferenceSlot slot = slots.get(taker.slot);
    long energy = Math.min(run.rest, choice.most());
    long makerId = maker.id;
    if (resting.removeIf(other -> other != maker && other.id == makerId)) {
      run.events.add(to -> to.chosen(makerId, maker.alternative));
    }
    run.events.add(to -> to.traded(taker.id, makerId, choice.price(), energy));
    if (!choice.way().links().isEmpty() || ways.isCharged(choice.way())) {
      int number = ReferenceChecks.wayNumber(ways, choice.way());
      run.events.add(to -> to.charged(choice.fee(), number));
    }
    slot.carry(choice.way(), energy);
    if (slot.rules.bandMicroPerKwh() > 0) {
      slot.references[maker.area] = choice.price();
    }
    run.rest -= energy;
    run.filled += energy;
    run.trades++;
    maker.shown -= energy;
    if (maker.shown == 0 && maker.hidden > 0) {
      maker.shown = Math.min(maker.peak, maker.hidden);
      maker.hidden -= maker.shown;
      run.refills++;
      maker.sequence = ++lastSequence;
    } else if (maker.shown == 0) {
      resting.remove(maker);
    }
  }

  private void preventSelfTrade(
      ReferenceOrder taker, ReferenceOrder maker, SelfTradeMode mode, ReferenceRun run) {
    long open = maker.open();
    long makerId = maker.id;
    if (mode == SelfTradeMode.CANCEL_NEWEST) {
      run.stop = CancelReason.SELF_TRADE;
    } else if (mode == SelfTradeMode.CANCEL_OLDEST || open <= run.rest) {
      resting.removeIf(other -> other.id == makerId);
      run.events.add(to -> to.cancelled(makerId, open, CancelReason.SELF_TRADE));
      if (mode == SelfTradeMode.DECREMENT_AND_CANCEL && open == run.rest) {
        run.stop = CancelReason.SELF_TRADE;
      } else if (mode == SelfTradeMode.DECREMENT_AND_CANCEL) {
        run.rest -= open;
        run.events.add(to -> to.reduced(taker.id, open));
      }
    } else {
      long by = run.rest;
      resting.stream().filter(one -> one.id == makerId).forEach(one -> lose(one, by));
      run.events.add(to -> to.reduced(makerId, by));
      run.stop = CancelReason.SELF_TRADE;
    }
  }

  /** Hidden energy goes first. */
  private static void lose(ReferenceOrder order, long by) {
    long hidden = Math.min(by, order.hidden);
    order.hidden -= hidden;
    order.shown -= by - hidden;
  }

  private void cancelAll(Predicate<ReferenceOrder> which, CancelReason reason) {
    for (ReferenceOrder order : inBookOrder()) {
      if (which.test(order) && resting.contains(order)) {
        end(order, reason);
      }
    }
  }

  private List<ReferenceOrder> inBookOrder() {
    return resting.stream()
        .sorted(
            Comparator.<ReferenceOrder>comparingInt(order -> order.slot)
                .thenComparingInt(order -> order.area)
                .thenComparing(order -> order.sell)
                .thenComparing(ReferenceOrder::isConditional)
                .thenComparingLong(ReferenceOrder::rank)
                .thenComparingLong(order -> order.sequence))
        .toList();
  }

  private void end(ReferenceOrder order, CancelReason reason) {
    resting.removeIf(other -> other.id == order.id);
    sink.cancelled(order.id, order.open(), reason);
  }

  private ReferenceOrder find(long id) {
    for (ReferenceOrder order : resting) {
      if (order.id == id) {
        return order;
      }
    }
    return null;
  }

  private SlotRules rulesOf(int slot) {
    return slots.containsKey(slot) ? slots.get(slot).rules : null;
  }
}
