package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** Adds up what the log posts for a slot in all its runs. */
final class RunSums {
  private final Findings findings;
  private final Map<DeliverySlot, SortedMap<String, BigInteger>> sums = new HashMap<>();

  RunSums(Findings findings) {
    this.findings = findings;
  }

  /**
   * A slot was settled.
   *
   * @param runs whether further runs are to come
   */
  void settled(SettlementBatch stated, boolean runs) {
    if (runs) {
      add(sums.computeIfAbsent(stated.slot(), slot -> new TreeMap<>()), stated.postings());
    }
  }

  /**
   * A further run was made: all of them together are a settlement from the corrected positions.
   *
   * @param fresh the postings of that one, null when nobody can compute them any more
   */
  void revised(Place place, SettlementBatch stated, @Nullable List<Posting> fresh) {
    SortedMap<String, BigInteger> sum = sums.get(stated.slot());
    if (sum == null) {
      return;
    }
    add(sum, stated.postings());
    if (fresh != null) {
      SortedMap<String, BigInteger> expected = new TreeMap<>();
      add(expected, fresh);
      findings.compare(
          FindingCode.RUN_SUM_DIFFERS,
          place.withSlot(stated.slot()).withBatch(stated.batchId()),
          expected,
          sum);
    }
    if (stated.isFinal()) {
      sums.remove(stated.slot());
    }
  }

  private static void add(SortedMap<String, BigInteger> sum, List<Posting> postings) {
    for (Posting posting : postings) {
      sum.merge(posting.account(), BigInteger.valueOf(posting.amountNano()), BigInteger::add);
    }
    sum.values().removeIf(nano -> nano.signum() == 0);
  }
}
