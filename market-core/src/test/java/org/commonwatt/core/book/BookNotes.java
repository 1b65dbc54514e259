package org.commonwatt.core.book;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.model.CancelReason;

/** What kinds of things happened in random books, so that a test can say what it reached. */
final class BookNotes {
  /** Random books have no limit, and no energy below the largest that is too much money. */
  private static final Set<BookRejection> NEVER =
      EnumSet.of(BookRejection.BOOK_FULL, BookRejection.MONEY_TOO_LARGE);

  /** Why an order ends that the market has the book cancel: the book does not know of it. */
  static final Set<CancelReason> OF_THE_MARKET =
      EnumSet.of(CancelReason.NOT_RENEWED, CancelReason.HANDED_OVER, CancelReason.ACCOUNT_FROZEN);

  private static final String REFILL = "refill";

  private final Set<String> kinds = new TreeSet<>();

  /** The kinds that random books of all settings reach, whose orders may make many trades. */
  static Set<String> reachable() {
    Set<String> all =
        new TreeSet<>(List.of("accepted", "traded", "amended", "reduced", "halted", "resumed"));
    EnumSet.complementOf(EnumSet.copyOf(NEVER)).forEach(code -> all.add("rejected " + code));
    EnumSet.complementOf(EnumSet.copyOf(OF_THE_MARKET))
        .forEach(reason -> all.add("cancelled " + reason));
    all.remove("cancelled " + CancelReason.TRADE_LIMIT);
    all.addAll(List.of(REFILL, "over 0 links", "over 1 links", "over 2 links"));
    return all;
  }

  /** Notes the events of a command. */
  void note(List<String> events, ContinuousBook book) {
    for (String event : events) {
      String[] words = event.split(" ");
      switch (words[0]) {
        case "rejected" -> kinds.add("rejected " + words[2]);
        case "cancelled" -> kinds.add("cancelled " + words[3]);
        case "charged" ->
            kinds.add("over " + book.routeLinks(Integer.parseInt(words[3])).length + " links");
        default -> kinds.add(words[0]);
      }
    }
  }

  /** Notes how often icebergs were refilled. */
  void noteRefills(long count) {
    if (count > 0) {
      kinds.add(REFILL);
    }
  }

  Set<String> kinds() {
    return kinds;
  }
}
