package org.commonwatt.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Side;

/**
 * The trades of a slot that stand, with the energy that stands of them, and what is owed for energy
 * that they lost. Each counts in the exposures of its parties.
 */
final class SlotTrades {
  private final Function<String, Exposure> exposures;
  private final List<TradeMade> made = new ArrayList<>();
  private final List<ContinuousTrade> continuous = new ArrayList<>();
  private final Map<Long, Long> madeAt = new HashMap<>(); // the market's clock, by trade
  private final List<TradeCurtailed> curtailments = new ArrayList<>();

  /**
   * No trades.
   *
   * @param exposures of participants and links in the slot
   */
  SlotTrades(Function<String, Exposure> exposures) {
    this.exposures = exposures;
  }

  void save(StateWriter out) {
    out.number(made.size());
    for (TradeMade trade : made) {
      out.number(madeMillis(trade.tradeId()));
      out.event(trade);
    }
    out.number(continuous.size());
    for (ContinuousTrade trade : continuous) {
      out.number(madeMillis(trade.tradeId()));
      out.event(trade);
    }
    out.number(curtailments.size());
    curtailments.forEach(out::event);
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param shared gives the one text of an id that all trades keep
   */
  void restore(StateReader in, UnaryOperator<String> shared) {
    for (int left = in.count(); left > 0; left--) {
      long time = in.number();
      add(shared(in.event(TradeMade.class), shared), time);
    }
    for (int left = in.count(); left > 0; left--) {
      long time = in.number();
      add(shared(in.event(ContinuousTrade.class), shared), time);
    }
    for (int left = in.count(); left > 0; left--) {
      curtailments.add(in.event(TradeCurtailed.class));
    }
  }

  private static TradeMade shared(TradeMade trade, UnaryOperator<String> shared) {
    return new TradeMade(
        trade.tradeId(),
        trade.slot(),
        trade.buyOrderId(),
        trade.sellOrderId(),
        shared.apply(trade.buyer()),
        shared.apply(trade.seller()),
        trade.energyWh(),
        trade.priceMicroPerKwh(),
        trade.surplusMicroPerKwh());
  }

  private static ContinuousTrade shared(ContinuousTrade trade, UnaryOperator<String> shared) {
    return new ContinuousTrade(
        trade.tradeId(),
        trade.slot(),
        trade.takerOrderId(),
        trade.makerOrderId(),
        trade.takerSide(),
        shared.apply(trade.buyer()),
        shared.apply(trade.seller()),
        shared.apply(trade.buyArea()),
        shared.apply(trade.sellArea()),
        trade.energyWh(),
        trade.priceMicroPerKwh(),
        trade.feeMicroPerKwh(),
        trade.path(),
        trade.source());
  }

  /** Those of the auction, by id. */
  List<TradeMade> ofAuction() {
    return made;
  }

  /** Those of continuous trading, by id. */
  List<ContinuousTrade> continuous() {
    return continuous;
  }

  /** All, by id. */
  Stream<StandingTrade> all() {
    return Stream.concat(
        made.stream().map(StandingTrade::of), continuous.stream().map(StandingTrade::of));
  }

  /** What trades that stand, or of which nothing is left, lost by curtailment, as it was told. */
  List<TradeCurtailed> curtailments() {
    return curtailments;
  }

  void add(TradeMade trade, long timeMillis) {
    made.add(trade);
    madeAt.put(trade.tradeId(), timeMillis);
    expose(StandingTrade.of(trade));
  }

  void add(ContinuousTrade trade, long timeMillis) {
    continuous.add(trade);
    madeAt.put(trade.tradeId(), timeMillis);
    expose(StandingTrade.of(trade));
  }

  boolean has(long tradeId) {
    return madeAt.containsKey(tradeId);
  }

  /** What the market's clock said when a trade was made that stands. */
  long madeMillis(long tradeId) {
    Long time = madeAt.get(tradeId);
    if (time == null) {
      throw new IllegalStateException("no trade " + tradeId + " stands");
    }
    return time;
  }

  /** Takes trades out: nobody delivers, takes or pays for them, nor is paid for what they lost. */
  void drop(Set<Long> tradeIds) {
    all().filter(trade -> tradeIds.contains(trade.tradeId())).forEach(this::hide);
    remove(tradeIds::contains);
    curtailments.removeIf(lost -> tradeIds.contains(lost.tradeId()));
  }

  /** Owes nothing for what was lost. */
  void forgetCurtailments() {
    curtailments.clear();
  }

  /** Takes energy from trades; those that are left without any do not stand any more. */
  void curtail(List<TradeCurtailed> told) {
    curtailments.addAll(told);
    Map<Long, TradeCurtailed> lost = new HashMap<>();
    told.forEach(loss -> lost.put(loss.tradeId(), loss));
    all().filter(trade -> lost.containsKey(trade.tradeId())).forEach(this::hide);
    made.replaceAll(
        trade -> {
          TradeCurtailed loss = lost.get(trade.tradeId());
          return loss == null ? trade : trade.withEnergy(loss.leftWh());
        });
    continuous.replaceAll(
        trade -> {
          TradeCurtailed loss = lost.get(trade.tradeId());
          return loss == null ? trade : trade.withEnergy(loss.leftWh());
        });
    all().filter(trade -> lost.containsKey(trade.tradeId())).forEach(this::expose);
    remove(
        tradeId -> {
          TradeCurtailed loss = lost.get(tradeId);
          return loss != null && loss.leftWh() == 0;
        });
  }

  private void remove(Predicate<Long> which) {
    made.removeIf(trade -> which.test(trade.tradeId()));
    continuous.removeIf(trade -> which.test(trade.tradeId()));
    madeAt.keySet().removeIf(which);
  }

  private void expose(StandingTrade trade) {
    buyer(trade).trade(Side.BUY, trade.energyWh(), trade.paidMicroPerKwh());
    seller(trade).trade(Side.SELL, trade.energyWh(), trade.priceMicroPerKwh());
  }

  private void hide(StandingTrade trade) {
    buyer(trade).untrade(Side.BUY, trade.energyWh(), trade.paidMicroPerKwh());
    seller(trade).untrade(Side.SELL, trade.energyWh(), trade.priceMicroPerKwh());
  }

  private Exposure buyer(StandingTrade trade) {
    return exposures.apply(trade.buyer());
  }

  private Exposure seller(StandingTrade trade) {
    return exposures.apply(trade.seller());
  }
}
