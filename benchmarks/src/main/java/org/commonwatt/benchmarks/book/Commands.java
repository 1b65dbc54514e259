package org.commonwatt.benchmarks.book;

import java.util.Random;
import org.commonwatt.core.book.BookNetwork;
import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.core.book.OrderTicket;
import org.commonwatt.core.book.SlotRules;
import org.commonwatt.model.Side;

/**
 * A deterministic stream: 60 % limit orders, 30 % cancels of resting orders, 10 % immediate orders,
 * in random products; immediate orders are as large as keeps each product near its depth.
 */
final class Commands {
  static final byte LIMIT = 0;
  static final byte CANCEL = 1;
  static final byte IMMEDIATE = 2;
  static final int USERS = 1_000;

  /** Prices are within this of the middle, and the middle stays above it. */
  static final int REACH = 100;

  static final int MIDDLE = 100_000;

  /** The most energy of a command. */
  static final int LARGEST = 120;

  final int products;
  final byte[] kinds;
  final byte[] sides;
  final short[] product;
  final short[] users;
  final int[] energies;
  final int[] prices;
  final long[] ids;

  private Commands(int count, int products) {
    this.products = products;
    this.kinds = new byte[count];
    this.sides = new byte[count];
    this.product = new short[count];
    this.users = new short[count];
    this.energies = new int[count];
    this.prices = new int[count];
    this.ids = new long[count];
  }

  /** A stream of commands over products with so many resting orders each. */
  static Commands make(int count, int products, int depth) {
    Commands commands = new Commands(count, products);
    commands.fill(depth);
    return commands;
  }

  int count() {
    return kinds.length;
  }

  /**
   * The same commands, product after product: they do the same, since no command touches two
   * products, but what one product needs stays in the caches.
   */
  Commands productAfterProduct() {
    Commands sorted = new Commands(count(), products);
    int next = 0;
    for (int p = 0; p < products; p++) {
      for (int i = 0; i < count(); i++) {
        if (product[i] == p) {
          sorted.kinds[next] = kinds[i];
          sorted.energies[next] = energies[i];
          sorted.ids[next] = ids[i];
          sorted.product[next] = product[i];
          sorted.users[next] = users[i];
          sorted.sides[next] = sides[i];
          sorted.prices[next] = prices[i];
          next++;
        }
      }
    }
    return sorted;
  }

  private void fill(int depth) {
    Random random = new Random(7);
    ContinuousBook book = OwnBook.empty(products);
    VolumeSink sink = new VolumeSink();
    OrderTicket ticket = new OrderTicket();
    int[] resting = new int[count()]; // commands that may rest, by place
    int candidates = 0;
    for (int i = 0; i < count(); i++) {
      int kind = random.nextInt(10);
      boolean full = book.size() >= depth * products;
      kinds[i] = kind < 6 ? LIMIT : kind < 9 && candidates > depth / 2 ? CANCEL : IMMEDIATE;
      sides[i] = (byte) random.nextInt(2);
      product[i] = (short) random.nextInt(products);
      users[i] = (short) (1 + random.nextInt(USERS));
      int offset = 1 + random.nextInt(REACH);
      boolean buys = sides[i] == 0;
      ids[i] = i + 1L;
      if (kinds[i] == LIMIT) {
        energies[i] = 1 + random.nextInt(20);
        prices[i] = MIDDLE + (buys ? -offset : offset);
        resting[candidates++] = i;
      } else if (kinds[i] == IMMEDIATE) {
        energies[i] = 1 + random.nextInt(full ? LARGEST : 10);
        prices[i] = MIDDLE + (buys ? REACH : -REACH);
      } else {
        while (kinds[i] == CANCEL && prices[i] == 0) {
          int at = random.nextInt(candidates);
          int target = resting[at];
          resting[at] = resting[--candidates];
          if (book.openEnergy(ids[target]) > 0 || candidates == 0) {
            copy(target, i);
          }
        }
      }
      OwnBook.apply(this, i, book, ticket, sink);
    }
  }

  private void copy(int from, int to) {
    ids[to] = ids[from];
    product[to] = product[from];
    users[to] = users[from];
    sides[to] = sides[from];
    prices[to] = prices[from];
  }

  static SlotRules rules() {
    return SlotRules.plain(MIDDLE - 2 * REACH, MIDDLE + 2 * REACH);
  }

  static BookNetwork network() {
    return BookNetwork.SINGLE;
  }

  Side side(int command) {
    return sides[command] == 0 ? Side.BUY : Side.SELL;
  }
}
