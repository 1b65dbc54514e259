package org.commonwatt.flink.surveillance;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.flink.surveillance.CloseState.ClosingTrade;
import org.commonwatt.model.Alert;
import org.commonwatt.model.Alert.Measure;
import org.commonwatt.model.AlertPattern;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** Marking the close: who moves the price of the last trades before gate closure. */
final class CloseWatch {
  private final SurveillanceRules.Close rules;
  private final long closureLeadMillis;

  /**
   * A watch.
   *
   * @param rules the numbers
   * @param closureLeadMinutes how long before a slot's start its gate closes
   */
  CloseWatch(SurveillanceRules.Close rules, int closureLeadMinutes) {
    this.rules = rules;
    this.closureLeadMillis = closureLeadMinutes * 60_000L;
  }

  CloseState auctioned(CloseState before, @Nullable Long priceMicroPerKwh) {
    return new CloseState(
        priceMicroPerKwh, before.valueNano(), before.energyWh(), before.closing());
  }

  CloseState traded(CloseState before, MarketFact fact, TradeFact trade, TradeFact.Deal deal) {
    if (fact.place().timeMillis() < fromMillis(fact.slot())) {
      return new CloseState(
          before.auctionMicroPerKwh(),
          before
              .valueNano()
              .add(
                  BigInteger.valueOf(trade.energyWh())
                      .multiply(BigInteger.valueOf(trade.priceMicroPerKwh()))),
          Math.addExact(before.energyWh(), trade.energyWh()),
          before.closing());
    }
    boolean buys = deal.takerSide() == Side.BUY;
    List<ClosingTrade> closing = new ArrayList<>(before.closing());
    closing.add(
        new ClosingTrade(
            fact.place(),
            trade.tradeId(),
            buys ? deal.buyOrderId() : deal.sellOrderId(),
            buys ? trade.buyer() : trade.seller(),
            deal.takerSide(),
            trade.energyWh(),
            trade.priceMicroPerKwh()));
    return new CloseState(
        before.auctionMicroPerKwh(), before.valueNano(), before.energyWh(), closing);
  }

  /** What gate closure gives. */
  List<Alert> closed(CloseState state, DeliverySlot slot, String area) {
    @Nullable Long reference = reference(state);
    if (reference == null || state.closing().isEmpty()) {
      return List.of();
    }
    long last = state.closing().get(state.closing().size() - 1).priceMicroPerKwh();
    long move = Math.subtractExact(last, reference);
    if (move == 0 || !Shares.atLeast(Math.abs(move), Math.abs(reference), rules.movePpm())) {
      return List.of();
    }
    Side pushing = move > 0 ? Side.BUY : Side.SELL;
    long all = state.closing().stream().mapToLong(ClosingTrade::energyWh).sum();
    Map<String, Long> taken = new TreeMap<>();
    state.closing().stream()
        .filter(trade -> trade.side() == pushing)
        .forEach(trade -> taken.merge(trade.taker(), trade.energyWh(), Math::addExact));
    List<Alert> alerts = new ArrayList<>();
    taken.forEach(
        (taker, wh) -> {
          if (wh >= rules.minWh() && Shares.atLeast(wh, all, rules.sharePpm())) {
            alerts.add(alert(state, slot, area, taker, pushing, reference));
          }
        });
    return alerts;
  }

  private Alert alert(
      CloseState state,
      DeliverySlot slot,
      String area,
      String taker,
      Side pushing,
      long reference) {
    List<ClosingTrade> own =
        state.closing().stream()
            .filter(trade -> trade.side() == pushing && trade.taker().equals(taker))
            .toList();
    long wh = own.stream().mapToLong(ClosingTrade::energyWh).sum();
    long all = state.closing().stream().mapToLong(ClosingTrade::energyWh).sum();
    ClosingTrade lastTrade = state.closing().get(state.closing().size() - 1);
    long move = Math.abs(lastTrade.priceMicroPerKwh() - reference);
    Place last = own.get(own.size() - 1).place();
    return new Alert(
        Alert.idOf(AlertPattern.MARKING_THE_CLOSE, slot, area, taker),
        1,
        AlertPattern.MARKING_THE_CLOSE,
        slot,
        area,
        List.of(taker),
        new Alert.Evidence(
            last.timeMillis(),
            own.get(0).place().sequence(),
            last.sequence(),
            last.commandOffset(),
            own.stream().map(ClosingTrade::orderId).distinct().sorted().toList(),
            own.stream().map(ClosingTrade::tradeId).sorted().toList(),
            wh),
        List.of(
            new Measure("movePpm", Shares.ppm(move, Math.abs(reference)), rules.movePpm()),
            new Measure("sharePpm", Shares.ppm(wh, all), rules.sharePpm()),
            new Measure("takenWh", wh, rules.minWh())));
  }

  /** The mean price of the earlier trades, or of the auction when they are too few. */
  private @Nullable Long reference(CloseState state) {
    if (state.energyWh() < rules.minWh()) {
      return state.auctionMicroPerKwh();
    }
    return new BigDecimal(state.valueNano())
        .divide(BigDecimal.valueOf(state.energyWh()), 0, RoundingMode.FLOOR)
        .longValueExact();
  }

  private long fromMillis(DeliverySlot slot) {
    return slot.startMillis() - closureLeadMillis - rules.windowSeconds() * 1_000;
  }
}
