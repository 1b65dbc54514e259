package org.commonwatt.core;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.commonwatt.model.SlotPhase;

/** The continuous books of a market, one for each rulebook under which slots trade. */
final class Books {
  private final TreeMap<Integer, MarketBook> byVersion = new TreeMap<>();
  private final MarketBounds bounds;

  /**
   * No books yet.
   *
   * @param bounds how many orders may rest under one rulebook, and how many trades one makes
   */
  Books(MarketBounds bounds) {
    this.bounds = bounds;
  }

  /** How many trades one arriving order makes, and all rests of an opening together. */
  int maxTrades() {
    return bounds.tradesAtOnce();
  }

  Collection<MarketBook> all() {
    return byVersion.values();
  }

  /** The book of a slot; it is begun when there is none. */
  MarketBook of(SlotState slot) {
    return byVersion.computeIfAbsent(
        slot.rules().rulebook().version(), version -> new MarketBook(slot.rules(), bounds));
  }

  /** Forgets the books of earlier rulebooks in which nothing trades any more. */
  void retire(int currentVersion) {
    byVersion.values().removeIf(book -> book.isIdle() && book.version() != currentVersion);
  }

  /** Writes the books; their slots know which is theirs. */
  void save(StateWriter out) {
    out.number(byVersion.size());
    for (MarketBook book : byVersion.values()) {
      out.number(book.version());
      ByteBuffer snapshot = ByteBuffer.wrap(book.snapshot());
      out.number(snapshot.remaining() / Long.BYTES);
      while (snapshot.hasRemaining()) {
        out.number(snapshot.getLong());
      }
    }
  }

  /**
   * Reads the books; the slots must be restored before.
   *
   * @param rulesOfVersion the rules of a rulebook version
   */
  void restore(StateReader in, IntFunction<Rules> rulesOfVersion, Collection<SlotState> slots) {
    for (int left = in.count(); left > 0; left--) {
      Rules rules = rulesOfVersion.apply(in.count());
      ByteBuffer snapshot = ByteBuffer.allocate(Math.multiplyExact(in.count(), Long.BYTES));
      while (snapshot.hasRemaining()) {
        snapshot.putLong(in.number());
      }
      byVersion.put(rules.rulebook().version(), new MarketBook(rules, snapshot.array(), bounds));
    }
    slots.stream()
        .filter(slot -> slot.phase() == SlotPhase.CONTINUOUS)
        .forEach(slot -> of(slot).holds(slot));
  }
}
