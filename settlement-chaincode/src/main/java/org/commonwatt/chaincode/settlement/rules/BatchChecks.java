package org.commonwatt.chaincode.settlement.rules;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** What a batch must be, beyond its spelling; in the order of {@link RefusalCode}. */
final class BatchChecks {
  private BatchChecks() {}

  /** Refuses a batch that does not follow the market's newest one, null for none. */
  static void requireFollows(SettlementBatch batch, @Nullable Head head) {
    Hash expected = head == null ? Hash.ZERO : head.batchHash();
    if (!batch.predecessor().equals(expected)) {
      throw new Refusal(
          RefusalCode.WRONG_PREDECESSOR,
          "predecessor must be "
              + expected
              + (head == null
                  ? ", the market has no batch yet"
                  : ", the hash of " + head.batchId()));
    }
    SlotRun.requireNamed(batch);
    boolean again = head != null && batch.slot().startMillis() < head.slotEndMillis();
    if (head != null && again && batch.isInitial()) {
      throw new Refusal(
          RefusalCode.SLOT_NOT_AFTER_HEAD,
          "slotStartMillis must be at least "
              + head.slotEndMillis()
              + ", the end of the newest slot");
    }
  }

  /** Refuses postings that are zero, doubled, unsorted or unbalanced. */
  static void requireBalanced(SettlementBatch batch) {
    Set<String> accounts = new HashSet<>();
    BigInteger sum = BigInteger.ZERO;
    for (Posting posting : batch.postings()) {
      if (posting.amountNano() == 0) {
        throw new Refusal(
            RefusalCode.ZERO_POSTING, "leave out the posting of 0 to " + posting.account());
      }
      sum = sum.add(BigInteger.valueOf(posting.amountNano()));
    }
    for (Posting posting : batch.postings()) {
      if (!accounts.add(posting.account())) {
        throw new Refusal(
            RefusalCode.DUPLICATE_POSTING, "post the sum for " + posting.account() + " once");
      }
    }
    requireSorted(batch);
    if (sum.signum() != 0) {
      throw new Refusal(
          RefusalCode.SUM_NOT_ZERO, "the postings sum to " + sum + " nano-currency, not to 0");
    }
  }

  private static void requireSorted(SettlementBatch batch) {
    byte[] before = {};
    for (Posting posting : batch.postings()) {
      byte[] account = posting.account().getBytes(StandardCharsets.UTF_8);
      if (Arrays.compareUnsigned(before, account) > 0) {
        throw new Refusal(
            RefusalCode.UNSORTED_POSTINGS,
            "sort the postings by the bytes of their accounts: " + posting.account() + " is late");
      }
      before = account;
    }
  }
}
