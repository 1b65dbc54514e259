package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.StorageCommitment;
import org.jspecify.annotations.Nullable;

/** What storage units have promised, in the order of the agreements. */
final class StoredPromises {
  private static final int SETTLED = 500;

  private final List<Promised> all = new ArrayList<>();
  private long last;

  /** Why something is promised no longer. */
  enum End {
    LOST,
    EXCUSED,
    TAKEN_BACK
  }

  /** One agreement. */
  static final class Promised {
    final long number;
    final String unit;
    final String seller;
    final String customer;
    final List<Long> prices; // one for all slots, or one for each
    final StorageCommitment what;
    @Nullable End end;
    long endsAt;

    private Promised(
        long number,
        String unit,
        String seller,
        String customer,
        List<Long> prices,
        StorageCommitment what) {
      this.number = number;
      this.unit = unit;
      this.seller = seller;
      this.customer = customer;
      this.prices = prices;
      this.what = what;
    }

    boolean isOf(long slotStart) {
      return slotStart >= what.fromMillis() && slotStart < what.toMillis();
    }

    boolean stands(long slotStart) {
      return end == null || slotStart < endsAt;
    }

    boolean isOwn() {
      return seller.equals(customer);
    }
  }

  /** An agreement that was made now; one that is not settled counts as the seller's own use. */
  void add(
      boolean settled,
      String unit,
      String seller,
      String customer,
      List<Long> prices,
      StorageCommitment what) {
    long others = all.stream().filter(one -> !one.isOwn()).count();
    String party = settled && others < SETTLED ? customer : seller;
    all.add(new Promised(++last, unit, seller, party, prices, what));
  }

  /** The latest of a commitment that has no end ends from an instant on. */
  void end(String unit, String commitment, End why, long from) {
    for (int i = all.size() - 1; i >= 0; i--) {
      Promised one = all.get(i);
      if (one.end == null && one.unit.equals(unit) && one.what.id().equals(commitment)) {
        one.end = why;
        one.endsAt = from;
        return;
      }
    }
  }

  /** Those of a slot, by number. */
  List<Promised> of(long slotStart) {
    return all.stream().filter(one -> one.isOf(slotStart)).toList();
  }

  void forget(long until) {
    all.removeIf(one -> one.what.toMillis() <= until);
  }
}
