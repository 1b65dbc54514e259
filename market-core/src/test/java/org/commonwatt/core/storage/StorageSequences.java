package org.commonwatt.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.core.storage.StorageRefusal.Code;

/** A sequence of commitments of one seed, each judged. */
final class StorageSequences {
  private static final int SLOTS = 6;
  private static final int COMMITMENTS = 8;
  private static final int MOST_WH = 12;

  private static final Efficiency WHOLE = new Efficiency(1_000_000, 1_000_000);
  private static final Set<Code> OF_STATE =
      EnumSet.of(Code.NOT_BACKED, Code.TOO_FULL, Code.TOO_EMPTY);

  private static final Set<Code> DISCHARGED = EnumSet.of(Code.NOT_BACKED, Code.TOO_EMPTY);

  private StorageSequences() {}

  /**
   * Commits, and follows uses of all that was taken.
   *
   * @param whole whether nothing is rounded; else refusals are judged of what does not round
   * @return how many were taken, and how many refusals were judged
   */
  static int[] run(long seed, boolean whole) {
    RandomUnits draw = new RandomUnits(seed, whole, MOST_WH);
    StorageUnit unit = draw.unit(SLOTS);
    StorageBook book = new StorageBook(unit);
    int judged = 0;
    for (int i = 0; i < COMMITMENTS; i++) {
      Commitment one = draw.commitment(SLOTS);
      List<Commitment> before = new ArrayList<>(book.commitments());
      String plan = text(book.plan());
      StorageRefusal refusal = book.commit(one);
      List<Commitment> tried = new ArrayList<>(before);
      tried.add(one);
      if (refusal == null) {
        assertThat(book.commitments()).containsExactlyElementsOf(tried);
        kept(unit, tried, book.plan(), draw);
      } else {
        assertThat(book.commitments()).containsExactlyElementsOf(before);
        assertThat(text(book.plan())).isEqualTo(plan);
        boolean isRounded = !whole && DISCHARGED.contains(refusal.code());
        if (!isRounded && isExact(unit, tried, refusal)) {
          judged++;
          assertThat(WorstUses.of(unit, tried).stream().anyMatch(use -> !use.broken.isEmpty()))
              .as("%s of %s with %s", refusal, unit, tried)
              .isTrue();
        }
      }
    }
    return new int[] {book.commitments().size(), judged};
  }

  /**
   * Whether the bounds are those of a use: nothing runs against a firm schedule, and leases, which
   * fill and empty in whole Wh, can come to their ends.
   */
  private static boolean isExact(StorageUnit unit, List<Commitment> tried, StorageRefusal refusal) {
    if (WorstUses.netting(unit, tried)) {
      return false;
    }
    boolean isLeased = tried.stream().anyMatch(one -> one instanceof Lease);
    boolean isWhole =
        unit.rating().efficiency().equals(WHOLE)
            && unit.rating().dailyCyclesPpm() == StorageUnit.NO_CYCLE_LIMIT;
    return !isLeased || isWhole && OF_STATE.contains(refusal.code());
  }

  private static void kept(
      StorageUnit unit, List<Commitment> all, StoragePlan plan, RandomUnits draw) {
    List<Use> uses = new ArrayList<>(WorstUses.of(unit, all));
    for (int u = 0; u < 3; u++) {
      uses.add(new Use(unit, all, draw.wish(all.size(), SLOTS)));
    }
    for (Use use : uses) {
      assertThat(use.broken).as("%s of %s", all, unit).isEmpty();
      for (int s = 0; s < SLOTS; s++) {
        BigInteger state = use.stateMicroWh.get(s);
        assertThat(state)
            .isBetween(
                BigInteger.valueOf(plan.lowerMicroWh(s)), BigInteger.valueOf(plan.upperMicroWh(s)));
      }
    }
  }

  private static String text(StoragePlan plan) {
    StringBuilder text = new StringBuilder();
    for (int s = 0; s < plan.slots(); s++) {
      text.append(plan.injectionWh(s)).append(' ').append(plan.leastInjectionWh(s)).append(' ');
      text.append(plan.mostInjectionWh(s)).append(' ').append(plan.lowerMicroWh(s)).append(' ');
      text.append(plan.upperMicroWh(s)).append('\n');
    }
    return text.toString();
  }
}
