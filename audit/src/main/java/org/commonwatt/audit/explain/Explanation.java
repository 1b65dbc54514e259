package org.commonwatt.audit.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What led to a participant's bill of a slot, as log and ledger say. It recomputes nothing: whether
 * all of it follows from the rules {@code audit verify} says.
 *
 * @param market id of the market
 * @param participant whose bill
 * @param slotStart start of the slot, UTC
 * @param slotMinutes its length; 0 when the log does not know the slot
 * @param readings of the participant's meters from a slot's length before the slot to one after it
 * @param positions the metered positions, every version
 * @param orders the participant's orders for the slot
 * @param prices of the slot's auction
 * @param trades the participant's trades
 * @param imbalancePrices that were imported for the slot, every version
 * @param losses of areas in the slot, when the participant bears some of them
 * @param services storage services that the participant has or gives, as settlement runs have them
 * @param disputes of the participant's lines of the slot, and what became of them
 * @param runs the settlements of the slot with the participant's lines
 * @param missing what could not be read, one sentence each
 */
public record Explanation(
    String market,
    String participant,
    String slotStart,
    int slotMinutes,
    List<Reading> readings,
    List<Position> positions,
    List<Order> orders,
    List<Price> prices,
    List<Trade> trades,
    List<ImbalancePrice> imbalancePrices,
    List<Losses> losses,
    List<Service> services,
    List<Dispute> disputes,
    List<Run> runs,
    List<String> missing) {
  /** Copies the lists. */
  public Explanation {
    readings = List.copyOf(readings);
    positions = List.copyOf(positions);
    orders = List.copyOf(orders);
    prices = List.copyOf(prices);
    trades = List.copyOf(trades);
    imbalancePrices = List.copyOf(imbalancePrices);
    losses = List.copyOf(losses);
    services = List.copyOf(services);
    disputes = List.copyOf(disputes);
    runs = List.copyOf(runs);
    missing = List.copyOf(missing);
  }

  /**
   * What an area lost, as a settlement run has it.
   *
   * @param boundaryVersion 0 when the boundary had not reported: nothing is settled then
   * @param boundary the record of its boundary meter, empty when there is none
   */
  public record Losses(
      At at,
      int run,
      String area,
      int boundaryVersion,
      String boundary,
      long enteredWh,
      long leftWh,
      long technicalWh,
      long residualWh,
      long limitWh) {}

  /**
   * What a storage service had, as a settlement run has it.
   *
   * @param number of the agreement, which its lines name
   * @param version of what was metered of the unit, 0 when nothing was
   * @param committedWh of a firm schedule what was promised, Wh, negative what was to be charged;
   *     of another service what was used
   * @param leasedWh the slot's share of a lease
   * @param excused whether no penalty is due for what was missed
   */
  public record Service(
      At at,
      int run,
      long number,
      String unit,
      String commitment,
      String seller,
      String customer,
      int version,
      long committedWh,
      long deliveredWh,
      long leasedWh,
      long missedWh,
      boolean excused) {}

  /** Where on the log: the event's number, and the command that it answers. */
  public record At(long event, long commandOffset, int commandIndex) {}

  /** Cumulative registers of a meter, Wh; {@code recordHash} is what the next one is chained to. */
  public record Reading(
      String meter,
      long sequence,
      String time,
      long importWh,
      long exportWh,
      String quality,
      boolean signed,
      String recordHash) {}

  /**
   * A metered position.
   *
   * @param at null when only its record is there
   * @param quality its flag
   * @param outcome {@code RECORDED}, {@code ASSUMED}, or the code of its refusal
   * @param source the record that it came from, such as {@code positions 0, offset 12}
   * @param evidence hash of what each meter measured, which the batch binds; null where it has none
   * @param readingsShow whether the readings at the slot's borders alone give that evidence; if
   *     not, a reading is missing there and its energy was interpolated or substituted, or the
   *     position does not rest on these readings
   */
  public record Position(
      At at,
      int version,
      long importWh,
      long exportWh,
      String quality,
      String outcome,
      String source,
      @Nullable String evidence,
      boolean readingsShow) {}

  /** An order. */
  public record Order(
      At at,
      long orderId,
      String clientOrderId,
      String area,
      String side,
      long priceMicroPerKwh,
      long energyWh) {}

  /** What an area cleared at, null where it has no price. */
  public record Price(
      At at, String area, @Nullable Long priceMicroPerKwh, long buyWh, long sellWh) {}

  /**
   * A trade, or what became of it.
   *
   * @param what {@code AUCTION}, {@code CONTINUOUS}, {@code BILATERAL}, {@code BUSTED} or {@code
   *     CURTAILED}
   * @param energyWh its energy; what is left, when it was curtailed
   */
  public record Trade(
      At at,
      String what,
      long tradeId,
      String buyer,
      String seller,
      long energyWh,
      long priceMicroPerKwh,
      long feeMicroPerKwh) {}

  /** What who is short pays, and who is long gets, for a deviation in an area; µ/kWh. */
  public record ImbalancePrice(
      At at, String area, int version, long shortMicroPerKwh, long longMicroPerKwh) {}

  /**
   * What became of a dispute.
   *
   * @param what {@code OPENED}, {@code UPHELD}, {@code DISMISSED}, {@code WITHDRAWN} or {@code
   *     OVERDUE}
   * @param line the line that it is about, when it is opened
   * @param said why, and what amount is right
   */
  public record Dispute(At at, long disputeId, String what, @Nullable String line, String said) {}

  /**
   * A settlement.
   *
   * @param run which one of the slot, from 0
   * @param rulebook version in force
   * @param rulebookHash hash of its document
   * @param postingNano what was posted to the participant, null without a posting
   * @param transactionId the ledger's transaction, null while it is not confirmed
   * @param onLedger whether the ledger's block has a valid transaction that posts this batch
   */
  public record Run(
      At at,
      int run,
      String batchId,
      int rulebook,
      String rulebookHash,
      String billRoot,
      @Nullable String postingNano,
      @Nullable String transactionId,
      @Nullable Long block,
      boolean onLedger,
      List<Line> lines) {
    /** Copies the lines. */
    public Run {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A bill line.
   *
   * @param id as {@code audit prove --bill} takes it
   * @param kind null when its key is gone, and with it all that follows
   * @param amountNano received is positive
   * @param quality that of the position that the line rests on, as its run took it: {@code ACTUAL}
   *     was read, anything else was made; null of a line that rests on no position
   * @param rule how the amount comes about
   */
  public record Line(
      String id,
      @Nullable String kind,
      @Nullable String counterparty,
      long tradeId,
      long energyWh,
      long priceMicroPerKwh,
      @Nullable String amountNano,
      @Nullable String quality,
      String leafHash,
      String rule) {}
}
