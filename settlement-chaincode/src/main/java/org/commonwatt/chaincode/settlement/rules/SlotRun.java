package org.commonwatt.chaincode.settlement.rules;

import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * The settlement runs of a slot: initial, then revised-1, revised-2 and so on, then final; behind
 * these a corrected-N for each upheld dispute N that changes an amount.
 */
final class SlotRun {
  private static final String REVISED = "revised-";

  private SlotRun() {}

  /** Refuses a batch whose id is not that of a run of its slot. */
  static void requireNamed(SettlementBatch batch) {
    String initial = SettlementBatch.initialId(batch.market(), batch.slot());
    boolean named =
        batch.batchId().equals(initial)
            || batch.batchId().equals(finalId(batch))
            || revision(batch) > 0
            || CorrectionRun.dispute(batch) > 0;
    if (!named) {
      throw new Refusal(
          RefusalCode.WRONG_BATCH_ID,
          "batchId must be " + initial + ", or end in revised-N, final or corrected-N instead");
    }
  }

  /** Refuses a later run that is not the next one of its slot, or rests on something else. */
  static void requireInTurn(SettlementBatch batch, State state) {
    if (batch.isInitial()) {
      return;
    }
    boolean isFinal = read(batch, finalId(batch), state) != null;
    if (CorrectionRun.dispute(batch) > 0) {
      requireInitial(batch, state);
      CorrectionRun.requireUpheld(batch, isFinal || isSettledOnce(batch, state), state);
      return;
    }
    CorrectionRun.requireNone(batch, state);
    if (isFinal) {
      throw new Refusal(
          RefusalCode.RUN_OUT_OF_ORDER, finalId(batch) + " is recorded: its slot has no more runs");
    }
    int revision = revision(batch);
    String before =
        revision > 1
            ? SettlementBatch.revisedId(batch.market(), batch.slot(), revision - 1)
            : SettlementBatch.initialId(batch.market(), batch.slot());
    SettlementBatch recorded = read(batch, before, state);
    if (recorded == null) {
      throw new Refusal(RefusalCode.RUN_OUT_OF_ORDER, "post " + before + " first");
    }
    if (!recorded.slot().equals(batch.slot())
        || recorded.rulebookVersion() != batch.rulebookVersion()
        || !recorded.rulebookHash().equals(batch.rulebookHash())
        || !recorded.auctionHash().equals(batch.auctionHash())) {
      throw new Refusal(
          RefusalCode.RUN_DIFFERS,
          "slot, rulebook and auction must be those of " + before + ": only positions are revised");
    }
  }

  private static void requireInitial(SettlementBatch batch, State state) {
    String initial = SettlementBatch.initialId(batch.market(), batch.slot());
    if (read(batch, initial, state) == null) {
      throw new Refusal(RefusalCode.RUN_OUT_OF_ORDER, "post " + initial + " first");
    }
  }

  /**
   * Whether a slot has no run after its initial one: a market may settle each slot once. Whether it
   * has a final one to come its rulebook says, which only the audit reads.
   */
  private static boolean isSettledOnce(SettlementBatch batch, State state) {
    return read(batch, SettlementBatch.revisedId(batch.market(), batch.slot(), 1), state) == null;
  }

  private static @Nullable SettlementBatch read(SettlementBatch batch, String id, State state) {
    @Nullable String stored = state.get(StateKey.batch(batch.market(), id));
    return stored == null ? null : Settlement.batchOf(stored);
  }

  private static String finalId(SettlementBatch batch) {
    return SettlementBatch.finalId(batch.market(), batch.slot());
  }

  /** The number of a revised run, 0 for another batch. */
  private static int revision(SettlementBatch batch) {
    String id = batch.batchId();
    int at = id.lastIndexOf('.') + 1;
    String digits = id.startsWith(REVISED, at) ? id.substring(at + REVISED.length()) : "";
    if (!digits.matches("[1-9][0-9]{0,8}")) {
      return 0;
    }
    int number = Integer.parseInt(digits);
    String expected = SettlementBatch.revisedId(batch.market(), batch.slot(), number);
    return id.equals(expected) ? number : 0;
  }
}
