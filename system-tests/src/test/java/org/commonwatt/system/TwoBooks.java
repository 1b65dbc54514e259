package org.commonwatt.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commonwatt.audit.book.BookOrder;
import org.commonwatt.audit.book.BookStep;
import org.commonwatt.audit.book.BookTerms;
import org.commonwatt.audit.book.Fee;
import org.commonwatt.audit.book.Qualifiers;
import org.commonwatt.audit.book.SlotBook;
import org.commonwatt.audit.book.Way;
import org.commonwatt.core.book.BookLink;
import org.commonwatt.core.book.BookNetwork;
import org.commonwatt.core.book.BookRejection;
import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.core.book.LinkLimits;
import org.commonwatt.core.book.OrderTicket;
import org.commonwatt.core.book.SlotRules;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;

/** The market's book and the audit's side by side: one slot, the same commands, events as text. */
final class TwoBooks {
  private static final int SLOT = 0;

  private final BookNetwork network;
  private final SlotRules rules;
  private final ContinuousBook market;
  private final SlotBook audit;
  private final OrderTicket ticket = new OrderTicket();
  private final int maxTrades;
  private long clock;

  /**
   * Both books, empty.
   *
   * @param maxTrades how many trades one arriving order makes
   */
  TwoBooks(BookNetwork network, SlotRules rules, List<LinkLimits> limits, int maxTrades) {
    this.network = network;
    this.rules = rules;
    this.maxTrades = maxTrades;
    this.market = new ContinuousBook(network, ContinuousBook.DEFAULT_MAX_ORDERS, maxTrades);
    this.audit = new SlotBook(terms(limits));
    market.openSlot(SLOT, rules);
    for (int l = 0; l < limits.size(); l++) {
      market.limitLink(SLOT, l, limits.get(l));
      audit.addFlow(l, limits.get(l).flowWh());
    }
  }

  /**
   * An order to be placed in both.
   *
   * @param owner 0 for none
   */
  record Wish(
      long id, int owner, int area, boolean buy, long price, long energy, Qualifiers qualifiers) {}

  /** Sets the reference of an area in both. */
  void refer(int area, long price) {
    market.refer(SLOT, area, price);
    audit.setReference(name(area), price);
  }

  /** What the market does with an order, then what the audit does. */
  List<List<String>> place(Wish wish) {
    List<String> found = new ArrayList<>();
    market.place(ticket(wish), new BookText(market, found));
    List<String> expected = new ArrayList<>();
    BookOrder order = order(wish, wish.price(), wish.energy());
    if (audit.isHalted(name(wish.area()))) {
      expected.add("rejected " + wish.id() + " " + BookRejection.PRODUCT_HALTED);
    } else if (wish.qualifiers().postOnly() && audit.wouldMeet(order, clock)) {
      expected.add("rejected " + wish.id() + " " + BookRejection.POST_ONLY_WOULD_TRADE);
    } else {
      expected.add("accepted " + wish.id());
      arrive(order, expected);
    }
    return List.of(found, expected);
  }

  List<List<String>> cancel(Wish wish) {
    List<String> found = new ArrayList<>();
    market.cancel(wish.id(), new BookText(market, found));
    BookOrder resting = audit.order(wish.id());
    if (resting == null) {
      return List.of(found, List.of("rejected " + wish.id() + " " + BookRejection.UNKNOWN_ORDER));
    }
    audit.remove(resting);
    return List.of(found, List.of("cancelled " + wish.id() + " " + resting.left() + " BY_OWNER"));
  }

  List<List<String>> amend(Wish wish, long energy, long price) {
    List<String> found = new ArrayList<>();
    market.amend(wish.id(), energy, price, new BookText(market, found));
    List<String> expected = new ArrayList<>();
    BookOrder resting = audit.order(wish.id());
    BookOrder order = order(wish, price, energy);
    if (resting == null) {
      expected.add("rejected " + wish.id() + " " + BookRejection.UNKNOWN_ORDER);
    } else if (resting.price() == price && energy <= resting.left()) {
      expected.add("amended " + wish.id() + " " + price + " " + energy);
      audit.reduce(resting, energy);
    } else if (audit.isHalted(name(wish.area()))) {
      expected.add("rejected " + wish.id() + " " + BookRejection.PRODUCT_HALTED);
    } else if (wish.qualifiers().postOnly() && audit.wouldMeet(order, clock)) {
      expected.add("rejected " + wish.id() + " " + BookRejection.POST_ONLY_WOULD_TRADE);
    } else {
      expected.add("amended " + wish.id() + " " + price + " " + energy);
      audit.remove(resting);
      arrive(order, expected);
    }
    return List.of(found, expected);
  }

  List<List<String>> advance(long millis) {
    clock += millis;
    List<String> found = new ArrayList<>();
    market.advanceTo(clock, new BookText(market, found));
    List<String> expected = new ArrayList<>();
    for (int area = 0; area < network.areas(); area++) {
      Long until = audit.haltedUntil(name(area));
      if (until != null && until <= clock) {
        audit.resume(name(area));
        expected.add("resumed " + area);
      }
    }
    return List.of(found, expected);
  }

