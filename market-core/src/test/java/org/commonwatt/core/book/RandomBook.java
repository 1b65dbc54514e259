package org.commonwatt.core.book;

import java.util.List;
import java.util.Random;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;

/** Random commands of all kinds, good and bad, to a book and to the reference book alike. */
final class RandomBook {
  private static final int SLOTS = 3;

  private final Random random;
  private final Setting setting;
  private final ReferenceBook reference;
  private final OrderTicket ticket = new OrderTicket();
  private final EventText events = new EventText();
  private ContinuousBook book;
  private long nextId = 1;
  private long time;

  /**
   * What is traded.
   *
   * @param depth commands that are not cancels become rarer above so many resting orders
   * @param special how many of 100 orders have qualifiers
   */
  record Setting(BookNetwork network, SlotRules rules, int depth, int special) {}

  RandomBook(long seed, Setting setting) {
    this.random = new Random(seed);
    this.setting = setting;
    this.book = new ContinuousBook(setting.network());
    this.reference = new ReferenceBook(setting.network());
    for (int slot = 0; slot < SLOTS - 1; slot++) {
      open(slot);
    }
  }

  ContinuousBook book() {
    return book;
  }

  ReferenceBook reference() {
    return reference;
  }

  List<String> events() {
    return events.take();
  }

  /** Goes on with the book of a snapshot. */
  void restart() {
    book = ContinuousBook.restore(book.snapshot(), setting.network());
  }

  void step() {
    int kind = random.nextInt(1000);
    if (kind < 3) {
      openOrClose(random.nextInt(SLOTS));
    } else if (kind < 20) {
      time += random.nextInt(4);
      book.advanceTo(time, events);
      reference.advanceTo(time);
    } else if (kind < 24) {
      int owner = random.nextInt(7);
      book.cancelAll(owner, events);
      reference.cancelAll(owner);
    } else if (kind < 40) {
      conditions(random.nextInt(SLOTS));
    } else if (kind < 150) {
      long id = someId();
      long energy = random.nextInt(60);
      long price = price();
      book.amend(id, energy, price, events);
      reference.amend(id, energy, price);
    } else if (kind < (reference.size() > setting.depth() ? 800 : 350)) {
      long id = someId();
      book.cancel(id, events);
      reference.cancel(id);
    } else {
      place();
    }
  }

  private void place() {
    long id = random.nextInt(100) == 0 ? someId() : nextId++;
    int area = random.nextInt(300) == 0 ? -1 : random.nextInt(setting.network().areas());
    ticket.start(id, random.nextInt(50) == 0 ? SLOTS - 1 : random.nextInt(SLOTS), area);
    ticket.owner(
        random.nextInt(7), SelfTradeMode.values()[random.nextInt(SelfTradeMode.values().length)]);
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    long energy = random.nextInt(300) == 0 ? random.nextLong() : random.nextInt(50);
    ticket.limit(side, energy, price());
    if (random.nextInt(100) < setting.special()) {
      qualify(side, energy);
    } else if (random.nextInt(6) == 0) {
      ticket.immediateOrCancel();
    }
    book.place(ticket, events);
    reference.place(ticket);
  }

  private void qualify(Side side, long energy) {
    switch (random.nextInt(4)) {
      case 0 -> ticket.goodTill(time + random.nextInt(12));
      case 1 -> ticket.fillOrKill();
      case 2 -> ticket.immediateOrCancel();
      default -> {}
    }
    switch (random.nextInt(6)) {
      case 0 -> ticket.allOrNone();
      case 1 -> ticket.minimum(random.nextInt(30));
      case 2 -> ticket.peak(1 + random.nextInt(12));
      case 3 -> ticket.postOnly();
      case 4 -> {
        ticket.market(side, energy);
        if (random.nextBoolean()) {
          ticket.immediateOrCancel();
        }
      }
      default -> {}
    }
  }

  private void conditions(int slot) {
    if (!book.isOpen(slot)) {
      return;
    }
    int links = setting.network().links().size();
    if (links > 0 && random.nextBoolean()) {
      int link = random.nextInt(links);
      long flow = random.nextInt(41) - 20;
      LinkLimits limits =
          new LinkLimits(flow - random.nextInt(60), flow + random.nextInt(60), flow);
      book.limitLink(slot, link, limits);
      reference.limitLink(slot, link, limits);
    } else if (random.nextInt(4) == 0) {
      int area = random.nextInt(setting.network().areas());
      long price = price();
      book.refer(slot, area, price);
      reference.refer(slot, area, price);
    }
  }

  private void openOrClose(int slot) {
    if (book.isOpen(slot)) {
      book.closeSlot(slot, events);
      reference.closeSlot(slot);
    } else {
      open(slot);
    }
  }

  private void open(int slot) {
    book.openSlot(slot, setting.rules());
    reference.openSlot(slot, setting.rules());
  }

  private long price() {
    int kind = random.nextInt(400);
    if (kind == 0) {
      return random.nextLong();
    }
    if (kind < 8) {
      return random.nextInt(400_001) - 200_000;
    }
    return (random.nextInt(21) - 8 + random.nextInt(6)) * 2L;
  }

  private long someId() {
    return Math.max(1, nextId - random.nextInt(2 * setting.depth()));
  }
}
