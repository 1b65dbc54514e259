package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.core.settlement.Promise;
import org.commonwatt.core.settlement.Promise.Ending;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.StorageCommitment;
import org.jspecify.annotations.Nullable;

/**
 * Who was promised what of storage units while services are settled, until no slot of it is settled
 * any more. Its commitment may be cut when a unit is committed anew; what was promised is not.
 */
final class Promises {
  /** The most services of customers that are settled at once. */
  static final int MOST = 500;

  private final TreeMap<String, TreeMap<Long, Promise>> byUnit = new TreeMap<>();
  private long made;
  private int ofCustomers;

  /** A promise that was made now. */
  void add(Agreement agreed) {
    made++;
    put(
        new Promise(
            made,
            agreed.unit(),
            agreed.seller(),
            agreed.customer(),
            agreed.pricesMicroPerKwh(),
            agreed.commitment(),
            Ending.NONE,
            Long.MAX_VALUE));
  }

  /**
   * What parties came to terms about, in whichever way.
   *
   * @param unit id of the unit
   * @param seller its owner
   * @param customer who pays, and who is paid for what is missed; the owner of its own use
   * @param pricesMicroPerKwh µ/kWh, one for all slots or one for each
   * @param commitment what the unit is committed to
   */
  record Agreement(
      String unit,
      String seller,
      String customer,
      List<Long> pricesMicroPerKwh,
      StorageCommitment commitment) {

    /** What an owner keeps for its own use. */
    static Agreement own(String unit, StorageCommitment commitment) {
      return new Agreement(unit, commitment.owner(), commitment.owner(), List.of(0L), commitment);
    }

    /** The same, paid outside of the market: here it counts as the owner's own use. */
    Agreement outside() {
      return new Agreement(unit, seller, seller, pricesMicroPerKwh, commitment);
    }
  }

  /** Whether there is room for another one of a customer. */
  boolean hasRoom() {
    return ofCustomers < MOST;
  }

  /** A commitment of a unit ends: what begins from an instant on is not promised any more. */
  void end(String unit, String commitment, Ending how, long fromMillis) {
    Promise last = null;
    TreeMap<Long, Promise> ofUnit = byUnit.getOrDefault(unit, new TreeMap<>());
    for (Promise one : ofUnit.values()) {
      boolean is = one.commitment().id().equals(commitment) && one.ending() == Ending.NONE;
      last = is ? one : last;
    }
    if (last != null) { // else all its slots are forgotten
      ofUnit.put(last.number(), last.ended(how, fromMillis));
    }
  }

  /** Those that cover a slot, by number. */
  List<Promise> of(long slotStartMillis) {
    return byUnit.values().stream()
        .flatMap(ofUnit -> ofUnit.values().stream())
        .filter(one -> one.covers(slotStartMillis))
        .sorted(Comparator.comparingLong(Promise::number))
        .toList();
  }

  /** Those of a unit that cover a slot, by number. */
  List<Promise> of(String unit, long slotStartMillis) {
    return byUnit.getOrDefault(unit, new TreeMap<>()).values().stream()
        .filter(one -> one.covers(slotStartMillis))
        .toList();
  }

  /** The latest of a commitment that stands in a slot, null when there is none. */
  @Nullable Promise find(String unit, String commitment, long slotStartMillis) {
    return byUnit.getOrDefault(unit, new TreeMap<>()).values().stream()
        .filter(one -> one.commitment().id().equals(commitment))
        .filter(one -> one.covers(slotStartMillis) && one.standsIn(slotStartMillis))
        .reduce((earlier, later) -> later)
        .orElse(null);
  }

  /** Forgets those whose last slot ended by an instant and before the first slot that is kept. */
  void forget(long endedByMillis, long firstKeptMillis) {
    long until = Math.min(endedByMillis, firstKeptMillis);
    for (TreeMap<Long, Promise> ofUnit : byUnit.values()) {
      for (Promise one : List.copyOf(ofUnit.values())) {
        if (one.commitment().toMillis() <= until) {
          ofUnit.remove(one.number());
          ofCustomers -= one.isOwn() ? 0 : 1;
        }
      }
    }
  }

  private void put(Promise one) {
    byUnit.computeIfAbsent(one.unit(), first -> new TreeMap<>()).put(one.number(), one);
    ofCustomers += one.isOwn() ? 0 : 1;
  }

  void save(StateWriter out) {
    out.number(made);
    List<Promise> all =
        byUnit.values().stream().flatMap(ofUnit -> ofUnit.values().stream()).toList();
    out.number(all.size());
    for (Promise one : all) {
      out.number(one.number());
      out.event(new StorageCommitted(one.unit(), one.commitment()));
      out.text(one.seller());
      out.text(one.customer());
      out.number(one.pricesMicroPerKwh().size());
      one.pricesMicroPerKwh().forEach(out::number);
      out.text(one.ending().name());
      out.number(one.endsMillis());
    }
  }

  void restore(StateReader in) {
    made = in.number();
    for (int left = in.count(); left > 0; left--) {
      long number = in.number();
      StorageCommitted committed = in.event(StorageCommitted.class);
      String seller = in.text();
      String customer = in.text();
      List<Long> prices = new ArrayList<>();
      for (int more = in.count(); more > 0; more--) {
        prices.add(in.number());
      }
      Ending ending = Ending.valueOf(in.text());
      put(
          new Promise(
              number,
              committed.unit(),
              seller,
              customer,
              prices,
              committed.commitment(),
              ending,
              in.number()));
    }
  }
}
