package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.EnergySource;
import org.jspecify.annotations.Nullable;

/**
 * Recounts the guarantees of a slot from its trades and residuals, by docs/guarantees-of-origin.md
 * alone. What it gives is a number of Wh by key, the words of an entry with blanks between them:
 * {@code issued home-01 east solar}, {@code moved 7 home-01 home-02 east solar}, {@code retired
 * home-02 east solar}, {@code unguaranteed east}; of storages {@code stored bank east solar} and
 * {@code released bank east solar}.
 */
public final class OriginRecount {
  private final List<Trade> trades;
  private final SortedMap<String, BigInteger> found = new TreeMap<>();
  private final Map<String, SortedMap<String, BigInteger>> bought = new HashMap<>(); // by kind
  private final Map<String, BigInteger> net = new TreeMap<>();
  private final Set<String> handedOn = new HashSet<>();
  private final Set<String> keeping = new HashSet<>(); // storages
  private final Map<String, List<Trade>> sales = new HashMap<>(); // by seller

  /**
   * A trade.
   *
   * @param wh its energy, positive
   * @param named whether it named the source of its energy
   */
  public record Trade(long id, String seller, String buyer, long wh, boolean named) {
    /** A trade that named nothing. */
    public Trade(long id, String seller, String buyer, long wh) {
      this(id, seller, buyer, wh, false);
    }
  }

  /** Says where a member is. */
  public interface AreaOf {
    /** The area, null where nobody knows. */
    @Nullable String of(String member);
  }

  /** Says what injections are made of. */
  public interface SourceOf {
    /** The source of a member's injection in its area, null when nothing is declared. */
    @Nullable EnergySource of(String member, String area);
  }

  /** Says what storages give back. */
  public interface StorageOf {
    /** No storages. */
    StorageOf NONE = (member, area, net) -> null;

    /**
     * What a member's injection gives back, Wh by kind, null when it is no storage.
     *
     * @param net its net metered injection, Wh
     */
    @Nullable SortedMap<String, BigInteger> released(String member, String area, BigInteger net);
  }

  private OriginRecount(List<Trade> trades, Map<String, Long> residuals) {
    this.trades = trades;
    residuals.forEach((who, wh) -> net.merge(who, big(wh), BigInteger::add));
    for (Trade trade : trades) {
      sales.computeIfAbsent(trade.seller(), first -> new ArrayList<>()).add(trade);
      net.merge(trade.seller(), big(trade.wh()), BigInteger::add);
      net.merge(trade.buyer(), big(trade.wh()).negate(), BigInteger::add);
    }
  }

  /**
   * The guarantees of a slot.
   *
   * @param trades what was traded and stands
   * @param residuals net metered injection beyond what was traded, Wh, by member
   * @return Wh, none of them 0, by key
   */
  public static SortedMap<String, BigInteger> of(
      List<Trade> trades,
      Map<String, Long> residuals,
      AreaOf areas,
      SourceOf sources,
      StorageOf storages) {
    return new OriginRecount(trades, residuals).count(areas, sources, storages);
  }

  private SortedMap<String, BigInteger> count(AreaOf areas, SourceOf source, StorageOf storages) {
    for (Map.Entry<String, BigInteger> one : net.entrySet()) {
      String area = areas.of(one.getKey());
      EnergySource made = area == null ? null : source.of(one.getKey(), area);
      SortedMap<String, BigInteger> back =
          area == null ? null : storages.released(one.getKey(), area, one.getValue());
      if (back != null) {
        keeping.add(one.getKey());
        back.forEach((kind, wh) -> found.put("released " + one.getKey() + " " + kind, wh));
        sellOwn(one.getKey(), back);
      } else if (made != null && one.getValue().signum() > 0) {
        String kind = area + " " + made.id();
        found.put("issued " + one.getKey() + " " + kind, one.getValue());
        sellOwn(one.getKey(), new TreeMap<>(Map.of(kind, one.getValue())));
      }
    }
    for (Trade trade : trades) {
      handOn(trade.buyer(), new HashSet<>());
    }
    for (Map.Entry<String, BigInteger> one : net.entrySet()) {
      String area = areas.of(one.getKey());
      if (area != null && one.getValue().signum() < 0) {
        use(one.getKey(), area, one.getValue().negate());
      }
    }
    return found;
  }

