package org.commonwatt.core.book;

import java.util.List;
import java.util.OptionalLong;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * The continuous order books of a market: one product for each area of each open slot.
 *
 * <p>Slots and areas have small numbers, orders and owners are numbers too; who knows their names
 * maps them. Every command ends in events to the sink it is given. The same commands give the same
 * events, on every platform, and no command allocates once the stores have grown to what is in use.
 * Not thread-safe.
 */
public final class ContinuousBook {
  /** The most orders that rest at once, by default. */
  public static final int DEFAULT_MAX_ORDERS = 1 << 24;

  /**
   * The most trades that one arriving order makes. One that could trade on then ends, so that what
   * a command sets off is bounded, whoever rests.
   */
  public static final int MAX_TRADES = 10_000;

  /** Instants and expiries are before this, ms since the epoch: the year 5138. */
  public static final long MAX_TIME_MILLIS = 100_000_000_000_000L;

  private final BookState state;
  private final Placing placing;
  private final Amending amending;
  private final Ending ending;

  /**
   * An empty book.
   *
   * @param network the areas of the market
   */
  public ContinuousBook(BookNetwork network) {
    this(network, DEFAULT_MAX_ORDERS);
  }

  /**
   * An empty book.
   *
   * @param network the areas of the market
   * @param maxOrders how many orders may rest at once, 1 to 2²⁴
   */
  public ContinuousBook(BookNetwork network, int maxOrders) {
    this(network, maxOrders, MAX_TRADES);
  }

  /**
   * An empty book.
   *
   * @param network the areas of the market
   * @param maxOrders how many orders may rest at once, 1 to 2²⁴
   * @param maxTrades how many trades one arriving order makes, 1 to {@link #MAX_TRADES}
   */
  public ContinuousBook(BookNetwork network, int maxOrders, int maxTrades) {
    if (maxOrders < 1 || maxOrders > DEFAULT_MAX_ORDERS) {
      throw new IllegalArgumentException("maxOrders must be 1 to 2^24");
    }
    if (maxTrades < 1 || maxTrades > MAX_TRADES) {
      throw new IllegalArgumentException("maxTrades must be 1 to " + MAX_TRADES);
    }
    this.state = new BookState(network, maxOrders, maxTrades);
    this.placing = new Placing(state);
    this.amending = new Amending(state);
    this.ending = new Ending(state);
  }

  /** How many slots may be open: their numbers are below. */
  public int slotLimit() {
    return state.slots.length;
  }

  /**
   * Begins continuous trading in all areas of a slot. Its links carry nothing and may carry nothing
   * until {@link #limitLink} says more.
   *
   * @param slot a number below {@link #slotLimit} that no open slot has
   */
  public void openSlot(int slot, SlotRules rules) {
    if (slot < 0 || slot >= state.slots.length || state.slots[slot] != null) {
      throw new IllegalArgumentException("slot " + slot + " is out of range or open already");
    }
    state.open(slot, rules);
  }

  /** Whether a slot is in continuous trading. */
  public boolean isOpen(int slot) {
    return slot >= 0 && slot < state.slots.length && state.slots[slot] != null;
  }

  /**
   * Ends continuous trading in a slot at gate closure: its orders are cancelled, by area, buys
   * first, best price first, orders with a minimum last.
   */
  public void closeSlot(int slot, BookSink sink) {
    ending.closeSlot(slot(slot), sink);
  }

  /** Sets what a link may carry and carries in an open slot. Resting orders stay as they are. */
  public void limitLink(int slot, int link, LinkLimits limits) {
    OpenSlot open = slot(slot);
    open.minFlows[link] = limits.minFlowWh();
    open.maxFlows[link] = limits.maxFlowWh();
    open.flows[link] = limits.flowWh();
  }

  /** What a link carries in an open slot, Wh in its direction. */
  public long flow(int slot, int link) {
    return slot(slot).flows[link];
  }

  /** Sets the price from which the dynamic band is measured: that of the auction. */
  public void refer(int slot, int area, long priceMicroPerKwh) {
    slot(slot).products[area].reference(priceMicroPerKwh);
  }

  /** Takes a new order or refuses it. The ticket stays the caller's. */
  public void place(OrderTicket ticket, BookSink sink) {
    placing.place(ticket, sink);
  }

  /**
   * Takes or refuses an order with several limits, each with what it accepts, of which one trades:
   * when it arrives the first that meets an order, later the first that an order meets. What is
   * left of the order then stays with this one. Resting, each takes the place of an order.
   *
   * @param alternatives 1 to {@link Named#MAX_ALTERNATIVES} tickets, alike but for price and what
   *     they accept
   */
  public void place(List<OrderTicket> alternatives, BookSink sink) {
    placing.place(alternatives, sink);
  }

  /** Begins orders that trade in full at once, all of them or none. */
  public JointPlan joint() {
    return new JointPlan(state);
  }

