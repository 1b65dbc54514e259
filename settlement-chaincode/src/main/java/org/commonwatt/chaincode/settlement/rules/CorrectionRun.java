package org.commonwatt.chaincode.settlement.rules;

import com.fasterxml.jackson.databind.JsonNode;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * A run that posts what an upheld dispute corrects: after all other runs of its slot, once for each
 * dispute, between who disputed and one other account.
 */
final class CorrectionRun {
  private static final String CORRECTED = "corrected-";
  private static final int POSTINGS = 2;

  private CorrectionRun() {}

  /** The number of the dispute that a batch's id names, 0 for another batch. */
  static long dispute(SettlementBatch batch) {
    String id = batch.batchId();
    int at = id.lastIndexOf('.') + 1;
    String digits = id.startsWith(CORRECTED, at) ? id.substring(at + CORRECTED.length()) : "";
    if (!digits.matches("[1-9][0-9]{0,17}")) {
      return 0;
    }
    long number = Long.parseLong(digits);
    String expected = SettlementBatch.correctedId(batch.market(), batch.slot(), number);
    return id.equals(expected) ? number : 0;
  }

  /** Refuses a run of a slot that has a correction already, unless it is another one. */
  static void requireNone(SettlementBatch batch, State state) {
    @Nullable String first =
        state.get(DisputeKeys.corrected(batch.market(), batch.slot().startMillis()));
    if (first != null) {
      throw new Refusal(
          RefusalCode.RUN_OUT_OF_ORDER, first + " is recorded: its slot has only corrections now");
    }
  }

  /**
   * Refuses a correction that is not the right one of an upheld dispute.
   *
   * @param isLast whether no other run of the slot is to come
   */
  static void requireUpheld(SettlementBatch batch, boolean isLast, State state) {
    if (!isLast) {
      throw new Refusal(
          RefusalCode.RUN_OUT_OF_ORDER,
          "post the final run of the slot first: corrections come after it");
    }
    long number = dispute(batch);
    @Nullable String stored = state.get(DisputeKeys.dispute(batch.market(), number));
    JsonNode kept = stored == null ? null : Fields.object("dispute", stored);
    if (kept == null || !kept.required("status").textValue().equals("UPHELD")) {
      throw new Refusal(
          RefusalCode.DISPUTE_NOT_UPHELD,
          "a correction needs dispute " + number + " to be recorded and upheld");
    }
    JsonNode dispute = kept.required("dispute");
    SettlementBatch disputed =
        Settlement.recorded(state, batch.market(), dispute.required("batchId").textValue()).batch();
    requireSame(batch, disputed);
    String participant = dispute.required("participant").textValue();
    boolean fits =
        batch.postings().size() == POSTINGS
            && batch.postings().stream().anyMatch(one -> one.account().equals(participant));
    if (!fits) {
      throw new Refusal(
          RefusalCode.RUN_DIFFERS,
          "a correction has " + POSTINGS + " postings, one of them to " + participant);
    }
  }

  private static void requireSame(SettlementBatch batch, SettlementBatch disputed) {
    Hash ground = BatchHash.of(disputed);
    boolean same =
        disputed.slot().equals(batch.slot())
            && disputed.rulebookVersion() == batch.rulebookVersion()
            && disputed.rulebookHash().equals(batch.rulebookHash())
            && disputed.auctionHash().equals(batch.auctionHash());
    if (!same || !batch.positionsHash().equals(ground)) {
      throw new Refusal(
          RefusalCode.RUN_DIFFERS,
          "slot, rulebook and auction must be those of "
              + disputed.batchId()
              + ", whose line is disputed, and positionsHash its hash "
              + ground);
    }
  }

  /** Notes that the slot has a correction. */
  static void note(SettlementBatch batch, State state) {
    StateKey key = DisputeKeys.corrected(batch.market(), batch.slot().startMillis());
    if (dispute(batch) > 0 && state.get(key) == null) {
      state.put(key, batch.batchId());
    }
  }
}
