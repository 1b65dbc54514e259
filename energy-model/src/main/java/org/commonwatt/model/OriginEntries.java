package org.commonwatt.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Guarantees of origin of one slot, a Wh each: issued for clean injection, moved with trades,
 * retired by use or kept by a storage. In a difference of two amounts may be negative. What is
 * issued or released and neither retired nor stored is the residual, which the supplier takes over.
 *
 * @param issued to whom, by (account, origin)
 * @param moved with which trades, by (trade, seller, buyer, origin)
 * @param retired by whose withdrawal, by (account, origin)
 * @param unguaranteed what was withdrawn in each area without a guarantee, by area
 * @param storage what storages took and gave back
 */
public record OriginEntries(
    List<Amount> issued,
    List<Move> moved,
    List<Amount> retired,
    List<Unguaranteed> unguaranteed,
    Stored storage) {
  /** None at all. */
  public static final OriginEntries NONE =
      new OriginEntries(List.of(), List.of(), List.of(), List.of());

  private static final Comparator<Amount> AMOUNTS =
      Comparator.comparing(Amount::account).thenComparing(Amount::origin);
  private static final Sums<Amount> AMOUNT_SUMS = new Sums<>(AMOUNTS, Amount::wh, Amount::withWh);
  private static final Comparator<Move> MOVES =
      Comparator.comparingLong(Move::tradeId)
          .thenComparing(Move::from)
          .thenComparing(Move::to)
          .thenComparing(Move::origin);
  private static final Comparator<Unguaranteed> UNGUARANTEED =
      Comparator.comparing(Unguaranteed::area);

  /** Copies the lists. */
  public OriginEntries {
    issued = List.copyOf(issued);
    moved = List.copyOf(moved);
    retired = List.copyOf(retired);
    unguaranteed = List.copyOf(unguaranteed);
  }

  /** Of a slot without storages. */
  public OriginEntries(
      List<Amount> issued,
      List<Move> moved,
      List<Amount> retired,
      List<Unguaranteed> unguaranteed) {
    this(issued, moved, retired, unguaranteed, Stored.NONE);
  }

  /**
   * Guarantees that storages keep beyond the slot, each list by (account, origin).
   *
   * @param stored what a storage got and took in: kept instead of retired
   * @param released what it gave back, of any slot before, as it was issued
   * @param lost what it kept and will not give back
   * @param flows all energy of a storage in the slot's last run, with guarantees and without, by
   *     account
   */
  public record Stored(
      List<Amount> stored, List<Amount> released, List<Amount> lost, List<Flow> flows) {
    /** None at all. */
    public static final Stored NONE = new Stored(List.of(), List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Stored {
      stored = List.copyOf(stored);
      released = List.copyOf(released);
      lost = List.copyOf(lost);
      flows = List.copyOf(flows);
    }

    private Stored joined(Stored other, int sign) {
      return new Stored(
          AMOUNT_SUMS.of(stored, other.stored, sign),
          AMOUNT_SUMS.of(released, other.released, sign),
          AMOUNT_SUMS.of(lost, other.lost, sign),
          flows(other, sign));
    }

    private List<Flow> flows(Stored other, int sign) {
      TreeMap<String, Flow> sums = new TreeMap<>();
      Stream.concat(flows.stream(), other.flows.stream().map(one -> one.times(sign)))
          .forEach(one -> sums.merge(one.account(), one, Flow::plus));
      return sums.values().stream()
          .filter(one -> one.chargedWh() != 0 || one.takenWh() != 0)
          .toList();
    }
  }

  /** Guarantees of an account, Wh. */
  public record Amount(String account, Origin origin, long wh) {
    /** The same of another number. */
    public Amount withWh(long other) {
      return new Amount(account, origin, other);
    }
  }

  /**
   * Guarantees that go from a trade's seller to its buyer, Wh.
   *
   * @param from participant, or {@link AreaLink#party()}
   * @param to participant, or {@link AreaLink#party()}
   */
  public record Move(long tradeId, String from, String to, Origin origin, long wh) {
    /** The same of another number. */
    public Move withWh(long other) {
      return new Move(tradeId, from, to, origin, other);
    }
  }

  /**
   * Energy of a storage.
   *
   * @param chargedWh what it took in, Wh: a lot
   * @param takenWh what it gave back or lost of its lots, Wh
   */
  public record Flow(String account, long chargedWh, long takenWh) {
    private Flow plus(Flow other) {
      return new Flow(
          account,
          Math.addExact(chargedWh, other.chargedWh),
          Math.addExact(takenWh, other.takenWh));
    }

    private Flow times(int sign) {
      return new Flow(
          account, Math.multiplyExact(chargedWh, sign), Math.multiplyExact(takenWh, sign));
    }
  }

  /** What the members of an area withdrew without a guarantee, Wh. */
  public record Unguaranteed(String area, long wh) {
    /** The same of another number. */
    public Unguaranteed withWh(long other) {
      return new Unguaranteed(area, other);
    }
  }

  /** These and others together, in order and without zeros. */
  public OriginEntries plus(OriginEntries other) {
    return joined(other, 1);
  }

  /** What changes from others to these, in order and without zeros. */
  public OriginEntries minus(OriginEntries before) {
    return joined(before, -1);
  }

  /** Whether each list is in its order, without zeros, and has no entry twice. */
  public boolean isOrdered() {
    return equals(plus(NONE));
  }

  /** All that was issued, Wh. */
  public long issuedWh() {
    return sum(issued, Amount::wh);
  }

  /** All that was retired by use, Wh. */
  public long retiredWh() {
    return sum(retired, Amount::wh);
  }

  private static <T> long sum(List<T> all, ToLongFunction<T> wh) {
    return all.stream().mapToLong(wh).reduce(0, Math::addExact);
  }

  private OriginEntries joined(OriginEntries other, int sign) {
    return new OriginEntries(
        AMOUNT_SUMS.of(issued, other.issued, sign),
        new Sums<>(MOVES, Move::wh, Move::withWh).of(moved, other.moved, sign),
        AMOUNT_SUMS.of(retired, other.retired, sign),
        new Sums<>(UNGUARANTEED, Unguaranteed::wh, Unguaranteed::withWh)
            .of(unguaranteed, other.unguaranteed, sign),
        storage.joined(other.storage, sign));
  }

  /** An entry of another number. */
  private interface WithWh<T> {
    T of(T entry, long wh);
  }

  /** Adds entries that are about the same. */
  private record Sums<T>(Comparator<T> order, ToLongFunction<T> wh, WithWh<T> with) {
    List<T> of(List<T> these, List<T> others, int sign) {
      TreeMap<T, Long> sums = new TreeMap<>(order);
      these.forEach(one -> sums.merge(one, wh.applyAsLong(one), Math::addExact));
      others.forEach(
          one -> sums.merge(one, Math.multiplyExact(sign, wh.applyAsLong(one)), Math::addExact));
      List<T> all = new ArrayList<>();
      sums.forEach(
          (one, total) -> {
            if (total != 0) {
              all.add(with.of(one, total));
            }
          });
      return all;
    }
  }
}