  /**
   * Gives a resting order another price or energy. It keeps its priority if the price stays and the
   * energy does not grow; otherwise it enters as if it arrived now, and may trade.
   *
   * @param id the order
   * @param energyWh its open energy from now on, Wh
   * @param priceMicroPerKwh its limit from now on
   */
  public void amend(long id, long energyWh, long priceMicroPerKwh, BookSink sink) {
    amending.amend(id, energyWh, priceMicroPerKwh, sink);
  }

  /** Cancels a resting order. */
  public void cancel(long id, BookSink sink) {
    ending.cancel(id, sink);
  }

  /** Cancels all orders of an owner, by slot, then as in {@link #closeSlot}. */
  public void cancelAll(int owner, BookSink sink) {
    ending.cancelAll(owner, sink);
  }

  /**
   * Sets the clock: orders whose time is over are cancelled, by expiry, then age; then halts that
   * are over end, by slot and area.
   *
   * @param timeMillis ms since the epoch, not before the time it has and below {@link
   *     #MAX_TIME_MILLIS}
   */
  public void advanceTo(long timeMillis, BookSink sink) {
    if (timeMillis < state.timeMillis || timeMillis >= MAX_TIME_MILLIS) {
      throw new IllegalArgumentException("time " + timeMillis + " is in the past or out of range");
    }
    ending.advanceTo(timeMillis, sink);
  }

  /**
   * The next instant at which a dated order or a halt ends, {@link Long#MAX_VALUE} if none does.
   */
  public long nextDueMillis() {
    return ending.nextDueMillis();
  }

  /** The instant up to which {@link #advanceTo} was called, ms since the epoch. */
  public long timeMillis() {
    return state.timeMillis;
  }

  /** How many orders rest; one with several limits counts once for each. */
  public int size() {
    return state.orders.open();
  }

  /** Whether no slot is in continuous trading. */
  public boolean isIdle() {
    return state.slotsEnd == 0;
  }

  /** The open energy of an order, hidden energy included, Wh; 0 when it does not rest. */
  public long openEnergy(long id) {
    int handle = state.index.find(id);
    return handle == OrderSlab.NONE ? 0 : state.openEnergy(handle);
  }

  /** The energy that an order shows, Wh; 0 when it does not rest. */
  public long shownEnergy(long id) {
    int handle = state.index.find(id);
    return handle == OrderSlab.NONE ? 0 : state.orders.energy(handle);
  }

  /** When the halt of a product ends, ms since the epoch; empty when it trades. */
  public OptionalLong haltedUntil(int slot, int area) {
    Product product = slot(slot).products[area];
    return product.isHalted() ? OptionalLong.of(product.haltedUntil()) : OptionalLong.empty();
  }

  /** Shows the queues of a side of a product; orders with a minimum are not in them. */
  public void levels(int slot, int area, Side side, LevelVisitor visitor) {
    BookSide of = slot(slot).products[area].sides[side == Side.SELL ? 1 : 0];
    PriceLadder ladder = of.ladder;
    for (long rank = ladder.best(); rank != PriceLadder.NO_RANK; rank = ladder.after(rank)) {
      long energy = 0;
      int count = 0;
      int handle = of.head(rank);
      for (; handle != OrderSlab.NONE; handle = state.orders.next(handle)) {
        energy = Math.addExact(energy, state.orders.energy(handle));
        count++;
      }
      visitor.level(of.sign * rank, energy, count);
    }
  }

  /** The links of a way, in order from the seller's area to the buyer's. */
  public int[] routeLinks(int route) {
    return state.routes.get(route).links.clone();
  }

  /** Everything the book knows, with a checksum; equal books give equal bytes. */
  public byte[] snapshot() {
    return SnapshotWriter.write(state);
  }

  /** SHA-256 over {@link #snapshot}. */
  public Hash stateHash() {
    return Hash.of(snapshot());
  }

  /**
   * The book of a snapshot.
   *
   * @param network the network of the book that gave the snapshot
   * @throws IllegalArgumentException when the bytes are no snapshot, are damaged, or belong to
   *     another network; the message says which
   */
  public static ContinuousBook restore(byte[] snapshot, BookNetwork network) {
    return restore(snapshot, network, MAX_TRADES);
  }

  /**
   * The book of a snapshot.
   *
   * @param network the network of the book that gave the snapshot
   * @param maxTrades how many trades one arriving order makes from now on, 1 to {@link #MAX_TRADES}
   * @throws IllegalArgumentException when the bytes are no snapshot, are damaged, or belong to
   *     another network; the message says which
   */
  public static ContinuousBook restore(byte[] snapshot, BookNetwork network, int maxTrades) {
    SnapshotReader reader = new SnapshotReader(snapshot, network);
    ContinuousBook book = new ContinuousBook(network, reader.maxOrders(), maxTrades);
    reader.readInto(book.state);
    return book;
  }

  /** Forgets all slots, orders and the time; keeps the memory for the next run. */
  public void clear() {
    state.clear();
  }

  private OpenSlot slot(int number) {
    @Nullable OpenSlot slot = isOpen(number) ? state.slots[number] : null;
    if (slot == null) {
      throw new IllegalArgumentException("slot " + number + " is not open");
    }
    return slot;
  }
}
