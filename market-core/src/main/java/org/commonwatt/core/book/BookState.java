package org.commonwatt.core.book;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All that a book knows, and the few steps that keep its parts in agreement. */
final class BookState {
  /** The most products: slots × areas. */
  static final int MAX_PRODUCTS = 1 << 16;

  final BookNetwork network;

  /** The most trades of one arriving order. */
  final int maxTrades;

  final Routes routes;
  final OrderSlab orders;
  final IdIndex index;
  final LevelPool levels = new LevelPool();
  final Extras extras;
  final Expiries expiries;
  final @Nullable OpenSlot[] slots;

  /** The sides of all products, by product × 2 + side; null where the slot is not open. */
  final @Nullable BookSide[] sides;

  /** All open slots have numbers below. */
  int slotsEnd;

  long timeMillis;
  long lastSequence;

  /** Number of the last plan of any planner. It never goes back, and is not saved. */
  long lastPlan;

  BookState(BookNetwork network, int maxOrders, int maxTrades) {
    this.network = network;
    this.maxTrades = maxTrades;
    this.routes = new Routes(network);
    this.orders = new OrderSlab(maxOrders);
    this.index = new IdIndex(orders);
    this.extras = new Extras(orders);
    this.expiries = new Expiries(orders, extras);
    this.slots = new OpenSlot[MAX_PRODUCTS / network.areas()];
    this.sides = new BookSide[2 * MAX_PRODUCTS];
  }

  /** Opens a slot; the links may carry nothing yet. */
  OpenSlot open(int number, SlotRules rules) {
    int areas = network.areas();
    OpenSlot slot = new OpenSlot(number, rules, areas, network.links().size());
    Shared shared = new Shared(orders, levels, extras);
    for (int area = 0; area < areas; area++) {
      ProductLimits limits = ProductLimits.of(rules, routes, area);
      BookSide buys = new BookSide(-1, shared, rules, limits);
      BookSide sells = new BookSide(1, shared, rules, limits);
      int product = number * areas + area;
      slot.products[area] = new Product(product, area, slot, limits, new BookSide[] {buys, sells});
      sides[2 * product] = buys;
      sides[2 * product + 1] = sells;
    }
    slots[number] = slot;
    slotsEnd = Math.max(slotsEnd, number + 1);
    return slot;
  }

  /** Forgets an open slot without orders. */
  void close(OpenSlot slot) {
    for (Product product : slot.products) {
      sides[2 * product.number] = null;
      sides[2 * product.number + 1] = null;
    }
    slots[slot.number] = null;
    while (slotsEnd > 0 && slots[slotsEnd - 1] == null) {
      slotsEnd--;
    }
  }

  void clear() {
    Arrays.fill(slots, 0, slotsEnd, null);
    Arrays.fill(sides, 0, 2 * slotsEnd * network.areas(), null);
    orders.clear();
    index.clear();
    levels.clear();
    extras.clear();
    expiries.clear();
    slotsEnd = 0;
    timeMillis = 0;
    lastSequence = 0;
  }

  /** The product that an order stands in. */
  Product product(int handle) {
    int product = orders.product(handle);
    OpenSlot slot = slots[product / network.areas()];
    if (slot == null) {
      throw new IllegalStateException("order " + orders.id(handle) + " stands in a closed slot");
    }
    return slot.products[product % network.areas()];
  }

  /** The side that an order stands on. */
  BookSide side(int handle) {
    BookSide side = sides[orders.sideIndex(handle)];
    if (side == null) {
      throw new IllegalStateException("order " + orders.id(handle) + " stands in a closed slot");
    }
    return side;
  }

  /** The open energy of an order, hidden energy included, Wh. */
  long openEnergy(int handle) {
    return (orders.flags(handle) & OrderSlab.ICEBERG) == 0
        ? orders.energy(handle)
        : orders.energy(handle) + extras.hidden(handle);
  }

  /** Takes a resting order out of the book, with all its alternatives. */
  void remove(int handle) {
    if (hasAlternatives(handle)) {
      choose(handle);
    }
    unlink(handle);
    forget(handle);
  }

  /** Whether an order rests with other limits, too, of which one may trade. */
  boolean hasAlternatives(int handle) {
    return next(handle) != OrderSlab.NONE;
  }

