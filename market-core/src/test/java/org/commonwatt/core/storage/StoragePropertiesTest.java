package org.commonwatt.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.core.storage.StorageRefusal.Code;
import org.jspecify.annotations.Nullable;

/** Random sequences of commitments, against uses that are followed slot by slot. */
class StoragePropertiesTest {

  @Property(tries = 1_000)
  void whatIsTakenIsKeptWhateverUseIsMadeOfIt(@ForAll long seed) {
    StorageSequences.run(seed, false);
  }

  @Property(tries = 1_000)
  void whatIsRefusedWouldBreakALimitInSomeUse(@ForAll long seed) {
    StorageSequences.run(seed, true);
  }

  @Property(tries = 1_000)
  void theConflictingSetIsMinimal(@ForAll long seed) {
    RandomUnits draw = new RandomUnits(seed, true, 6);
    StorageUnit unit = draw.unit(5);
    StorageBook book = new StorageBook(unit);
    for (int i = 0; i < 12; i++) {
      Commitment one = draw.commitment(5);
      List<Commitment> before = new ArrayList<>(book.commitments());
      StorageRefusal refusal = book.commit(one);
      if (refusal != null && refusal.code().compareTo(Code.OVERFLOW) > 0) {
        minimal(unit, before, one, refusal);
      }
    }
  }

  /** All others that press on the limit left out, it is broken; without one more it is not. */
  private static void minimal(
      StorageUnit unit, List<Commitment> before, Commitment one, StorageRefusal refusal) {
    Sums all = new Sums(unit, before, one);
    Limit limit = all.limits.broken(one);
    assertThat(limit).isNotNull();
    if (limit == null) {
      return;
    }
    List<Commitment> kept = new ArrayList<>();
    for (Commitment other : before) {
      if (refusal.conflicts().contains(other.id()) || all.relief(other, limit) <= 0) {
        kept.add(other);
      }
    }
    assertThat(new Sums(unit, kept, one).limits.excess(limit)).isPositive();
    for (String id : refusal.conflicts()) {
      List<Commitment> fewer = kept.stream().filter(c -> !c.id().equals(id)).toList();
      assertThat(new Sums(unit, fewer, one).limits.excess(limit)).as(id).isNotPositive();
    }
    if (!WorstUses.netting(unit, before) && !WorstUses.netting(unit, List.of(one))) {
      fewest(new Sums(unit, before, one), before, limit, refusal.conflicts().size());
    }
  }

  /** Where pressures add up, the largest ones break the limit soonest. */
  private static void fewest(Sums all, List<Commitment> before, Limit limit, int found) {
    long excess = all.limits.excess(limit);
    List<Long> pressures =
        before.stream().map(c -> all.relief(c, limit)).filter(p -> p > 0).sorted().toList();
    int left = pressures.size();
    for (long pressure : pressures) {
      if (pressure >= excess) {
        break;
      }
      excess -= pressure;
      left--;
    }
    assertThat(found).isEqualTo(left);
  }

  @Property(tries = 1_000)
  void theSetIsWhatIsLeftWhenTheLeastPressingAreLeftOutOneByOne(@ForAll long seed) {
    RandomUnits draw = new RandomUnits(seed, seed % 2 == 0, 6); // of odd seeds Wh are rounded
    StorageUnit unit = draw.unit(5);
    StorageBook book = new StorageBook(unit);
    for (int i = 0; i < 16; i++) {
      Commitment one = draw.commitment(5);
      List<Commitment> before = new ArrayList<>(book.commitments());
      StorageRefusal refusal = book.commit(one);
      if (refusal != null && refusal.code().compareTo(Code.OVERFLOW) > 0) {
        assertThat(refusal.conflicts())
            .isEqualTo(oneByOne(new Sums(unit, before, one), before, one));
      } else if (!before.isEmpty() && i % 4 == 3) {
        withdraw(unit, book, before.get(i % before.size()));
      }
    }
  }

  /** What cannot be withdrawn is needed by others, which are named in the same way. */
  private static void withdraw(StorageUnit unit, StorageBook book, Commitment one) {
    List<Commitment> others = new ArrayList<>(book.commitments());
    others.remove(one);
    StorageRefusal refusal = book.withdraw(one.id());
    if (refusal != null) {
      assertThat(refusal.conflicts())
          .as("without %s", one)
          .isEqualTo(oneByOne(new Sums(unit, others, null), others, one));
    }
  }

  /** By the sums of a unit from which one after the other is taken out. */
  private static List<String> oneByOne(Sums sums, List<Commitment> before, Commitment changed) {
    Limit limit = Objects.requireNonNull(sums.limits.broken(changed));
    Map<Commitment, Long> pressures = new LinkedHashMap<>();
    for (Commitment other : before) {
      long pressure = sums.relief(other, limit);
      if (pressure > 0) {
        pressures.put(other, pressure);
      }
    }
    List<Commitment> needed = new ArrayList<>(pressures.keySet());
    Collections.reverse(needed);
    needed.sort(Comparator.comparing(pressures::get));
    while (needed.removeIf(other -> sums.leaveOut(other, limit))) {
      // what others press may have changed
    }
    return needed.stream().map(Commitment::id).sorted().toList();
  }

  /** Sums of a unit, without a book. */
  private static final class Sums {
    private final SlotSums sums;
    private final OwnerAccounts accounts;
    private final Limits limits;

    Sums(StorageUnit unit, List<Commitment> all, @Nullable Commitment one) {
      sums = new SlotSums(unit);
      accounts = new OwnerAccounts(unit);
      limits = new Limits(unit, sums, accounts);
      all.forEach(c -> apply(c, 1));
      if (one != null) {
        apply(one, 1);
      }
    }

    private void apply(Commitment one, int sign) {
      sums.apply(one, sign);
      accounts.apply(one, sign);
    }

    /** Takes one out if the limit stays broken. */
    boolean leaveOut(Commitment one, Limit limit) {
      apply(one, -1);
      boolean stays = limits.excess(limit) > 0;
      if (!stays) {
        apply(one, 1);
      }
      return stays;
    }

    long relief(Commitment one, Limit limit) {
      long with = limits.excess(limit);
      apply(one, -1);
      long without = limits.excess(limit);
      apply(one, 1);
      return with - without;
    }
  }
}
