package org.commonwatt.audit.book;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.commonwatt.audit.book.BookStep.Ended;
import org.commonwatt.audit.book.BookStep.Halted;
import org.commonwatt.audit.book.BookStep.Traded;
import org.commonwatt.audit.book.BookStep.Why;
import org.jspecify.annotations.Nullable;

/** One order arriving: it trades with the best order it can, and again, until it cannot. */
final class Arrival {
  private final BookState book;
  private final BookOrder order;
  private final long clock;
  private final int maxTrades;
  private final List<BookStep> steps = new ArrayList<>();
  private final Comparator<Match> best;
  private long tradedWh;
  private int trades;
  private boolean limited; // it made all the trades that it may, and could make another
  private boolean over; // what is left of the order was cancelled on the way
  private @Nullable Long bound; // of a market order, once it met one

  /**
   * An arrival that has not begun.
   *
   * @param maxTrades how many trades it makes at most
   */
  Arrival(BookState book, BookOrder order, long clock, int maxTrades) {
    this.book = book;
    this.order = order;
    this.clock = clock;
    this.maxTrades = maxTrades;
    Comparator<Match> byPrice = Comparator.comparingLong(Match::own);
    this.best =
        (order.buy ? byPrice : byPrice.reversed())
            .thenComparingLong(match -> order.buy ? 0 : -match.resting().price)
            .thenComparingLong(match -> match.resting().place)
            .thenComparingLong(match -> match.way().feeAt(match.price()))
            .thenComparing(Match::way);
  }

  /**
   * A resting order that the arriving one can trade with.
   *
   * @param price what the trade's price would be
   * @param own what the arriving order would pay or get with it, per kWh
   */
  private record Match(BookOrder resting, Way way, long price, long own) {}

  /** Whether the order would meet any other; nothing is changed. */
  static boolean meetsAny(BookState book, BookOrder order, long clock) {
    return new Arrival(book, order, clock, 0).next() != null;
  }

  /** Lets the order arrive and rest as its qualifiers say; returns what happens. */
  List<BookStep> run() {
    book.begin();
    long due = order.due();
    walk();
    if (tradedWh < due) { // it has met nobody
      book.takeBack();
      steps.clear();
      over = false;
      if (limited) {
        end(order, Why.TRADE_LIMIT);
      }
    }
    settleRest();
    return steps;
  }

  /**
   * Lets the order trade all of its energy behind what happened since {@link BookState#begin}.
   *
   * @return what happens, null when it does not get all; then all must be taken back
   */
  @Nullable List<BookStep> fill() {
    long wanted = order.left();
    walk();
    return tradedWh == wanted ? steps : null;
  }

  private void settleRest() {
    if (over || order.left() == 0) {
      return;
    }
    if (order.isImmediate()) {
      end(order, Why.UNFILLED);
      return;
    }
    long peak = order.qualifiers.peakWh() == 0 ? order.left() : order.qualifiers.peakWh();
    long shown = Math.min(peak, order.left());
    book.setEnergy(order, shown, order.left() - shown);
    book.add(order);
  }

  private void walk() {
    while (order.left() > 0 && !over) {
      Match match = next();
      if (match == null) {
        return;
      }
      if (trades == maxTrades) {
        limited = true;
        end(order, Why.TRADE_LIMIT);
        return;
      }
      if (bound == null && order.qualifiers.market()) {
        long protection = book.terms.protectionMicroPerKwh();
        bound = order.buy ? match.own() + protection : match.own() - protection;
      }
      meet(match);
    }
  }

  private void meet(Match match) {
    BookOrder resting = match.resting();
    if (resting.isOf(order.owner)) {
      preventSelfTrade(resting);
    } else if (book.isBeyondBand(resting.area, match.price())) {
      book.setReference(resting.area, match.price());
      long until = Math.addExact(clock, book.terms.haltMillis());
      book.halt(resting.area, until);
      steps.add(new Halted(resting.area, until, match.price()));
      end(order, Why.HALT);
    } else {
      trade(match);
    }
  }

  private void trade(Match match) {
    if (!match.resting().rivals.isEmpty()) {
      book.choose(match.resting());
      steps.add(new BookStep.Chosen(match.resting()));
    }
    long energy = fill(match.resting(), match.way());
    book.flow(match.way(), energy);
    book.setReference(match.resting().area, match.price());
    steps.add(new Traded(order, match.resting(), match.way(), energy, match.price()));
    book.take(match.resting(), energy);
    book.setEnergy(order, order.shown - energy, 0);
    tradedWh += energy;
    trades++;
  }

  private void preventSelfTrade(BookOrder resting) {
    switch (order.qualifiers.selfTrade()) {
      case CANCEL_NEWEST:
        end(order, Why.SELF_TRADE);
        break;
      case CANCEL_OLDEST:
        steps.add(new Ended(resting, resting.left(), 0, Why.SELF_TRADE));
        book.remove(resting);
        break;
      default:
        decrement(resting);
    }
  }

  private void decrement(BookOrder resting) {
    long energy = Math.min(order.left(), resting.left());
    book.reduce(resting, resting.left() - energy);
    book.setEnergy(order, order.shown - energy, 0);
    steps.add(new Ended(resting, energy, resting.left(), Why.SELF_TRADE));
    steps.add(new Ended(order, energy, order.left(), Why.SELF_TRADE));
  }

  private void end(BookOrder ended, Why why) {
    steps.add(new Ended(ended, ended.left(), 0, why));
    over = true;
  }

  private long fill(BookOrder resting, Way way) {
    return Math.min(Math.min(order.left(), resting.shown), book.room(way));
  }

  /** The best order to trade with over the best way, null when there is none. */
  private @Nullable Match next() {
    Match found = null;
    for (String area : book.terms.areas()) {
      if (book.isHalted(area) || book.queue(area, !order.buy).isEmpty()) {
        continue;
      }
      for (Way way : order.buy ? book.ways(area, order.area) : book.ways(order.area, area)) {
        Match match = firstOver(way, area);
        if (match != null && (found == null || best.compare(match, found) < 0)) {
          found = match;
        }
      }
    }
    return found;
  }

  /**
   * Over one way the order of best price and time is the best, because fees grow with the price.
   */
  private @Nullable Match firstOver(Way way, String area) {
    if (book.room(way) <= 0) {
      return null;
    }
    for (BookOrder resting : book.queue(area, !order.buy)) {
      long price =
          order.buy || !book.terms.fromBid() ? resting.price : way.priceWithin(resting.price);
      long fee = way.feeAt(price);
      Match match = new Match(resting, way, price, order.buy ? price + fee : price);
      if (!isWithinLimit(match)) {
        return null;
      }
      boolean suits = resting.likes(order) && order.likes(resting);
      if (suits && resting.takes(fill(resting, way))) {
        return match;
      }
    }
    return null;
  }

  private boolean isWithinLimit(Match match) {
    if (match.price() < book.terms.minPriceMicroPerKwh()) {
      return false; // fees leave less of the bid than the collar permits
    }
    if (order.qualifiers.market()) {
      return bound == null || (order.buy ? match.own() <= bound : match.own() >= bound);
    }
    if (!order.buy) {
      return match.price() >= order.price;
    }
    return (book.terms.fromBid() ? match.own() : match.price()) <= order.price;
  }
}
