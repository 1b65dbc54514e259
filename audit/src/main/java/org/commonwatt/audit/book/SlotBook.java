package org.commonwatt.audit.book;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The continuous book of one slot, all its areas together. */
public final class SlotBook {
  /** How many trades one arriving order makes. */
  public static final int TRADES_OF_ONE_ARRIVAL = 10_000;

  private final BookState state;

  /** An empty book. */
  public SlotBook(BookTerms terms) {
    this.state = new BookState(terms);
  }

  /** Sets an area's reference price before trading starts: what its auction gave. */
  public void setReference(String area, long priceMicroPerKwh) {
    state.setReference(area, priceMicroPerKwh);
  }

  /** Adds what flows over a link: what the auction gave, and, negative, what fell away. */
  public void addFlow(int link, long flowWh) {
    state.begin();
    state.addFlow(link, flowWh);
  }

  /** Says anew what a link may carry, and carries, in its direction, Wh. */
  public void limit(int link, long leastWh, long greatestWh, long flowWh) {
    state.begin();
    state.limit(link, new BookState.LinkLimits(leastWh, greatestWh, flowWh));
  }

  /** Whether an area is halted. */
  public boolean isHalted(String area) {
    return state.isHalted(area);
  }

  /** The resting order of a number, null if there is none. */
  public @Nullable BookOrder order(long id) {
    return state.orders().get(id);
  }

  /** Number of resting orders; one with several limits counts once for each. */
  public int size() {
    return state.orders().values().stream().mapToInt(order -> 1 + order.rivals.size()).sum();
  }

  /** The resting orders of a side, best first. */
  public List<BookOrder> resting(String area, boolean buy) {
    return List.copyOf(state.queue(area, buy));
  }

  /** Whether the order would meet any other at once. */
  public boolean wouldMeet(BookOrder order, long clock) {
    return Arrival.meetsAny(state, order, clock);
  }

  /** Lets an order arrive; what it needs to be refused for has been looked at before. */
  public List<BookStep> arrive(BookOrder order, long clock) {
    return arrive(order, clock, TRADES_OF_ONE_ARRIVAL);
  }

  /**
   * Lets an order arrive that may make fewer trades.
   *
   * @param maxTrades how many, from 0
   */
  public List<BookStep> arrive(BookOrder order, long clock, int maxTrades) {
    return new Arrival(state, order, clock, maxTrades).run();
  }

  /**
   * Lets an order with several limits arrive: the first that meets any order is the one that is
   * left; if none does, all of them rest, unless it is immediate.
   */
  public List<BookStep> arrive(List<BookOrder> alternatives, long clock, int maxTrades) {
    List<BookStep> steps = new ArrayList<>();
    for (BookOrder one : alternatives) {
      if (Arrival.meetsAny(state, one, clock)) {
        if (alternatives.size() > 1) {
          steps.add(new BookStep.Chosen(one));
        }
        steps.addAll(arrive(one, clock, maxTrades));
        return steps;
      }
    }
    BookOrder first = alternatives.get(0);
    if (first.isImmediate()) {
      steps.add(new BookStep.Ended(first, first.left(), 0, BookStep.Why.UNFILLED));
    } else {
      state.begin();
      state.addAll(alternatives);
    }
    return steps;
  }

  /** From here on orders {@link #fill}, until all of them have or {@link #takeBack}. */
  public void begin() {
    state.begin();
  }

  /**
   * Lets an order trade in full, behind those before it.
   *
   * @return what happens, null when it does not get all of its energy
   */
  public @Nullable List<BookStep> fill(BookOrder order, long clock, int maxTrades) {
    return new Arrival(state, order, clock, maxTrades).fill();
  }

  /** Nothing since {@link #begin} happened. */
  public void takeBack() {
    state.takeBack();
  }

  /** Lets a resting order have less energy; what is hidden goes first. */
  public void reduce(BookOrder order, long energyWh) {
    state.begin();
    state.reduce(order, energyWh);
  }

  /** Takes a resting order out. */
  public void remove(BookOrder order) {
    state.begin();
    state.remove(order);
  }

  /** All resting orders, by number. */
  public List<BookOrder> all() {
    return state.orders().values().stream()
        .sorted(Comparator.comparingLong(BookOrder::id))
        .toList();
  }

  /** When the halt of an area ends, null when it has none. */
  public @Nullable Long haltedUntil(String area) {
    return state.haltedUntil(area);
  }

  /** Ends the halt of an area. */
  public void resume(String area) {
    state.resume(area);
  }
}
