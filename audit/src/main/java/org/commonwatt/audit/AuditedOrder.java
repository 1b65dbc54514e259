package org.commonwatt.audit;

import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Side;

/**
 * An order that the rules accept.
 *
 * @param id counts up from 1
 * @param content as the participant sent it
 * @param timeMillis the market's clock when it was accepted
 */
record AuditedOrder(long id, PlaceOrder content, long timeMillis) {

  boolean isBuy() {
    return content.side() == Side.BUY;
  }

  long price() {
    return content.priceMicroPerKwh();
  }

  long energy() {
    return content.energyWh();
  }
}
