package org.commonwatt.audit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * A settlement run whose lines may be disputed: whose each is, and until when.
 *
 * @param parties who may dispute lines of theirs
 * @param until the last instant, by the market's clock
 * @param owners of each line
 * @param source what corrections of its lines go by, null when none are posted
 */
record DisputedBill(
    DeliverySlot slot,
    Set<String> parties,
    DisputeRules times,
    long until,
    List<String> owners,
    @Nullable Source source) {

  /**
   * What corrections go by.
   *
   * @param batch as the rules give it, but for its predecessor
   * @param hash of the batch as the log states it
   * @param lines those that can be read, by index
   * @param rules the slot's
   */
  record Source(SettlementBatch batch, Hash hash, Map<Integer, BillLine> lines, Rulebook rules) {}

  /**
   * What an upheld dispute is to post.
   *
   * @param line index of its line
   * @param amountNano what is added to the line; null where that was erased
   */
  record Correction(
      long disputeId, String participant, int line, DisputedBill bill, @Nullable Long amountNano) {}
}
