package org.commonwatt.audit;

import org.commonwatt.model.AreaLink;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.TradeBusted;
import org.commonwatt.model.Event.TradeMade;

/**
 * A trade of an auction or of continuous trading, as far as it makes no difference which.
 *
 * @param paid what the buyer pays in all, µ/kWh
 * @param received what the seller gets, µ/kWh
 */
record AnyTrade(
    long id,
    DeliverySlot slot,
    String buyer,
    String seller,
    long energyWh,
    long paid,
    long received) {
  static AnyTrade of(TradeMade t) {
    long price = t.priceMicroPerKwh();
    long paid = Math.addExact(price, t.surplusMicroPerKwh());
    return new AnyTrade(t.tradeId(), t.slot(), t.buyer(), t.seller(), t.energyWh(), paid, price);
  }

  static AnyTrade of(ContinuousTrade t) {
    long price = t.priceMicroPerKwh();
    long paid = Math.addExact(price, t.feeMicroPerKwh());
    return new AnyTrade(t.tradeId(), t.slot(), t.buyer(), t.seller(), t.energyWh(), paid, price);
  }

  boolean isWithLink() {
    return AreaLink.isParty(buyer) || AreaLink.isParty(seller);
  }

  TradeBusted busted(BustCause cause, String reason) {
    return new TradeBusted(id, slot, buyer, seller, energyWh, received, cause, reason);
  }
}
