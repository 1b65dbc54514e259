package org.commonwatt.model;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the market did: the engine's only output, on the {@code events} log. */
public sealed interface Event {

  /** A rulebook is in force. */
  record RulebookActivated(int version, Hash documentHash) implements Event {}

  /** A rulebook was refused. */
  record RulebookRejected(int version, Rejection rejection) implements Event {}

  /** The market's clock stands at this instant. */
  record TimeAdvanced(long timeMillis) implements Event {}

  /** A slot entered a phase. */
  record SlotPhaseChanged(DeliverySlot slot, SlotPhase phase) implements Event {}

  /**
   * An order is open.
   *
   * @param orderId the engine's id, counts up from 1
   * @param timeMillis the market's clock when the order was taken
   */
  record OrderAccepted(
      long orderId,
      String participant,
      String clientOrderId,
      String area,
      DeliverySlot slot,
      Side side,
      long priceMicroPerKwh,
      long energyWh,
      long timeMillis)
      implements Event {}

  /** The same order was sent again under the same client order id; nothing changed. */
  record OrderRepeated(long orderId, String participant, String clientOrderId) implements Event {}

  /** An order was refused. */
  record OrderRejected(String participant, String clientOrderId, Rejection rejection)
      implements Event {}

  /** An open order was cancelled by its owner. */
  record OrderCancelled(long orderId) implements Event {}

  /** A cancellation was refused. */
  record CancelRejected(String participant, long orderId, Rejection rejection) implements Event {}

  /**
   * The auction of a slot.
   *
   * @param priceMicroPerKwh the price by the rulebook's rule; null when nothing bounds it
   * @param minPriceMicroPerKwh lower end of the supporting prices; null when nothing bounds it
   * @param maxPriceMicroPerKwh upper end of the supporting prices; null when nothing bounds it
   * @param volumeWh energy bought, equal to energy sold
   * @param welfareNano accepted buys minus accepted sells at their limits
   */
  record AuctionCleared(
      String area,
      DeliverySlot slot,
      @Nullable Long priceMicroPerKwh,
      @Nullable Long minPriceMicroPerKwh,
      @Nullable Long maxPriceMicroPerKwh,
      long volumeWh,
      BigInteger welfareNano)
      implements Event {}

  /** An order got energy in an auction; the rest of it, if any, expires. */
  record OrderFilled(long orderId, long energyWh, long priceMicroPerKwh) implements Event {}

  /** An order, or the rest of it, ended without a fill at its slot's gate. */
  record OrderExpired(long orderId, long unfilledWh) implements Event {}

  /**
   * Two orders of different owners traded.
   *
   * @param tradeId counts up from 1
   */
  record TradeMade(
      long tradeId,
      DeliverySlot slot,
      long buyOrderId,
      long sellOrderId,
      String buyer,
      String seller,
      long energyWh,
      long priceMicroPerKwh)
      implements Event {}

  /** A metered position is in the market's books. */
  record PositionRecorded(MeteredPosition position) implements Event {}

  /** A metered position was refused. */
  record PositionRejected(MeteredPosition position, Rejection rejection) implements Event {}

  /** A slot's initial settlement. */
  record SlotSettled(SettlementBatch batch, List<BillLine> billLines) implements Event {
    /** Copies the lines. */
    public SlotSettled {
      billLines = List.copyOf(billLines);
    }
  }

  /** The ledger committed a batch: its trades are recorded. */
  record BatchRecorded(String batchId, String transactionId, long blockNumber) implements Event {}

  /** A confirmation was refused. */
  record ConfirmationRejected(String batchId, Rejection rejection) implements Event {}

  /** A bridge sent something again; nothing changed. */
  record DuplicateIgnored(CommandOrigin origin) implements Event {}
}
