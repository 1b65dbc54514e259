package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.Command;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event.AlternativeChosen;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is falsified about a preference is found, and named. */
class PreferenceTamperingTest {
  /** Cat likes 150 Wh of sun at up to 110,000, else anything at up to 95,000. */
  private static final List<Alternative> SUN_FIRST =
      List.of(
          new Alternative(110_000, List.of(EnergySource.SOLAR), null),
          new Alternative(95_000, List.of(), null));

  private final Day day = settled();

  /** Bob is cheaper; Ann has the sun. */
  private static Day settled() {
    ContinuousDay day = ContinuousDay.open(FeeMode.ON_TOP);
    day.add(new Command.ReportSource("ann", 0, EnergySource.SOLAR));
    day.tick(-15);
    OrderTerms solar = OrderTerms.DEFAULT.declaring(EnergySource.SOLAR);
    day.place("ann", Side.SELL, new long[] {100_000, 100}, solar);
    day.sell("bob", 90_000, 100);
    OrderTerms preference = OrderTerms.DEFAULT.preferring(SUN_FIRST);
    day.place("cat", Side.BUY, new long[] {110_000, 150}, preference);
    return day.settle().log();
  }

  @Test
  void theHonestDayPasses() {
    AuditReport report = verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.counts().trades()).isEqualTo(1);
  }

  @Test
  void anotherAlternativeIsFound() {
    changeChoice(one -> new AlternativeChosen(one.orderId(), 1, 95_000));
    assertThat(codes()).containsExactly(FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void anotherLimitOfTheAlternativeIsFound() {
    changeChoice(one -> new AlternativeChosen(one.orderId(), one.alternative(), 109_000));
    assertThat(codes()).containsExactly(FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void anotherSourceOfTheTradeIsFound() {
    changeTrade(trade -> of(trade, trade.seller(), EnergySource.WIND));
    assertThat(codes()).containsExactly(FindingCode.CONTINUOUS_TRADE_DIFFERS);
  }

  @Test
  void aTradeWithWhoIsNotLikedIsFound() {
    changeTrade(trade -> of(trade, "bob", null));
    assertThat(codes()).containsExactly(FindingCode.PRIORITY_DIFFERS);
  }

  private void changeChoice(UnaryOperator<AlternativeChosen> change) {
    day.change(AlternativeChosen.class, change);
  }

  private void changeTrade(UnaryOperator<ContinuousTrade> change) {
    day.change(ContinuousTrade.class, change);
  }

  private static ContinuousTrade of(
      ContinuousTrade trade, String seller, @Nullable EnergySource source) {
    return new ContinuousTrade(
        trade.tradeId(),
        trade.slot(),
        trade.takerOrderId(),
        seller.equals("bob") ? 2 : trade.makerOrderId(),
        trade.takerSide(),
        trade.buyer(),
        seller,
        trade.buyArea(),
        trade.sellArea(),
        trade.energyWh(),
        seller.equals("bob") ? 90_000 : trade.priceMicroPerKwh(),
        trade.feeMicroPerKwh(),
        trade.path(),
        source);
  }

  private AuditReport verify() {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), new FakeLedger()));
  }

  private List<FindingCode> codes() {
    return verify().findings().stream().map(Finding::code).toList();
  }
}
