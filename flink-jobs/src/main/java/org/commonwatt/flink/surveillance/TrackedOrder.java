package org.commonwatt.flink.surveillance;

import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Side;

/**
 * An open order, as far as later events need it: they name only its number.
 *
 * @param openWh what is open of it, Wh
 */
public record TrackedOrder(
    long orderId,
    String participant,
    String area,
    DeliverySlot slot,
    Side side,
    long priceMicroPerKwh,
    long openWh) {

  TrackedOrder with(long price, long open) {
    return new TrackedOrder(orderId, participant, area, slot, side, price, open);
  }

  OrderFact step(OrderFact.Step step, TrackedOrder after) {
    return new OrderFact(
        step,
        orderId,
        participant,
        area,
        side,
        after.priceMicroPerKwh(),
        step == OrderFact.Step.PLACED ? 0 : openWh,
        after.openWh());
  }
}
