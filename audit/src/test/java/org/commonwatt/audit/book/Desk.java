package org.commonwatt.audit.book;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonwatt.audit.book.BookOrder.Who;
import org.commonwatt.audit.book.BookStep.Ended;
import org.commonwatt.audit.book.BookStep.Halted;
import org.commonwatt.audit.book.BookStep.Traded;
import org.jspecify.annotations.Nullable;

/** A book under test: orders in few words, steps as lines of text. */
final class Desk {
  /** Lower end of the collar. */
  static final long FLOOR = -1_000;

  static final BookTerms ONE_AREA =
      new BookTerms(List.of("B"), List.of(), List.of(), false, FLOOR, 10, null, 60);

  /** A and B, joined by a link of fee 3 with room for 6 either way. */
  static final BookTerms TWO_AREAS = twoAreas(false);

  private final SlotBook book;
  private long lastId;
  long clock;

  Desk(BookTerms terms) {
    book = new SlotBook(terms);
  }

  static BookTerms twoAreas(boolean fromBid) {
    return new BookTerms(
        List.of("A", "B"),
        List.of(new BookTerms.Link("A", "B", -6, 6, new Fee("A>B", 3, 0))),
        List.of(),
        fromBid,
        FLOOR,
        10,
        null,
        60);
  }

  static BookTerms withBand(long band) {
    return new BookTerms(List.of("B"), List.of(), List.of(), false, FLOOR, 10, band, 60);
  }

  static BookTerms withLevel(long constant, long ppm, boolean fromBid) {
    BookTerms.Level level =
        new BookTerms.Level(new Fee("low", constant, ppm), Set.of("B"), Set.of());
    return new BookTerms(List.of("B"), List.of(), List.of(level), fromBid, FLOOR, 10, null, 60);
  }

  SlotBook book() {
    return book;
  }

  List<String> buy(long energy, long price) {
    return arrive(Wish.buy(energy, price));
  }

  List<String> sell(long energy, long price) {
    return arrive(Wish.sell(energy, price));
  }

  List<String> arrive(Wish wish) {
    return lines(book.arrive(order(wish), clock));
  }

  boolean wouldMeet(Wish wish) {
    return book.wouldMeet(order(wish), clock);
  }

  private BookOrder order(Wish wish) {
    return new BookOrder(
        ++lastId,
        new Who(wish.owner, wish.area, wish.buy),
        wish.price,
        wish.energy,
        wish.qualifiers());
  }

  /** What rests, best first, as {@code id:shown+hidden@price}. */
  List<String> resting(String area, boolean buy) {
    return book.resting(area, buy).stream()
        .map(o -> o.id + ":" + o.shown + (o.hidden > 0 ? "+" + o.hidden : "") + "@" + o.price)
        .toList();
  }

  static List<String> lines(List<BookStep> steps) {
    List<String> lines = new ArrayList<>();
    steps.forEach(step -> lines.add(line(step)));
    return lines;
  }

  private static String line(BookStep step) {
    if (step instanceof Traded t) {
      return t.arriving().id
          + "x"
          + t.resting().id
          + " "
          + t.energyWh()
          + "@"
          + t.priceMicroPerKwh()
          + (t.way().hops().isEmpty() ? "" : " over " + t.way().hops().size());
    } else if (step instanceof Ended e) {
      return e.order().id + (e.leftWh() > 0 ? " loses " : " ends ") + e.energyWh() + " " + e.why();
    } else if (step instanceof Halted h) {
      return h.area() + " halts until " + h.untilMillis() + " at " + h.referenceMicroPerKwh();
    }
    throw new IllegalArgumentException("an unknown step: " + step);
  }

  /** An order to be; every method changes it and returns it. */
  static final class Wish {
    private final boolean buy;
    private final long energy;
    private final long price;
    private String area = "B";
    private @Nullable String owner;
    private boolean market;
    private boolean immediate;
    private boolean fillOrKill;
    private boolean postOnly;
    private long minimum;
    private long peak;
    private SelfTrade mode = SelfTrade.CANCEL_NEWEST;

    private Wish(boolean buy, long energy, long price) {
      this.buy = buy;
      this.energy = energy;
      this.price = price;
    }

    static Wish buy(long energy, long price) {
      return new Wish(true, energy, price);
    }

    static Wish sell(long energy, long price) {
      return new Wish(false, energy, price);
    }

    Wish in(String newArea) {
      area = newArea;
      return this;
    }

    Wish of(String newOwner) {
      owner = newOwner;
      return this;
    }

    Wish of(String newOwner, SelfTrade newMode) {
      mode = newMode;
      return of(newOwner);
    }

    Wish market() {
      market = true;
      return this;
    }

    Wish immediate() {
      immediate = true;
      return this;
    }

    Wish fillOrKill() {
      fillOrKill = true;
      return this;
    }

    Wish postOnly() {
      postOnly = true;
      return this;
    }

    Wish atLeast(long wh) {
      minimum = wh;
      return this;
    }

    Wish allOrNone() {
      return atLeast(Qualifiers.ALL);
    }

    Wish peak(long wh) {
      peak = wh;
      return this;
    }

    private Qualifiers qualifiers() {
      return new Qualifiers(market, immediate, fillOrKill, postOnly, minimum, peak, mode);
    }
  }
}
