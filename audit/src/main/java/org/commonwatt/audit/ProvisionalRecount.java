package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Posting;

/** Who gained how much in slots of which a run, a revision or a dispute may take some back. */
final class ProvisionalRecount {
  private static final int SLOTS_TO_LOOK_AGAIN = 100;

  private final MarketState state;
  private final DisputeRecount disputes;
  private final Map<Long, SlotSums> slots = new HashMap<>(); // by start
  private int lookAgainAt = SLOTS_TO_LOOK_AGAIN;

  ProvisionalRecount(MarketState state, DisputeRecount disputes) {
    this.state = state;
    this.disputes = disputes;
  }

  private record SlotSums(long until, Map<String, BigInteger> byAccount) {}

  /**
   * A slot is settled for the first time.
   *
   * @param until while it may change in any case
   */
  void open(DeliverySlot slot, long until) {
    if (slots.size() >= lookAgainAt) {
      slots.keySet().removeIf(start -> !mayChange(start));
      lookAgainAt = slots.size() + SLOTS_TO_LOOK_AGAIN;
    }
    slots.put(slot.startMillis(), new SlotSums(until, new HashMap<>()));
  }

  /** A run of a slot posts. */
  void post(DeliverySlot slot, List<Posting> postings, Predicate<String> isParty) {
    SlotSums sums = slots.get(slot.startMillis());
    if (sums != null) {
      postings.stream()
          .filter(posting -> isParty.test(posting.account()))
          .forEach(
              posting ->
                  sums.byAccount.merge(
                      posting.account(),
                      BigInteger.valueOf(posting.amountNano()),
                      BigInteger::add));
    }
  }

  /** What is not for good yet, nano-currency. */
  BigInteger of(String account) {
    BigInteger sum = BigInteger.ZERO;
    for (Map.Entry<Long, SlotSums> slot : slots.entrySet()) {
      BigInteger net = slot.getValue().byAccount.getOrDefault(account, BigInteger.ZERO);
      if (net.signum() > 0 && mayChange(slot.getKey())) {
        sum = sum.add(net);
      }
    }
    return sum;
  }

  private boolean mayChange(long start) {
    SlotSums sums = slots.get(start);
    return (sums != null && sums.until > state.clock)
        || state.laterRuns.containsKey(start)
        || state.corrections.stream().anyMatch(one -> one.bill().slot().startMillis() == start)
        || disputes.mayCorrect(start);
  }
}