  /** The next alternative of an order, in a ring; {@link OrderSlab#NONE} when it has no other. */
  int next(int handle) {
    return (orders.flags(handle) & OrderSlab.NAMED) == 0
        ? OrderSlab.NONE
        : Named.next(extras.named(handle));
  }

  /** Makes alternatives a ring. */
  void ring(int[] handles, int count) {
    for (int i = 0; i < count && count > 1; i++) {
      int next = handles[(i + 1) % count];
      extras.named(handles[i], Named.withNext(extras.named(handles[i]), next));
    }
  }

  /** Adds an alternative behind one of the same order. */
  void join(int known, int added) {
    int next = hasAlternatives(known) ? next(known) : known;
    extras.named(known, Named.withNext(extras.named(known), added));
    extras.named(added, Named.withNext(extras.named(added), next));
  }

  /** An order goes on with one of its alternatives alone: the others leave the book. */
  void choose(int handle) {
    long id = orders.id(handle);
    index.remove(id, index.find(id));
    index.add(id, handle);
    int other = next(handle);
    while (other != handle) {
      int next = next(other);
      unlink(other);
      extras.release(other);
      orders.release(other);
      other = next;
    }
    extras.named(handle, Named.withoutNext(extras.named(handle)));
  }

  private void unlink(int handle) {
    int next = orders.next(handle);
    int previous = orders.previous(handle);
    if ((orders.flags(handle) & OrderSlab.CONDITIONAL) != 0) {
      side(handle).removeConditional(handle);
    } else if (next != OrderSlab.NONE && previous != OrderSlab.NONE) {
      orders.next(previous, next); // the level itself is not touched
      orders.previous(next, previous);
    } else {
      side(handle).removeEnd(handle, next, previous);
    }
  }

  /** An order of a queue has traded what it showed: it ends or refills. */
  void exhaust(BookSide side, int handle) {
    if (side.head() == handle) {
      exhaustHead(side, handle);
    } else { // those before it were passed over
      unlink(handle);
      endOrRefill(side, handle);
    }
  }

  /** The first order of a side's best level has traded what it showed: it ends or refills. */
  void exhaustHead(BookSide side, int handle) {
    side.removeHead(handle);
    endOrRefill(side, handle);
  }

  private void endOrRefill(BookSide side, int handle) {
    int flags = orders.flags(handle);
    if ((flags & OrderSlab.ICEBERG) != 0 && extras.hidden(handle) > 0) {
      refill(side, handle);
    } else {
      forget(handle);
    }
  }

  /** Takes energy from an order that keeps some and its place; hidden energy goes first. */
  void reduce(int handle, long by) {
    for (int other = next(handle);
        other != OrderSlab.NONE && other != handle;
        other = next(other)) {
      reduceOne(other, by);
    }
    reduceOne(handle, by);
  }

  private void reduceOne(int handle, long by) {
    long rest = by;
    if ((orders.flags(handle) & OrderSlab.ICEBERG) != 0) {
      long hidden = Math.min(rest, extras.hidden(handle));
      extras.hidden(handle, extras.hidden(handle) - hidden);
      rest -= hidden;
    }
    orders.energy(handle, orders.energy(handle) - rest);
    if ((orders.flags(handle) & OrderSlab.CONDITIONAL) != 0) {
      side(handle).conditional.changed(handle);
    }
  }

  private void refill(BookSide side, int handle) {
    long shown = Math.min(extras.peak(handle), extras.hidden(handle));
    extras.hidden(handle, extras.hidden(handle) - shown);
    orders.energy(handle, shown);
    boolean dated = (orders.flags(handle) & OrderSlab.DATED) != 0;
    if (dated) {
      expiries.remove(handle); // its place in time, which orders them too, changes
    }
    orders.sequence(handle, ++lastSequence);
    if (dated) {
      expiries.add(handle);
    }
    side.append(handle, side.sign * orders.price(handle));
  }

  private void forget(int handle) {
    int flags = orders.flags(handle);
    if ((flags & OrderSlab.RARE) != 0) {
      if ((flags & OrderSlab.DATED) != 0) {
        expiries.remove(handle);
      }
      extras.release(handle);
    }
    index.remove(orders.id(handle), handle);
    orders.release(handle);
  }
}
