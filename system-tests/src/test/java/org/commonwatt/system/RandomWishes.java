package org.commonwatt.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.commonwatt.audit.book.Qualifiers;
import org.commonwatt.audit.book.SelfTrade;
import org.commonwatt.core.book.BookLink;
import org.commonwatt.core.book.BookNetwork;
import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.core.book.FeeRule;
import org.commonwatt.core.book.LinkLimits;
import org.commonwatt.core.book.SlotRules;
import org.commonwatt.model.FeeMode;
import org.commonwatt.system.TwoBooks.Wish;

/** A random market of one slot, and random orders for it whose prices often meet. */
final class RandomWishes {
  private final Random random;
  private final int areas;
  private final BookNetwork network;
  private final int center;
  private final int floor; // of the collar, where fees let bids leave less

  RandomWishes(Random random) {
    this.random = random;
    this.areas = 1 + random.nextInt(4);
    this.network = network();
    this.center = random.nextInt(4) == 0 ? 0 : 100; // around 0 fees and signs matter
    this.floor = random.nextBoolean() ? -40 : center - 8 + random.nextInt(6);
  }

  /** Both books, with links that carry something already, now and then with a band. */
  TwoBooks books() {
    long band = random.nextInt(3) == 0 ? 4 + random.nextInt(6) : 0;
    SlotRules rules = new SlotRules(1, floor, 200, 1_000, band, 50, random.nextInt(20));
    List<LinkLimits> limits = new ArrayList<>();
    for (int l = 0; l < network.links().size(); l++) {
      int flow = random.nextInt(21) - 10;
      limits.add(new LinkLimits(flow - random.nextInt(40), flow + random.nextInt(40), flow));
    }
    int maxTrades = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : ContinuousBook.MAX_TRADES;
    TwoBooks books = new TwoBooks(network, rules, limits, maxTrades);
    if (random.nextBoolean()) {
      books.refer(random.nextInt(areas), 100);
    }
    return books;
  }

  long price() {
    return Math.max(floor, center - 5 + random.nextInt(11));
  }

  Wish next(long id) {
    boolean buy = random.nextBoolean();
    long energy = 1 + random.nextInt(30);
    Qualifiers q = qualifiers(energy);
    long price = q.market() ? 0 : Math.max(floor, price() + (buy ? -1 : 1));
    int owner = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(5);
    return new Wish(id, owner, random.nextInt(areas), buy, price, energy, q);
  }

  private Qualifiers qualifiers(long energy) {
    SelfTrade mode = SelfTrade.values()[random.nextInt(3)];
    long minimum = minimum(energy);
    switch (random.nextInt(20)) {
      case 0:
        return new Qualifiers(true, true, false, false, minimum, 0, mode);
      case 1:
        return new Qualifiers(true, false, true, false, 0, 0, mode);
      case 2:
      case 3:
        return new Qualifiers(false, true, false, false, minimum, 0, mode);
      case 4:
        return new Qualifiers(false, false, true, false, 0, 0, mode);
      case 5:
        return new Qualifiers(false, false, false, true, minimum, 0, mode);
      case 6:
      case 7:
      case 8:
        long peak = 1 + random.nextInt(8);
        boolean post = random.nextInt(4) == 0;
        return new Qualifiers(false, false, false, post, 0, peak < energy ? peak : 0, mode);
      default:
        return new Qualifiers(false, false, false, false, minimum, 0, mode);
    }
  }

  private long minimum(long energy) {
    if (random.nextInt(6) > 0) {
      return 0;
    }
    return random.nextBoolean() ? Qualifiers.ALL : 1 + random.nextInt((int) energy);
  }

  private BookNetwork network() {
    List<FeeRule> levels = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      levels.add(fee());
    }
    List<Integer> areaLevels = new ArrayList<>();
    for (int area = 0; area < areas; area++) {
      areaLevels.add(random.nextInt(levels.size() + 1) - 1);
    }
    List<BookLink> links = new ArrayList<>();
    for (int to = 1; to < areas; to++) {
      links.add(new BookLink(to - 1, to, fee(), random.nextInt(levels.size() + 1) - 1));
    }
    if (areas > 2 && random.nextBoolean()) { // a ring
      links.add(new BookLink(areas - 1, 0, fee(), random.nextInt(levels.size() + 1) - 1));
    }
    FeeMode mode = FeeMode.values()[random.nextInt(2)];
    return new BookNetwork(areaLevels, links, levels, mode);
  }

  private FeeRule fee() {
    return new FeeRule(random.nextInt(3), random.nextBoolean() ? 0 : random.nextInt(40_000));
  }
}
