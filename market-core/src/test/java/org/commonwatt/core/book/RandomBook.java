package org.commonwatt.core.book;

import java.util.ArrayList;
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
  private final OrderTicket used = new OrderTicket(); // again and again, as a caller would
  private final EventText events = new EventText();
  private final List<Command> commands = new ArrayList<>();
  private final boolean recording;
  private ContinuousBook book;
  private long nextId = 1;
  private long time;

  /**
   * What is traded.
   *
   * @param depth commands that are not cancels become rarer above so many resting orders
   * @param special how many of 100 orders have qualifiers
   * @param mix what the commands are
   * @param maxTrades how many trades one arriving order makes
   */
  record Setting(
      BookNetwork network, SlotRules rules, int depth, int special, Mix mix, int maxTrades) {
    Setting(BookNetwork network, SlotRules rules, int depth, int special, Mix mix) {
      this(network, rules, depth, special, mix, ContinuousBook.MAX_TRADES);
    }

    Setting(BookNetwork network, SlotRules rules, int depth, int special) {
      this(network, rules, depth, special, Mix.USUAL);
    }

    ContinuousBook emptyBook() {
      return new ContinuousBook(network, ContinuousBook.DEFAULT_MAX_ORDERS, maxTrades);
    }
  }

  /**
   * What the commands are.
   *
   * @param amend how many of 1000 are amendments
   * @param cancel how many of 1000 are cancels while the book is not deep
   * @param living whether both name orders that rest, and not any of the last ids
   * @param minimum how many of 100 orders with qualifiers are all-or-none or have a minimum at
   *     least
   * @param remainder how many of 100 orders with qualifiers are remainders
   * @param preferences how many of 100 orders have several limits; others declare sources then
   * @param patient whether slots stay open, few prices cross, and orders with qualifiers neither
   *     are immediate nor end
   */
  record Mix(
      int amend,
      int cancel,
      boolean living,
      int minimum,
      int remainder,
      boolean patient,
      int preferences) {
    static final Mix USUAL = new Mix(110, 200, false, 0, 0, false, 0);
    static final Mix AMENDING = new Mix(350, 60, true, 60, 20, false, 0);
    static final Mix MINIMA = new Mix(60, 20, true, 97, 5, true, 0);
    static final Mix PREFERENCES = new Mix(60, 120, true, 10, 5, false, 35);
  }

  /** A command to a book, which can be given again. */
  interface Command {
    void give(ContinuousBook book, BookSink sink);

    /** Whether it opens a slot, the only thing that may need memory once a book is warm. */
    default boolean opens() {
      return false;
    }
  }

  RandomBook(long seed, Setting setting) {
    this(seed, setting, false);
  }

  /**
   * Begins to trade.
   *
   * @param recording whether {@link #commands} keeps the commands
   */
  RandomBook(long seed, Setting setting, boolean recording) {
    this.random = new Random(seed);
    this.setting = setting;
    this.recording = recording;
    this.book = setting.emptyBook();
    this.reference = new ReferenceBook(setting.network(), setting.maxTrades());
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

  List<Command> commands() {
    return commands;
  }

  List<String> events() {
    return events.take();
  }

  /** Goes on with the book of a snapshot. */
  void restart() {
    book = ContinuousBook.restore(book.snapshot(), setting.network(), setting.maxTrades());
  }

  void step() {
    int kind = random.nextInt(1000) - 40;
    if (kind < 0) {
      happen(kind + 40);
    } else {
      ofOneOrder(kind);
    }
  }

  /** A step that is a command about one order. */
  void stepOfOneOrder() {
    ofOneOrder(random.nextInt(960));
  }

  /** Orders that rest without trading, up to the largest prices, a third of them at one price. */
  void fill(int orders) {
    for (int i = 0; i < orders; i++) {
      OrderTicket ticket = recording ? new OrderTicket() : used;
      ticket.start(nextId++, random.nextInt(SLOTS - 1), random.nextInt(setting.network().areas()));
      ticket.owner(random.nextInt(7), SelfTradeMode.CANCEL_NEWEST);
      Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
      long distance = random.nextInt(3) == 0 ? 100_000 : 50 + random.nextInt(149_951);
      ticket.limit(side, 20 + random.nextInt(30), side == Side.BUY ? -distance : distance);
      if (random.nextInt(4) == 0) {
        ticket.peak(1 + random.nextInt(12));
      }
      give((to, sink) -> to.place(ticket, sink));
      reference.place(ticket);
    }
  }

  private void ofOneOrder(int kind) {
    int amend = setting.mix().amend();
    int cancel = reference.size() > setting.depth() ? 760 - amend : setting.mix().cancel();
    if (kind < amend) {
      long id = setting.mix().living() ? livingId() : someId();
      long energy = random.nextInt(60);
      long price = price();
      give((to, sink) -> to.amend(id, energy, price, sink));
      reference.amend(id, energy, price);
    } else if (kind < amend + cancel) {
      long id = setting.mix().living() ? livingId() : someId();
      give((to, sink) -> to.cancel(id, sink));
      reference.cancel(id);
    } else {
      place();
    }
  }

  /** What is no command about one order. */
  private void happen(int kind) {
    if (kind < 3 && !setting.mix().patient()) {
      openOrClose(random.nextInt(SLOTS));
    } else if (kind < 20) {
      time += random.nextInt(4);
      long now = time;
      give((to, sink) -> to.advanceTo(now, sink));
      reference.advanceTo(time);
    } else if (kind < 24) {
      int owner = random.nextInt(7);
      give((to, sink) -> to.cancelAll(owner, sink));
      reference.cancelAll(owner);
    } else {
      conditions(random.nextInt(SLOTS));
    }
  }

  private void give(Command command) {
    if (recording) {
      commands.add(command);
    }
    command.give(book, events);
  }

  /** An order of one to four limits, each with what it accepts. */
  private void prefer() {
    long id = nextId++;
    int slot = random.nextInt(SLOTS);
    int area = random.nextInt(setting.network().areas());
    int owner = random.nextInt(7);
    SelfTradeMode mode = SelfTradeMode.values()[random.nextInt(SelfTradeMode.values().length)];
    Side side = random.nextInt(4) == 0 ? Side.SELL : Side.BUY;
    long energy = random.nextInt(50);
    boolean immediate = random.nextInt(5) == 0;
    List<OrderTicket> alternatives = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      OrderTicket ticket =
          new OrderTicket().start(id, slot, area).owner(owner, mode).limit(side, energy, price());
      if (random.nextInt(3) > 0) {
        ticket.acceptsSources(1 + random.nextInt(7));
      }
      if (random.nextInt(3) == 0) {
        ticket.acceptsArea(random.nextInt(setting.network().areas()));
      }
      if (random.nextInt(40) == 0) {
        ticket.minimum(1 + random.nextInt(9));
      }
      alternatives.add(immediate ? ticket.immediateOrCancel() : ticket);
    }
    give((to, sink) -> to.place(alternatives, sink));
    reference.place(alternatives);
  }

  private void place() {
    int preferences = setting.mix().preferences();
    if (preferences > 0 && random.nextInt(100) < preferences) {
      prefer();
      return;
    }
    OrderTicket ticket = recording ? new OrderTicket() : used;
    long id = random.nextInt(100) == 0 ? someId() : nextId++;
    int area = random.nextInt(300) == 0 ? -1 : random.nextInt(setting.network().areas());
    ticket.start(id, random.nextInt(50) == 0 ? SLOTS - 1 : random.nextInt(SLOTS), area);
    ticket.owner(
        random.nextInt(7), SelfTradeMode.values()[random.nextInt(SelfTradeMode.values().length)]);
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    long energy = random.nextInt(300) == 0 ? random.nextLong() : random.nextInt(50);
    long apart = setting.mix().patient() ? random.nextInt(100) : 0;
    ticket.limit(side, energy, price() + (side == Side.BUY ? -apart : apart));
    if (random.nextInt(100) < setting.special()) {
      qualify(ticket, side, energy);
    } else if (random.nextInt(6) == 0) {
      ticket.immediateOrCancel();
    }
    if (preferences > 0 && random.nextInt(3) > 0) {
      ticket.declares(1 + random.nextInt(3));
    }
    give((to, sink) -> to.place(ticket, sink));
    reference.place(ticket);
  }

  private void qualify(OrderTicket ticket, Side side, long energy) {
    Mix mix = setting.mix();
    if (mix.remainder() > 0 && random.nextInt(100) < mix.remainder()) {
      ticket.remainder();
    }
    switch (mix.patient() ? -1 : random.nextInt(4)) {
      case 0 -> ticket.goodTill(time + random.nextInt(12));
      case 1 -> ticket.fillOrKill();
      case 2 -> ticket.immediateOrCancel();
      default -> {}
    }
    boolean minimum = mix.minimum() > 0 && random.nextInt(100) < mix.minimum();
    switch (random.nextInt(minimum ? 2 : 6)) {
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
      give((to, sink) -> to.limitLink(slot, link, limits));
      reference.limitLink(slot, link, limits);
    } else if (random.nextInt(4) == 0) {
      int area = random.nextInt(setting.network().areas());
      long price = price();
      give((to, sink) -> to.refer(slot, area, price));
      reference.refer(slot, area, price);
    }
  }

  private void openOrClose(int slot) {
    if (book.isOpen(slot)) {
      give((to, sink) -> to.closeSlot(slot, sink));
      reference.closeSlot(slot);
    } else {
      open(slot);
    }
  }

  private void open(int slot) {
    give(new Opening(slot, setting.rules()));
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

  private record Opening(int slot, SlotRules rules) implements Command {
    @Override
    public void give(ContinuousBook book, BookSink sink) {
      book.openSlot(slot, rules);
    }

    @Override
    public boolean opens() {
      return true;
    }
  }

  private long livingId() {
    return reference.size() == 0 ? someId() : reference.id(random.nextInt(reference.size()));
  }

  private long someId() {
    return Math.max(1, nextId - random.nextInt(2 * setting.depth()));
  }
}
