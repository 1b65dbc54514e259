package org.commonwatt.core.settlement;

import java.util.List;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.UnitDelivery;

/**
 * What a slot's settlement rests on.
 *
 * @param rulebook the slot's rulebook
 * @param auction result of the slot's auction
 * @param trades the trades of the auction, by id
 * @param continuousTrades the trades of continuous trading, by id
 * @param curtailments what trades lost by lowered limits of links, in the order it was told
 * @param imbalancePrices the newest imbalance price of each area for which one was imported, by
 *     area
 * @param boundaries the newest flow over the boundary of each area for which one was reported, by
 *     area
 * @param services promised parts of storage units, and what was metered of them
 * @param positions the position of each member of the rulebook in this slot, by participant
 * @param predecessor hash of the market's previous batch, zero for the first
 */
public record SettlementInput(
    Rulebook rulebook,
    AuctionCleared auction,
    List<TradeMade> trades,
    List<ContinuousTrade> continuousTrades,
    List<TradeCurtailed> curtailments,
    List<ImbalancePrice> imbalancePrices,
    List<BoundaryFlow> boundaries,
    Services services,
    List<MeteredPosition> positions,
    Hash predecessor) {
  /** Copies the lists. */
  public SettlementInput {
    trades = List.copyOf(trades);
    continuousTrades = List.copyOf(continuousTrades);
    curtailments = List.copyOf(curtailments);
    imbalancePrices = List.copyOf(imbalancePrices);
    boundaries = List.copyOf(boundaries);
    positions = List.copyOf(positions);
  }

  /** A slot without continuous trading. */
  public SettlementInput(
      Rulebook rulebook,
      AuctionCleared auction,
      List<TradeMade> trades,
      List<MeteredPosition> positions,
      Hash predecessor) {
    this(rulebook, auction, trades, List.of(), positions, predecessor);
  }

  /** A slot without curtailments. */
  public SettlementInput(
      Rulebook rulebook,
      AuctionCleared auction,
      List<TradeMade> trades,
      List<ContinuousTrade> continuousTrades,
      List<MeteredPosition> positions,
      Hash predecessor) {
    this(
        rulebook,
        auction,
        trades,
        continuousTrades,
        List.of(),
        List.of(),
        List.of(),
        Services.NONE,
        positions,
        predecessor);
  }

  /** The same with other imbalance prices, boundary flows and deliveries of storage units. */
  public SettlementInput with(
      List<ImbalancePrice> prices, List<BoundaryFlow> flows, List<UnitDelivery> deliveries) {
    return new SettlementInput(
        rulebook,
        auction,
        trades,
        continuousTrades,
        curtailments,
        prices,
        flows,
        new Services(services.promises(), deliveries),
        positions,
        predecessor);
  }

  /** The slot to settle. */
  public DeliverySlot slot() {
    return auction.slot();
  }
}
