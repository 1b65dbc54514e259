package org.commonwatt.chaincode.settlement.rules;

import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** The settlement runs of a slot: initial, then revised-1, revised-2 and so on, then final. */
final class SlotRun {
  private static final String REVISED = "revised-";

  private SlotRun() {}

  /** Refuses a batch whose id is not that of a run of its slot. */
  static void requireNamed(SettlementBatch batch) {
    String initial = SettlementBatch.initialId(batch.market(), batch.slot());
    boolean named =
        batch.batchId().equals(initial)
            || batch.batchId().equals(finalId(batch))
            || revision(batch) > 0;
    if (!named) {
      throw new Refusal(
          RefusalCode.WRONG_BATCH_ID,
          "batchId must be " + initial + ", or end in revised-N or final instead");
    }
  }

  /** Refuses a later run that is not the next one of its slot, or rests on something else. */
  static void requireInTurn(SettlementBatch batch, State state) {
    if (batch.isInitial()) {
      return;
    }
    if (read(batch, finalId(batch), state) != null) {
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
