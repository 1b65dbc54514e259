package org.commonwatt.core.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a unit can still keep after it has changed: an outage, less energy than was thought, or a
 * new metered state of charge. Earlier commitments go before later ones.
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
   * @param refusal why, and beside which earlier ones
   */
  public record GivenUp(Commitment commitment, StorageRefusal refusal) {}

  /**
   * Commits a unit anew.
   *
   * @param now the unit as it is now, with the same numbers of slots
   * @param commitments in the order in which they were taken
   */
  public static Replan of(StorageUnit now, Collection<Commitment> commitments) {
    StorageBook book = new StorageBook(now);
    List<GivenUp> given = new ArrayList<>();
    for (Commitment one : commitments) {
      StorageRefusal refusal = book.commit(one);
      if (refusal != null) {
        given.add(new GivenUp(one, refusal));
      }
    }
    return new Replan(book, given);
  }
}
