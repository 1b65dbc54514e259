package org.commonwatt.audit.book;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a book holds, with every change since {@link #begin} kept so that it can be taken back. */
final class BookState {
  final BookTerms terms;

  private final Map<Product, NavigableSet<BookOrder>> queues = new HashMap<>();
  private final Map<Ends, List<Way>> ways = new HashMap<>();
  private final Map<Long, BookOrder> orders = new HashMap<>();
  private final Map<String, Long> references = new HashMap<>();
  private final Map<String, Long> halts = new HashMap<>();
  private final long[] flows;
  private final long[] least;
  private final long[] greatest;
  private long lastPlace;
  private final Deque<Runnable> undo = new ArrayDeque<>();

  BookState(BookTerms terms) {
    this.terms = terms;
    this.flows = new long[terms.links().size()];
    this.least = terms.links().stream().mapToLong(BookTerms.Link::minFlowWh).toArray();
    this.greatest = terms.links().stream().mapToLong(BookTerms.Link::maxFlowWh).toArray();
  }

  private record Product(String area, boolean buy) {}

  private record Ends(String from, String to) {}

  /** From here on changes can be taken back. */
  void begin() {
    undo.clear();
  }

  /** Takes back all changes since {@link #begin}. */
  void takeBack() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }

  Map<Long, BookOrder> orders() {
    return orders;
  }

  /** The resting orders of a side, best first. */
  NavigableSet<BookOrder> queue(String area, boolean buy) {
    return queues.computeIfAbsent(
        new Product(area, buy), product -> new TreeSet<>(BookOrder.PRIORITY));
  }

  List<Way> ways(String from, String to) {
    return ways.computeIfAbsent(new Ends(from, to), ends -> Way.between(terms, from, to));
  }

  /** Energy that can still flow over a way, Wh. */
  long room(Way way) {
    long room = Long.MAX_VALUE;
    for (Way.Hop hop : way.hops()) {
      int link = hop.link();
      long flow = flows[link];
      room = Math.min(room, hop.forward() ? greatest[link] - flow : flow - least[link]);
    }
    return room;
  }

  void flow(Way way, long energyWh) {
    for (Way.Hop hop : way.hops()) {
      addFlow(hop.link(), hop.forward() ? energyWh : -energyWh);
    }
  }

  /** A link carries this, and may carry other amounts; that is not taken back. */
  void limit(int link, LinkLimits limits) {
    least[link] = limits.leastWh();
    greatest[link] = limits.greatestWh();
    flows[link] = limits.flowWh();
  }

  /** What a link may carry, and carries, in its direction, Wh. */
  record LinkLimits(long leastWh, long greatestWh, long flowWh) {}

  void addFlow(int link, long energyWh) {
    flows[link] += energyWh;
    undo.push(() -> flows[link] -= energyWh);
  }

  /** Puts an order at the end of its price. */
  void add(BookOrder order) {
    long before = order.place;
    order.place = ++lastPlace;
    undo.push(() -> order.place = before);
    enter(order);
    undo.push(() -> leave(order));
  }

  void remove(BookOrder order) {
    leave(order);
    undo.push(() -> enter(order));
  }

  private void enter(BookOrder order) {
    orders.put(order.id, order);
    queue(order.area, order.buy).add(order);
    order.rivals.forEach(rival -> queue(rival.area, rival.buy).add(rival));
  }

  private void leave(BookOrder order) {
    orders.remove(order.id);
    queue(order.area, order.buy).remove(order);
    order.rivals.forEach(rival -> queue(rival.area, rival.buy).remove(rival));
  }

  /** Puts all limits of one order at the ends of their prices. */
  void addAll(List<BookOrder> alternatives) {
    for (BookOrder one : alternatives) {
      one.place = ++lastPlace;
      one.rivals = alternatives.stream().filter(other -> other != one).toList();
    }
    enter(alternatives.get(0));
  }

  /** An order goes on with one of its limits. */
  void choose(BookOrder chosen) {
    List<BookOrder> rivals = chosen.rivals;
    BookOrder known = orders.put(chosen.id, chosen);
    rivals.forEach(rival -> queue(rival.area, rival.buy).remove(rival));
    chosen.rivals = List.of();
    undo.push(
        () -> {
          chosen.rivals = rivals;
          rivals.forEach(rival -> queue(rival.area, rival.buy).add(rival));
          if (known != null) {
            orders.put(chosen.id, known);
          }
        });
  }

  /** Takes shown energy from a resting order, which refills its peak or leaves the book. */
  void take(BookOrder order, long energyWh) {
    setEnergy(order, order.shown - energyWh, order.hidden);
    if (order.shown > 0) {
      return;
    }
    remove(order);
    if (order.hidden > 0) {
      long peak = Math.min(order.qualifiers.peakWh(), order.hidden);
      setEnergy(order, peak, order.hidden - peak);
      add(order);
    }
  }

  /** Leaves a resting order less energy; what is hidden goes first. */
  void reduce(BookOrder order, long energyWh) {
    long shown = Math.min(order.shown, energyWh);
    setEnergy(order, shown, energyWh - shown);
    order.rivals.forEach(rival -> setEnergy(rival, shown, energyWh - shown));
    if (energyWh == 0) {
      remove(order);
    }
  }

  void setEnergy(BookOrder order, long shown, long hidden) {
    long oldShown = order.shown;
    long oldHidden = order.hidden;
    undo.push(
        () -> {
          order.shown = oldShown;
          order.hidden = oldHidden;
        });
    order.shown = shown;
    order.hidden = hidden;
  }

  /** Whether a price is further from the area's reference than its band. */
  boolean isBeyondBand(String area, long price) {
    Long reference = references.get(area);
    Long band = terms.bandMicroPerKwh();
    return reference != null && band != null && Math.abs(price - reference) > band;
  }

  void setReference(String area, long price) {
    Long before = references.put(area, price);
    undo.push(() -> restore(references, area, before));
  }

  boolean isHalted(String area) {
    return halts.containsKey(area);
  }

  @Nullable Long haltedUntil(String area) {
    return halts.get(area);
  }

  void halt(String area, long untilMillis) {
    Long before = halts.put(area, untilMillis);
    undo.push(() -> restore(halts, area, before));
  }

  void resume(String area) {
    halts.remove(area);
  }

  private static void restore(Map<String, Long> map, String key, @Nullable Long before) {
    if (before == null) {
      map.remove(key);
    } else {
      map.put(key, before);
    }
  }
}
