package org.commonwatt.model;

/** The only input of the market: what stands on the {@code commands} log. */
public sealed interface Command {

  /**
   * Makes a rulebook the valid one.
   *
   * @param rulebook the rulebook; its version is the last one's plus 1
   */
  record ActivateRulebook(Rulebook rulebook) implements Command {}

  /**
   * Advances the market's clock; {@code time = max(last, tick)}.
   *
   * @param timeMillis UTC, milliseconds since the epoch
   */
  record Tick(long timeMillis) implements Command {}

  /**
   * Places a limit order for one slot. Fields are as the participant sent them: the core validates.
   *
   * @param participant beneficial owner
   * @param clientOrderId the participant's own id of the order
   * @param area delivery area
   * @param slotStartMillis start of the delivery slot
   * @param side buy or sell
   * @param priceMicroPerKwh limit price, µ/kWh
   * @param energyWh energy, Wh
   */
  record PlaceOrder(
      String participant,
      String clientOrderId,
      String area,
      long slotStartMillis,
      Side side,
      long priceMicroPerKwh,
      long energyWh)
      implements Command {}

  /**
   * Cancels an open order.
   *
   * @param participant owner of the order
   * @param orderId the engine's id
   */
  record CancelOrder(String participant, long orderId) implements Command {}

  /**
   * Reports what a participant's meters measured in a slot.
   *
   * @param position the metered position
   */
  record ReportPosition(MeteredPosition position) implements Command {}

  /**
   * Says that the ledger committed a settlement batch.
   *
   * @param batchId id of the batch
   * @param transactionId the ledger's transaction
   * @param blockNumber the ledger's block
   */
  record ConfirmBatch(String batchId, String transactionId, long blockNumber) implements Command {}
}
