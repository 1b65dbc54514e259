package org.commonwatt.core.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ListIterator;

/**
 * What a unit can still keep after it has changed: an outage, less energy than was thought, or a
 * new metered state of charge. If it can keep all, nothing is given up. Else earlier commitments go
 * before later ones; one that only fits beside a later firm schedule is tried again when that has
 * been taken.
 *
 * @param book the unit with all that it can keep
 * @param givenUp commitments that it must give up, in the order in which they were taken
 */
public record Replan(StorageBook book, List<GivenUp> givenUp) {
  /** Copies the list. */
  public Replan {
    givenUp = List.copyOf(givenUp);
  }

  /**
   * A commitment that cannot be kept.
   *
   * @param refusal why, and beside which of those that were taken when it was tried last
   */
  public record GivenUp(Commitment commitment, StorageRefusal refusal) {}

  /**
   * Commits a unit anew.
   *
   * @param now the unit as it is now, with the same numbers of slots
   * @param commitments in the order in which they were taken
   */
  public static Replan of(StorageUnit now, Collection<Commitment> commitments) {
    StorageBook all = StorageBook.ofAll(now, commitments);
    if (all != null) {
      return new Replan(all, List.of());
    }
    StorageBook book = new StorageBook(now);
    List<GivenUp> given = new ArrayList<>();
    for (Commitment one : commitments) {
      StorageRefusal refusal = book.commit(one);
      if (refusal != null) {
        given.add(new GivenUp(one, refusal));
      } else if (one instanceof FirmSchedule) {
        retry(book, given);
      }
    }
    return new Replan(book, given);
  }

  /** Tries those given up again, the earliest first: only a firm schedule makes room or energy. */
  private static void retry(StorageBook book, List<GivenUp> given) {
    boolean again = true;
    while (again) {
      again = false;
      ListIterator<GivenUp> each = given.listIterator();
      while (each.hasNext()) {
        Commitment one = each.next().commitment();
        StorageRefusal refusal = book.commit(one);
        if (refusal == null) {
          each.remove();
          again |= one instanceof FirmSchedule;
        } else {
          each.set(new GivenUp(one, refusal));
        }
      }
    }
  }
}
