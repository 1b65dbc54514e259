package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.PositionAssumed;
import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** A meter that stays silent holds up a market only as long as its rulebook says. */
class AssumedPositionsTest {
  private static final long HOUR = 60 * MINUTE;
  private static final long END = START + QUARTER;

  /** Home 1 sold 500 Wh to home 2, whose meter is silent; home 3 took 700. */
  private static TestMarket market(int initialHours) {
    SettlementRules rules = new SettlementRules(List.of(2), 4).withInitialHours(initialHours);
    TestMarket market =
        TestMarket.under(new Rulebooks().safeguards(Safeguards.NONE.withSettlement(rules)).build());
    market.tick(START - 60 * MINUTE);
    market.place("home-01", Side.SELL, 100_000, 500);
    market.place("home-02", Side.BUY, 100_000, 500);
    market.tick(END);
    market.report("home-01", SLOT, 0, 500);
    market.report("home-03", SLOT, 700, 0);
    return market;
  }

  @Test
  void whatDoesNotComeInTimeIsAssumedAsItWasTradedAndMarked() {
    TestMarket market = market(3);
    market.tick(END + 3 * HOUR - 1);
    assertThat(market.events(SlotSettled.class)).isEmpty();
    assertThat(market.machine().awaitedSettlement().orElseThrow().missing())
        .containsExactly("home-02");
    List<Event> told = market.tick(END + 3 * HOUR);
    MeteredPosition assumed = new MeteredPosition("home-02", SLOT, 0, 500, 0, Quality.NULL);
    assertThat(told).contains(new PositionAssumed(assumed));
    assertThat(market.events(SlotSettled.class).get(0).billLines())
        .filteredOn(line -> line.kind() == BillLine.Kind.RESIDUAL_WITHDRAWAL)
        .extracting(BillLine::participant)
        .as("who is assumed has no residual")
        .containsExactly("home-03");
    assertThat(market.machine().position("home-02", START)).contains(assumed);
  }

  @Test
  void thePositionThatComesLaterIsACorrectionAndAllRunsAreWhatWasMetered() {
    TestMarket market = market(1);
    market.tick(END + HOUR);
    assertThat(market.report("home-02", SLOT, 600, 0))
        .hasOnlyElementsOfType(PositionRecorded.class);
    TestMarket restored =
        new TestMarket(MarketStateMachine.restore(StateTest.Tape.of(market.machine())));
    List<Event> run = market.tick(END + 3 * HOUR);
    assertThat(restored.tick(END + 3 * HOUR)).isEqualTo(run);
    assertThat(market.events(SlotRevised.class)).hasSize(1);
    TestMarket punctual = market(1);
    punctual.report("home-02", SLOT, 600, 0);
    assertThat(sums(market)).isEqualTo(sums(punctual));
  }

  @Test
  void whoseMeterStaysSilentKeepsWhatWasAssumedAndAMarketWithoutADeadlineWaits() {
    TestMarket market = market(1);
    market.tick(END + HOUR);
    market.tick(END + 5 * HOUR);
    SlotRevised last = market.events(SlotRevised.class).get(0);
    assertThat(last.batch().isFinal()).isTrue();
    assertThat(last.billLines()).isEmpty();
    TestMarket waiting = market(0);
    waiting.tick(END + 100 * HOUR);
    assertThat(waiting.events(SlotSettled.class)).isEmpty();
    assertThat(waiting.events(PositionAssumed.class)).isEmpty();
  }

  @Test
  void nobodyReportsAnAssumedPosition() {
    MeteredPosition assumed = MeteredPosition.assumed("home-02", SLOT, 7);
    assertThatThrownBy(() -> new ReportPosition(assumed)).hasMessageContaining("from 1");
    assertThatThrownBy(() -> new SettlementRules(List.of(), 1).withInitialHours(169))
        .hasMessageContaining("initialHours");
  }

  private static TreeMap<String, Long> sums(TestMarket market) {
    TreeMap<String, Long> sums = new TreeMap<>();
    Stream.concat(
            market.events(SlotSettled.class).stream().map(SlotSettled::batch),
            market.events(SlotRevised.class).stream().map(SlotRevised::batch))
        .flatMap(batch -> batch.postings().stream())
        .forEach((Posting one) -> sums.merge(one.account(), one.amountNano(), Math::addExact));
    sums.values().removeIf(nano -> nano == 0);
    return sums;
  }
}