  /**
   * A link hands on what it bought, once all links before it have.
   *
   * @return whether it has; it never has in a circle
   */
  private boolean handOn(String link, Set<String> asking) {
    if (!link.contains(">") || handedOn.contains(link)) {
      return true;
    }
    if (!asking.add(link)) {
      return false;
    }
    for (Trade trade : trades) {
      if (trade.buyer().equals(link) && !handOn(trade.seller(), asking)) {
        return false;
      }
    }
    handedOn.add(link);
    sell(sales.getOrDefault(link, List.of()), bought.getOrDefault(link, new TreeMap<>()));
    asking.remove(link);
    return true;
  }

  /** Trades that named a source come first, the others get what these leave. */
  private void sellOwn(String seller, SortedMap<String, BigInteger> kinds) {
    List<Trade> own = sales.getOrDefault(seller, List.of());
    SortedMap<String, BigInteger> left = new TreeMap<>(kinds);
    for (boolean named : new boolean[] {true, false}) {
      List<Trade> part = own.stream().filter(trade -> trade.named() == named).toList();
      BigInteger sold =
          part.stream().map(trade -> big(trade.wh())).reduce(BigInteger.ZERO, BigInteger::add);
      SortedMap<String, BigInteger> going = ProRata.of(sum(left).min(sold), left);
      sell(part, going);
      going.forEach((kind, wh) -> left.merge(kind, wh.negate(), BigInteger::add));
    }
  }

  private void sell(List<Trade> own, SortedMap<String, BigInteger> kinds) {
    SortedMap<String, BigInteger> energies = new TreeMap<>(); // by trade, in order of its id
    Map<String, Trade> byId = new HashMap<>();
    for (Trade trade : own) {
      String id = String.format(Locale.ROOT, "%019d", trade.id());
      energies.put(id, big(trade.wh()));
      byId.put(id, trade);
    }
    BigInteger amount = sum(kinds).min(sum(energies));
    SortedMap<String, BigInteger> open = ProRata.of(amount, energies);
    for (Map.Entry<String, BigInteger> kind : kinds.entrySet()) {
      BigInteger part = kind.getValue().min(sum(open));
      ProRata.of(part, open)
          .forEach(
              (id, wh) -> {
                open.merge(id, wh.negate(), BigInteger::add);
                move(byId.get(id), kind.getKey(), wh);
              });
    }
  }

  private void move(@Nullable Trade trade, String kind, BigInteger wh) {
    if (trade != null && wh.signum() > 0) {
      String parties = trade.seller() + " " + trade.buyer();
      found.merge("moved " + trade.id() + " " + parties + " " + kind, wh, BigInteger::add);
      bought
          .computeIfAbsent(trade.buyer(), first -> new TreeMap<>())
          .merge(kind, wh, BigInteger::add);
    }
  }

  private void use(String who, String area, BigInteger withdrawn) {
    SortedMap<String, BigInteger> own = bought.getOrDefault(who, new TreeMap<>());
    BigInteger used = withdrawn.min(sum(own));
    String what = keeping.contains(who) ? "stored " : "retired ";
    ProRata.of(used, own).forEach((kind, wh) -> found.put(what + who + " " + kind, wh));
    if (withdrawn.compareTo(used) > 0 && !keeping.contains(who)) {
      found.merge("unguaranteed " + area, withdrawn.subtract(used), BigInteger::add);
    }
  }

  /** Wh by the rest of the key, of the keys that begin so. */
  static SortedMap<String, BigInteger> of(SortedMap<String, BigInteger> all, String beginning) {
    SortedMap<String, BigInteger> found = new TreeMap<>();
    all.forEach(
        (key, wh) -> {
          if (key.startsWith(beginning)) {
            found.put(key.substring(beginning.length()), wh);
          }
        });
    return found;
  }

  /** What parties hold by {@code who kind}, from numbers by key. */
  static SortedMap<String, BigInteger> held(Map<String, BigInteger> all) {
    SortedMap<String, BigInteger> held = new TreeMap<>();
    all.forEach(
        (key, wh) -> {
          List<String> words = new ArrayList<>(List.of(key.split(" ")));
          switch (words.get(0)) {
            case "issued", "released" -> held.merge(rest(words, 1), wh, BigInteger::add);
            case "retired", "stored" -> held.merge(rest(words, 1), wh.negate(), BigInteger::add);
            case "moved" -> {
              String kind = " " + rest(words, 4);
              held.merge(words.get(2) + kind, wh.negate(), BigInteger::add);
              held.merge(words.get(3) + kind, wh, BigInteger::add);
            }
            default -> {} // withdrawals have none
          }
        });
    return held;
  }

  private static String rest(List<String> words, int from) {
    return String.join(" ", words.subList(from, words.size()));
  }

  private static BigInteger sum(Map<String, BigInteger> all) {
    return all.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static BigInteger big(long wh) {
    return BigInteger.valueOf(wh);
  }
}
