package org.commonwatt.core;

import org.commonwatt.model.CancelReason;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * An accepted order as it stands now.
 *
 * @param orderId the engine's id, counts up from 1
 * @param participant owner
 * @param clientOrderId the owner's id
 * @param area delivery area
 * @param slot delivery slot
 * @param side buy or sell
 * @param priceMicroPerKwh limit price, µ/kWh, as last amended
 * @param energyWh ordered energy, Wh, as last amended, less what self-trade prevention took and
 *     what fell away with a trade
 * @param filledWh traded energy, 0 to {@code energyWh}
 * @param shownWh what the book shows of it, Wh; 0 when it is not open
 * @param timeMillis the market's clock when the order was taken
 * @param state where it stands
 * @param cancelReason why what was left is out of the market; null while it is open, and when
 *     nothing was left
 * @param terms how long it stands, and its qualifiers
 */
public record Order(
    long orderId,
    String participant,
    String clientOrderId,
    String area,
    DeliverySlot slot,
    Side side,
    long priceMicroPerKwh,
    long energyWh,
    long filledWh,
    long shownWh,
    long timeMillis,
    OrderState state,
    @Nullable CancelReason cancelReason,
    OrderTerms terms) {
  /** What may still trade, Wh, hidden energy included. */
  public long openWh() {
    return state == OrderState.OPEN ? energyWh - filledWh : 0;
  }

  /** What was left of it when it ended, Wh. */
  public long cancelledWh() {
    return energyWh - filledWh - openWh();
  }
}
