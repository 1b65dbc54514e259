package org.commonwatt.core.book;

import java.util.List;
import org.commonwatt.core.book.RandomBook.Mix;
import org.commonwatt.core.book.RandomBook.Setting;
import org.commonwatt.model.FeeMode;

/**
 * Markets for random tests: from plain rules to three areas in a ring with all kinds of fees; the
 * last three with many amendments of resting orders, minima and remainders, and few cancels.
 */
final class BookSettings {
  static final SlotRules WIDE = SlotRules.plain(-150_000, 150_000);
  private static final SlotRules TIGHT = new SlotRules(2, -30, 60, 40, 6, 3, 10);
  private static final SlotRules BANDLESS = new SlotRules(1, -30, 190_000, 1_000, 0, 0, 8);

  static final BookNetwork TOLL =
      new BookNetwork(List.of(0), List.of(), List.of(new FeeRule(1, 90_000)), FeeMode.FROM_BID);

  static final List<Setting> ALL =
      List.of(
          new Setting(BookNetwork.SINGLE, WIDE, 60, 0),
          new Setting(BookNetwork.SINGLE, WIDE, 60, 30),
          new Setting(BookNetwork.SINGLE, TIGHT, 60, 30),
          new Setting(TOLL, BANDLESS, 60, 30),
          new Setting(ring(FeeMode.ON_TOP), WIDE, 80, 30),
          new Setting(ring(FeeMode.FROM_BID), BANDLESS, 80, 30),
          new Setting(ring(FeeMode.FROM_BID), TIGHT, 80, 30),
          new Setting(BookNetwork.SINGLE, WIDE, 40, 60, Mix.AMENDING),
          new Setting(ring(FeeMode.ON_TOP), BANDLESS, 60, 60, Mix.AMENDING),
          new Setting(ring(FeeMode.FROM_BID), TIGHT, 60, 60, Mix.AMENDING));

  /** Markets in which so many orders with a minimum rest that a side has several runs of them. */
  static final List<Setting> MANY_MINIMA =
      List.of(
          new Setting(BookNetwork.SINGLE, WIDE, 700, 95, Mix.MINIMA),
          new Setting(ring(FeeMode.ON_TOP), BANDLESS, 1_400, 95, Mix.MINIMA));

  /** Markets whose orders make few trades at once. */
  static final List<Setting> FEW_TRADES =
      List.of(
          new Setting(BookNetwork.SINGLE, WIDE, 60, 0, Mix.USUAL, 1),
          new Setting(BookNetwork.SINGLE, WIDE, 60, 40, Mix.AMENDING, 2),
          new Setting(TOLL, BANDLESS, 60, 40, Mix.USUAL, 2),
          new Setting(ring(FeeMode.ON_TOP), WIDE, 80, 40, Mix.AMENDING, 3),
          new Setting(ring(FeeMode.FROM_BID), TIGHT, 80, 40, Mix.USUAL, 1));

  /** Markets in which orders have several limits, and others declare sources. */
  static final List<Setting> PREFERENCES =
      List.of(
          new Setting(BookNetwork.SINGLE, WIDE, 60, 20, Mix.PREFERENCES),
          new Setting(ring(FeeMode.ON_TOP), WIDE, 80, 20, Mix.PREFERENCES),
          new Setting(ring(FeeMode.FROM_BID), TIGHT, 80, 30, Mix.PREFERENCES),
          new Setting(TOLL, BANDLESS, 60, 20, Mix.PREFERENCES, 2));

  private BookSettings() {}

  static BookNetwork ring(FeeMode mode) {
    return new BookNetwork(
        List.of(0, 0, BookNetwork.NO_LEVEL),
        List.of(
            new BookLink(0, 1, new FeeRule(2, 0), BookNetwork.NO_LEVEL),
            new BookLink(1, 2, new FeeRule(0, 100_000), 1),
            new BookLink(2, 0, FeeRule.NONE, 1)),
        List.of(new FeeRule(1, 0), new FeeRule(1, 50_000)),
        mode);
  }
}
