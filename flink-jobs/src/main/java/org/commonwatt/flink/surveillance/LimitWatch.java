package org.commonwatt.flink.surveillance;

import java.util.List;
import org.commonwatt.model.Alert;
import org.commonwatt.model.Alert.Measure;
import org.commonwatt.model.AlertPattern;
import org.commonwatt.model.Side;

/** Position limits: how much a participant has contracted net in a slot. */
final class LimitWatch {
  private final SurveillanceRules.Limits rules;

  LimitWatch(SurveillanceRules.Limits rules) {
    this.rules = rules;
  }

  /** What a trade of a participant gives; it is told again when its net energy has doubled. */
  Outcome<LimitState> traded(
      LimitState before, MarketFact fact, TradeFact trade, String participant) {
    Side side = trade.sideOf(participant);
    long by = side == Side.SELL ? trade.energyWh() : -trade.energyWh();
    long net = Math.addExact(before.netWh(), by);
    long limit = rules.of(participant);
    boolean beyond = Math.abs(net) > limit && trade.energyWh() > 0;
    boolean isNews = before.version() == 0 || Math.abs(net) / 2 >= Math.abs(before.toldWh());
    if (!beyond || !isNews) {
      return Outcome.of(
          new LimitState(net, before.toldWh(), before.version(), before.firstSequence()));
    }
    long first = before.firstSequence() == 0 ? fact.place().sequence() : before.firstSequence();
    LimitState after = new LimitState(net, net, before.version() + 1, first);
    return new Outcome<>(after, List.of(alert(after, fact, trade, participant)));
  }

  private Alert alert(LimitState state, MarketFact fact, TradeFact trade, String participant) {
    TradeFact.Deal deal = trade.deal();
    boolean sells = trade.sideOf(participant) == Side.SELL;
    return new Alert(
        Alert.idOf(AlertPattern.POSITION_LIMIT, fact.slot(), participant),
        state.version(),
        AlertPattern.POSITION_LIMIT,
        fact.slot(),
        null,
        List.of(participant),
        new Alert.Evidence(
            fact.place().timeMillis(),
            state.firstSequence(),
            fact.place().sequence(),
            fact.place().commandOffset(),
            deal == null ? List.of() : List.of(sells ? deal.sellOrderId() : deal.buyOrderId()),
            List.of(trade.tradeId()),
            Math.abs(state.netWh())),
        List.of(new Measure("netContractedWh", state.netWh(), rules.of(participant))));
  }
}
