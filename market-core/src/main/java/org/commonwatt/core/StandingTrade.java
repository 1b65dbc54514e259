package org.commonwatt.core;

import org.commonwatt.model.AreaLink;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.TradeBusted;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Rulebook.TariffStep;

/**
 * What the two kinds of trades have in common.
 *
 * @param buyOrderId the buyer's order, 0 when there is none
 * @param sellOrderId the seller's order, 0 when there is none
 * @param energyWh what stands of it, Wh
 * @param priceMicroPerKwh what the seller gets, µ/kWh
 * @param paidMicroPerKwh what the buyer pays, grid fee or market surplus included, µ/kWh
 */
record StandingTrade(
    long tradeId,
    DeliverySlot slot,
    long buyOrderId,
    long sellOrderId,
    String buyer,
    String seller,
    long energyWh,
    long priceMicroPerKwh,
    long paidMicroPerKwh) {
  static StandingTrade of(TradeMade trade) {
    return new StandingTrade(
        trade.tradeId(),
        trade.slot(),
        trade.buyOrderId(),
        trade.sellOrderId(),
        trade.buyer(),
        trade.seller(),
        trade.energyWh(),
        trade.priceMicroPerKwh(),
        trade.paidMicroPerKwh());
  }

  static StandingTrade of(ContinuousTrade trade) {
    return new StandingTrade(
        trade.tradeId(),
        trade.slot(),
        trade.buyOrderId(),
        trade.sellOrderId(),
        trade.buyer(),
        trade.seller(),
        trade.energyWh(),
        trade.priceMicroPerKwh(),
        Math.addExact(trade.priceMicroPerKwh(), trade.feeMicroPerKwh()));
  }

  /** Tells that all of it fell away. */
  TradeBusted busted(BustCause cause, String reason) {
    return new TradeBusted(tradeId, slot, buyer, seller, energyWh, priceMicroPerKwh, cause, reason);
  }

  /** Tells that it lost energy, and what is paid for that; a link is paid nothing. */
  TradeCurtailed curtailed(long byWh, Curtailment rules, TariffStep tariff) {
    return new TradeCurtailed(
        tradeId,
        slot,
        buyer,
        seller,
        byWh,
        Math.subtractExact(energyWh, byWh),
        AreaLink.isParty(buyer) ? 0 : rules.ofBuyer(paidMicroPerKwh, tariff.retailMicroPerKwh()),
        AreaLink.isParty(seller)
            ? 0
            : rules.ofSeller(priceMicroPerKwh, tariff.feedInMicroPerKwh()));
  }
}
