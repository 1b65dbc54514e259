package org.commonwatt.core;

import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Side;

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
 * @param energyWh ordered energy, Wh, as last amended, less what self-trade prevention took
 * @param filledWh traded energy, 0 to {@code energyWh}
 * @param timeMillis the market's clock when the order was taken
 * @param state where it stands
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
    long timeMillis,
    OrderState state,
    OrderTerms terms) {
  /** An order with the default terms. */
  public Order(
      long orderId,
      String participant,
      String clientOrderId,
      String area,
      DeliverySlot slot,
      Side side,
      long priceMicroPerKwh,
      long energyWh,
      long filledWh,
      long timeMillis,
      OrderState state) {
    this(
        orderId,
        participant,
        clientOrderId,
        area,
        slot,
        side,
        priceMicroPerKwh,
        energyWh,
        filledWh,
        timeMillis,
        state,
        OrderTerms.DEFAULT);
  }
}
