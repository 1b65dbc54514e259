package org.commonwatt.core.origin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.core.origin.SlotEnergy.Metered;
import org.commonwatt.core.origin.SlotEnergy.Traded;
import org.commonwatt.model.LargestRemainder;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Stored;
import org.commonwatt.model.OriginEntries.Unguaranteed;

/**
 * The guarantees of one slot, by {@code docs/guarantees-of-origin.md}: a Wh each for net clean
 * injection, moved once from who injected to who bought it, retired by the buyer's withdrawal or
 * kept by a storage, which gives them back with its injection.
 */
public final class OriginRules {
  private final SlotEnergy slot;
  private final Map<String, List<Traded>> sales = new TreeMap<>(); // by seller
  private final Map<String, SortedMap<Origin, Long>> received = new TreeMap<>(); // by buyer
  private final List<Amount> issued = new ArrayList<>();
  private final List<Move> moved = new ArrayList<>();
  private final List<Amount> retired = new ArrayList<>();
  private final List<Amount> stored = new ArrayList<>();
  private final List<Amount> released = new ArrayList<>();

  private OriginRules(SlotEnergy slot) {
    this.slot = slot;
    for (Traded trade : slot.trades()) {
      sales.computeIfAbsent(trade.seller(), first -> new ArrayList<>()).add(trade);
    }
  }

  /**
   * All guarantees of a slot.
   *
   * @throws ArithmeticException when a sum leaves its range
   */
  public static OriginEntries of(SlotEnergy slot) {
    return new OriginRules(slot).compute();
  }

  private OriginEntries compute() {
    slot.members().forEach(this::issue);
    passOn();
    SortedMap<String, Long> unguaranteed = new TreeMap<>();
    slot.members()
        .forEach(
            (id, member) -> {
              long withdrawn = member.withdrawnWh();
              boolean keeps = member.released() != null;
              long bare = withdrawn - use(id, withdrawn, keeps);
              // What a storage takes without a guarantee is told where it is used, or when lost.
              unguaranteed.merge(member.area(), keeps ? 0 : bare, Math::addExact);
            });
    List<Unguaranteed> rows = new ArrayList<>();
    unguaranteed.forEach((area, wh) -> rows.add(new Unguaranteed(area, wh)));
    Stored storage = new Stored(stored, released, List.of(), List.of());
    return OriginEntries.NONE.plus(new OriginEntries(issued, moved, retired, rows, storage));
  }

  private void issue(String id, Metered member) {
    SortedMap<Origin, Long> back = member.released();
    if (back != null) {
      back.forEach((origin, wh) -> released.add(new Amount(id, origin, wh)));
      sell(id, back);
    } else if (member.source() != null && member.netWh() > 0) {
      Origin origin = new Origin(member.area(), member.source());
      issued.add(new Amount(id, origin, member.netWh()));
      sell(id, new TreeMap<>(Map.of(origin, member.netWh())));
    }
  }

  /** Moves of what a member has as much as it sold: first with trades that named their source. */
  private void sell(String id, SortedMap<Origin, Long> held) {
    List<Traded> own = sales.getOrDefault(id, List.of());
    SortedMap<Origin, Long> left = sell(own.stream().filter(Traded::named).toList(), held);
    sell(own.stream().filter(trade -> !trade.named()).toList(), left);
  }

  /** Moves with some trades, each origin pro rata. Returns what is left. */
  private SortedMap<Origin, Long> sell(List<Traded> trades, SortedMap<Origin, Long> held) {
    List<Long> amounts = List.copyOf(held.values());
    long total = amounts.stream().reduce(0L, Math::addExact);
    List<Long> parts = LargestRemainder.shareWh(Math.min(total, sum(trades)), amounts);
    SortedMap<Origin, Long> going = new TreeMap<>();
    SortedMap<Origin, Long> left = new TreeMap<>();
    for (Map.Entry<Origin, Long> one : held.entrySet()) {
      long part = parts.get(going.size());
      going.put(one.getKey(), part);
      left.put(one.getKey(), one.getValue() - part);
    }
    move(trades, going);
    return left;
  }

  /** Links hand on what they got, each behind the links that it got it from. */
  private void passOn() {
    SortedMap<String, Set<String>> waiting = new TreeMap<>(); // links, and those before them
    for (Traded trade : slot.trades()) {
      if (SlotEnergy.isLink(trade.buyer())) {
        Set<String> before = waiting.computeIfAbsent(trade.buyer(), first -> new TreeSet<>());
        if (SlotEnergy.isLink(trade.seller())) {
          before.add(trade.seller());
        }
      }
    }
    boolean goesOn = true;
    while (goesOn) { // flows of an auction have no circle, so this ends with none waiting
      goesOn = false;
      for (String link : List.copyOf(waiting.keySet())) {
        if (Collections.disjoint(waiting.getOrDefault(link, Set.of()), waiting.keySet())) {
          waiting.remove(link);
          move(sales.getOrDefault(link, List.of()), received.getOrDefault(link, new TreeMap<>()));
          goesOn = true;
        }
      }
    }
  }

  /**
   * Moves guarantees with trades of a party: pro rata to the energies, in whole Wh; then each
   * origin pro rata to what is left of these shares.
   */
  private void move(List<Traded> own, SortedMap<Origin, Long> held) {
    long total = held.values().stream().reduce(0L, Math::addExact);
    List<Long> room =
        LargestRemainder.shareWh(
            Math.min(total, sum(own)), own.stream().map(Traded::energyWh).toList());
    for (Map.Entry<Origin, Long> one : held.entrySet()) {
      long left = room.stream().reduce(0L, Math::addExact);
      List<Long> parts = LargestRemainder.shareWh(Math.min(one.getValue(), left), room);
      List<Long> rest = new ArrayList<>();
      for (int i = 0; i < own.size(); i++) {
        give(own.get(i), one.getKey(), parts.get(i));
        rest.add(room.get(i) - parts.get(i));
      }
      room = rest;
    }
  }

  private void give(Traded trade, Origin origin, long wh) {
    if (wh > 0) {
      moved.add(new Move(trade.tradeId(), trade.seller(), trade.buyer(), origin, wh));
      received
          .computeIfAbsent(trade.buyer(), first -> new TreeMap<>())
          .merge(origin, wh, Math::addExact);
    }
  }

  /**
   * Retires what a member got, as far as it withdrew, each origin pro rata; a storage keeps it.
   *
   * @return how much, Wh
   */
  private long use(String id, long withdrawn, boolean keeps) {
    SortedMap<Origin, Long> held = received.getOrDefault(id, new TreeMap<>());
    List<Long> amounts = List.copyOf(held.values());
    long used = Math.min(withdrawn, amounts.stream().reduce(0L, Math::addExact));
    List<Long> parts = LargestRemainder.shareWh(used, amounts);
    int i = 0;
    for (Origin origin : held.keySet()) {
      (keeps ? stored : retired).add(new Amount(id, origin, parts.get(i++)));
    }
    return used;
  }

  private static long sum(List<Traded> trades) {
    return trades.stream().mapToLong(Traded::energyWh).reduce(0, Math::addExact);
  }
}
