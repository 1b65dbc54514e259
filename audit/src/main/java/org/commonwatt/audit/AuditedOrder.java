package org.commonwatt.audit;

import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Side;

/**
 * An order that the rules accept, as it stands before continuous trading.
 *
 * @param id counts up from 1
 * @param content as the participant sent it
 * @param arrival its place in time: the smaller the earlier
 * @param price limit, µ/kWh, after amendments
 * @param energy what is open of it, Wh, after amendments
 */
record AuditedOrder(long id, PlaceOrder content, long arrival, long price, long energy) {

  /** An order as it was accepted. */
  AuditedOrder(long id, PlaceOrder content, long arrival) {
    this(id, content, arrival, content.priceMicroPerKwh(), content.energyWh());
  }

  /** The order after an amendment. */
  AuditedOrder amended(long newArrival, long newPrice, long newEnergy) {
    return new AuditedOrder(id, content, newArrival, newPrice, newEnergy);
  }

  boolean isBuy() {
    return content.side() == Side.BUY;
  }

  OrderTerms terms() {
    return content.terms();
  }

  /** The least energy that it takes in an auction, Wh; 0: any. */
  long minimumWh() {
    return terms().allOrNone() ? energy : Math.min(terms().minEnergyWh(), energy);
  }
}
