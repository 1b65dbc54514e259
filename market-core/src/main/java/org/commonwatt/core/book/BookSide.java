package org.commonwatt.core.book;

/**
 * The resting orders of one side of a product. Plain orders and icebergs stand in queues on a price
 * ladder; orders with a minimum stand in a list of their own, so that the queues never hold an
 * order that an arriving one has to pass over.
 */
final class BookSide {
  final PriceLadder ladder;
  final ConditionalList conditional;

  /** +1 for sells, −1 for buys: rank = sign × price. */
  final int sign;

  /** Whether the queues alone decide what an arriving order meets: no conditions, ways or halts. */
  boolean plain;

  private final LevelPool pool;
  private final OrderSlab slab;
  private final long tick; // the rules' own, copied to be in the cache with the rest
  private final long minPrice;
  private final long maxPrice;
  private final boolean plainRules;
  private final long energyLimit;
  private long acceptedEnergy; // 0 while nothing is taken, so that one comparison tells

  BookSide(int sign, Shared shared, SlotRules rules, ProductLimits limits) {
    this.sign = sign;
    this.pool = shared.levels();
    this.slab = shared.orders();
    this.tick = rules.tickMicroPerKwh();
    this.minPrice = rules.minPriceMicroPerKwh();
    this.maxPrice = rules.maxPriceMicroPerKwh();
    this.ladder = new PriceLadder(pool, rules.tickMicroPerKwh());
    this.conditional = new ConditionalList(shared, sign);
    this.plainRules = !limits.routed() && rules.bandMicroPerKwh() == 0;
    this.plain = plainRules;
    this.energyLimit = limits.maxEnergyWh();
    this.acceptedEnergy = energyLimit;
  }

  /** Whether price and energy of a limit order are within the rules, and the product trades. */
  boolean takes(long price, long energy) {
    return energy > 0
        && energy <= acceptedEnergy
        && price >= minPrice
        && price <= maxPrice
        && (tick == 1 || price % tick == 0);
  }

  void accept(boolean accepting) {
    acceptedEnergy = accepting ? energyLimit : 0;
  }

  /** The first order of the best level; there must be one. */
  int head() {
    return (int) (pool.cells[ladder.bestCell()] >>> 32);
  }

  /** The first order of a level that is there. */
  int head(long rank) {
    return (int) (pool.cells[ladder.cell(rank)] >>> 32);
  }

  boolean isEmpty() {
    return ladder.best() == PriceLadder.NO_RANK && conditional.size() == 0;
  }

  /** Puts an order at the end of its price's queue. */
  void append(int handle, long rank) {
    int cell = ladder.enter(rank);
    long level = pool.cells[cell];
    int tail = (int) level;
    slab.links(handle, OrderSlab.NONE, tail);
    if (tail == OrderSlab.NONE) {
      pool.cells[cell] = OrderSlab.links(handle, handle);
    } else {
      slab.next(tail, handle);
      pool.cells[cell] = level & ~0xFFFFFFFFL | handle;
    }
  }

  /** Takes the first order of the best level off its queue. */
  void removeHead(int handle) {
    int cell = ladder.bestCell();
    int next = slab.next(handle);
    if (next == OrderSlab.NONE) {
      ladder.leave(ladder.best(), cell);
    } else {
      slab.previous(next, OrderSlab.NONE);
      pool.cells[cell] = pool.cells[cell] & 0xFFFFFFFFL | (long) next << 32;
    }
  }

  void addConditional(int handle) {
    conditional.add(handle);
    plain = false;
  }

  void removeConditional(int handle) {
    conditional.remove(handle);
    plain = plainRules && conditional.size() == 0;
  }

  /** Takes the first or last order of a price off its queue. */
  void removeEnd(int handle, int next, int previous) {
    long rank = sign * slab.price(handle);
    int cell = ladder.cell(rank);
    if (next == previous) { // both none: the only order of its price
      ladder.leave(rank, cell);
    } else if (previous == OrderSlab.NONE) {
      slab.previous(next, OrderSlab.NONE);
      pool.cells[cell] = pool.cells[cell] & 0xFFFFFFFFL | (long) next << 32;
    } else {
      slab.next(previous, OrderSlab.NONE);
      pool.cells[cell] = pool.cells[cell] & ~0xFFFFFFFFL | previous;
    }
  }
}