  /** What is open, by id: from the market and from the audit. */
  List<List<String>> open(int lastId) {
    List<String> found = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (long id = 1; id <= lastId; id++) {
      found.add(id + " " + market.openEnergy(id));
      BookOrder order = audit.order(id);
      expected.add(id + " " + (order == null ? 0 : order.left()));
    }
    return List.of(found, expected);
  }

  private OrderTicket ticket(Wish wish) {
    Qualifiers q = wish.qualifiers();
    Side side = wish.buy() ? Side.BUY : Side.SELL;
    ticket.start(wish.id(), SLOT, wish.area());
    if (q.market()) {
      ticket.market(side, wish.energy());
    } else {
      ticket.limit(side, wish.energy(), wish.price());
    }
    ticket.owner(wish.owner(), SelfTradeMode.values()[q.selfTrade().ordinal()]);
    if (q.immediate()) {
      ticket.immediateOrCancel();
    }
    if (q.fillOrKill()) {
      ticket.fillOrKill();
    }
    if (q.postOnly()) {
      ticket.postOnly();
    }
    if (q.minimumWh() == Qualifiers.ALL) {
      ticket.allOrNone();
    } else if (q.minimumWh() > 0) {
      ticket.minimum(q.minimumWh());
    }
    return q.peakWh() > 0 ? ticket.peak(q.peakWh()) : ticket;
  }

  private static BookOrder order(Wish wish, long price, long energy) {
    String owner = wish.owner() == 0 ? null : "p" + wish.owner();
    BookOrder.Who who = new BookOrder.Who(owner, name(wish.area()), wish.buy());
    return new BookOrder(wish.id(), who, price, energy, wish.qualifiers());
  }

  private void arrive(BookOrder order, List<String> out) {
    for (BookStep step : audit.arrive(order, clock, maxTrades)) {
      if (step instanceof BookStep.Traded t) {
        List<Integer> links = t.way().hops().stream().map(Way.Hop::link).toList();
        long fee = t.way().feeAt(t.priceMicroPerKwh());
        out.add(
            "traded %d %d %d %d fee %d over %s"
                .formatted(
                    t.arriving().id(),
                    t.resting().id(),
                    t.priceMicroPerKwh(),
                    t.energyWh(),
                    fee,
                    links));
      } else if (step instanceof BookStep.Ended e && e.leftWh() > 0) {
        out.add("reduced " + e.order().id() + " " + e.energyWh());
      } else if (step instanceof BookStep.Ended e) {
        out.add("cancelled " + e.order().id() + " " + e.energyWh() + " " + reason(e.why()));
      } else if (step instanceof BookStep.Halted h) {
        out.add("halted " + h.area().substring(1) + " " + h.referenceMicroPerKwh());
      }
    }
  }

  private static CancelReason reason(BookStep.Why why) {
    return switch (why) {
      case UNFILLED -> CancelReason.UNFILLED;
      case SELF_TRADE -> CancelReason.SELF_TRADE;
      case HALT -> CancelReason.HALTED;
      case TRADE_LIMIT -> CancelReason.TRADE_LIMIT;
    };
  }

  private static String name(int area) {
    return "a" + area;
  }

  private BookTerms terms(List<LinkLimits> limits) {
    List<BookTerms.Link> links = new ArrayList<>();
    for (int l = 0; l < limits.size(); l++) {
      BookLink link = network.links().get(l);
      Fee fee = new Fee("l" + l, link.fee().constantMicroPerKwh(), link.fee().ppm());
      links.add(
          new BookTerms.Link(
              name(link.from()),
              name(link.to()),
              limits.get(l).minFlowWh(),
              limits.get(l).maxFlowWh(),
              fee));
    }
    List<BookTerms.Level> levels = new ArrayList<>();
    for (int level = 0; level < network.levels().size(); level++) {
      levels.add(level(level));
    }
    return new BookTerms(
        IntStream.range(0, network.areas()).mapToObj(TwoBooks::name).toList(),
        links,
        levels,
        network.feeMode() == FeeMode.FROM_BID,
        rules.minPriceMicroPerKwh(),
        rules.protectionMicroPerKwh(),
        rules.bandMicroPerKwh() == 0 ? null : (Long) rules.bandMicroPerKwh(),
        rules.haltMillis());
  }

  private BookTerms.Level level(int level) {
    Set<String> areas =
        IntStream.range(0, network.areas())
            .filter(area -> network.areaLevels().get(area) == level)
            .mapToObj(TwoBooks::name)
            .collect(Collectors.toSet());
    Set<Integer> links = new TreeSet<>();
    for (int l = 0; l < network.links().size(); l++) {
      if (network.links().get(l).level() == level) {
        links.add(l);
      }
    }
    Fee fee =
        new Fee(
            "v" + level,
            network.levels().get(level).constantMicroPerKwh(),
            network.levels().get(level).ppm());
    return new BookTerms.Level(fee, areas, links);
  }
}
