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
   * The auction of a slot, which clears all areas together.
   *
   * @param areas what it gave in each area of the rulebook, in order of id
   * @param links what flows over each link of the rulebook, in order of (from, to)
   * @param welfareNano accepted buys minus accepted sells at their limits, minus the links' fees
   */
  record AuctionCleared(
      DeliverySlot slot, List<AreaCleared> areas, List<LinkFlow> links, BigInteger welfareNano)
      implements Event {
    /** Copies the lists; there is at least one area. */
    public AuctionCleared {
      areas = List.copyOf(areas);
      links = List.copyOf(links);
      if (areas.isEmpty()) {
        throw new IllegalArgumentException("an auction has at least one area");
      }
    }

    /** Energy bought in all areas together, equal to energy sold, Wh. */
    public long volumeWh() {
      return areas.stream().mapToLong(AreaCleared::buyWh).reduce(0, Math::addExact);
    }
  }

  /**
   * What an auction gave in one area.
   *
   * @param priceMicroPerKwh the price by the rulebook's rule; null when nothing bounds it
   * @param minPriceMicroPerKwh lower end of the supporting prices; null when nothing bounds it
   * @param maxPriceMicroPerKwh upper end of the supporting prices; null when nothing bounds it
   * @param buyWh energy that members of the area bought
   * @param sellWh energy that members of the area sold
   */
  record AreaCleared(
      String area,
      @Nullable Long priceMicroPerKwh,
      @Nullable Long minPriceMicroPerKwh,
      @Nullable Long maxPriceMicroPerKwh,
      long buyWh,
      long sellWh) {
    /** What flows out of the area minus what flows in, Wh. */
    public long netExportWh() {
      return sellWh - buyWh;
    }
  }

  /**
   * What flows over a link in a slot.
   *
   * @param flowWh Wh; positive from {@code from} to {@code to}, negative in reverse
   */
  record LinkFlow(String from, String to, long flowWh) {
    /** The link as a party to trades. */
    public String party() {
      return AreaLink.party(from, to);
    }
  }

  /** An order got energy in an auction; the rest of it, if any, expires. */
  record OrderFilled(long orderId, long energyWh, long priceMicroPerKwh) implements Event {}

  /** An order, or the rest of it, ended without a fill at its slot's gate. */
  record OrderExpired(long orderId, long unfilledWh) implements Event {}

  /**
   * Two parties of one area traded: orders of different owners, or an order and a link that brings
   * energy to the area or takes it away, or two such links.
   *
   * @param tradeId counts up from 1
   * @param buyOrderId the buyer's order, 0 when it is a link
   * @param sellOrderId the seller's order, 0 when it is a link
   * @param buyer participant, or {@link AreaLink#party()}
   * @param seller participant, or {@link AreaLink#party()}
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
