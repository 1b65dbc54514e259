package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.TradeBusted;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch passes what the real rules take back, and finds each thing that is wrong with it. */
class FallbackWatchTest {
  private static final Rulebook RULES =
      Rulebooks.first(MissedGate.LATE_AUCTION, Curtailment.Order.CONTINUOUS_FIRST);
  private static final String BUYER = Community.HOMES.get(0);
  private static final String SELLER = Community.HOMES.get(2);

  private final MarketStateMachine machine = new MarketStateMachine();
  private final List<Event> events = new ArrayList<>();

  /**
   * Slot 0 has an auction in time and a continuous trade that is busted; the gate of slot 1 is
   * missed, and its late auction cancelled.
   */
  @BeforeEach
  void takeBack() {
    apply(new Command.ActivateRulebook(RULES));
    Community.HOMES.forEach(home -> apply(new Command.ReportCollateral(home, 1L << 50, 0)));
    tick(-45);
    pair(0, "auction");
    pair(1, "late");
    tick(-30);
    tick(-10);
    pair(0, "continuous");
    tick(-9);
    long busted =
        events.stream()
            .filter(Event.ContinuousTrade.class::isInstance)
            .map(Event.ContinuousTrade.class::cast)
            .findFirst()
            .orElseThrow()
            .tradeId();
    apply(new Command.BustTrade(Community.OPERATOR, busted, "test"));
    apply(new Command.CancelAuction(Community.OPERATOR, Community.slot(1).startMillis(), "test"));
    tick(45);
    positions(0);
    positions(1);
  }

  @Test
  void theRealRulesPass() {
    assertThat(events).hasAtLeastOneElementOfType(Event.GateMissed.class);
    assertThat(events).hasAtLeastOneElementOfType(Event.AuctionCancelled.class);
    assertThat(events.stream().filter(TradeBusted.class::isInstance)).hasSize(2);
    assertThat(events.stream().filter(Event.SlotSettled.class::isInstance)).hasSize(2);
    assertThat(problem(RULES, event -> event)).isEmpty();
  }

  @Test
  void aMissedGateOfWhichNobodySpeaksIsFound() {
    assertThat(without(Event.GateMissed.class)).startsWith("a gate was missed, and nobody");
  }

  @Test
  void aGateThatWasMissedByAnotherTimeIsFound() {
    assertThat(
            problem(
                RULES,
                event ->
                    event instanceof Event.GateMissed gate
                        ? new Event.GateMissed(gate.slot(), gate.lateMillis() + 1, gate.fallback())
                        : event))
        .startsWith("a gate is said to be missed");
  }

  @Test
  void anAuctionInSpiteOfNoTradeIsFound() {
    assertThat(
            problem(
                RULES,
                event ->
                    event instanceof Event.GateMissed gate
                        ? new Event.GateMissed(gate.slot(), gate.lateMillis(), MissedGate.NO_TRADE)
                        : event))
        .startsWith("an auction traded although");
  }

  @Test
  void aBustedTradeThatIsBilledIsFound() {
    assertThat(
            problem(
                RULES,
                event ->
                    event instanceof TradeBusted t && t.cause() == BustCause.ERRONEOUS
                        ? null
                        : event))
        .startsWith("a settlement bills");
  }

  @Test
  void aTradeThatOutlivesItsAuctionIsFound() {
    TradeBusted fallen =
        events.stream()
            .filter(TradeBusted.class::isInstance)
            .map(TradeBusted.class::cast)
            .filter(t -> t.cause() == BustCause.AUCTION_CANCELLED)
            .findFirst()
            .orElseThrow();
    assertThat(
            problem(
                RULES,
                event -> {
                  if (event instanceof Event.SlotSettled settled
                      && settled.batch().slot().equals(fallen.slot())) {
                    return new Event.SlotSettled(settled.batch(), linesOf(fallen));
                  }
                  return event.equals(fallen) ? null : event;
                }))
        .startsWith("a trade stands although");
  }

  @Test
  void aTradeThatFallsAsAnotherOrTwiceIsFound() {
    assertThat(problem(RULES, event -> event instanceof TradeBusted t ? with(t, 0, 1) : event))
        .startsWith("a trade fell away as another");
    assertThat(problem(RULES, event -> event instanceof TradeBusted t ? with(t, 99, 0) : event))
        .startsWith("a trade fell away that did not stand");
  }

  @Test
  void aCancellationOfNothingIsFound() {
    assertThat(without(Event.AuctionCancelled.class)).startsWith("a trade fell away with an");
    assertThat(
            problem(
                RULES,
                event ->
                    event instanceof Event.AuctionCancelled cancelled
                        ? new Event.AuctionCancelled(Community.slot(2), cancelled.reason())
                        : event))
        .startsWith("no auction stood");
  }

  @Test
  void whatIsTakenBackTooLateIsFound() {
    assertThat(problem(deadlines(0, 5), event -> event)).startsWith("it was too late to cancel");
    assertThat(problem(deadlines(10, 0), event -> event)).startsWith("it was too late to bust");
  }

  private static Rulebook deadlines(int cancelMinutes, int bustMinutes) {
    Fallbacks fallbacks =
        new Fallbacks(
            Community.OPERATOR, MissedGate.LATE_AUCTION, 60, 0, cancelMinutes, bustMinutes);
    return RULES.withSafeguards(new Safeguards(RULES.guarantees(), fallbacks));
  }

  private static TradeBusted with(TradeBusted t, long moreId, long moreWh) {
    return new TradeBusted(
        t.tradeId() + moreId,
        t.slot(),
        t.buyer(),
        t.seller(),
        t.energyWh() + moreWh,
        t.priceMicroPerKwh(),
        t.cause(),
        t.reason());
  }

  private static List<BillLine> linesOf(TradeBusted trade) {
    return List.of(line(trade, BillLine.Kind.TRADE_BUY), line(trade, BillLine.Kind.TRADE_SELL));
  }

  private static BillLine line(TradeBusted trade, BillLine.Kind kind) {
    return new BillLine(
        trade.buyer(),
        trade.slot(),
        kind,
        trade.seller(),
        trade.tradeId(),
        trade.energyWh(),
        trade.priceMicroPerKwh(),
        0,
        Hash.ZERO);
  }

  private String without(Class<? extends Event> kind) {
    return problem(RULES, event -> kind.isInstance(event) ? null : event);
  }

  /** The first problem of the events, changed; empty when there is none. */
  private String problem(Rulebook rules, UnaryOperator<@Nullable Event> change) {
    FallbackWatch watch = new FallbackWatch(List.of(rules));
    return events.stream()
        .map(change)
        .filter(Objects::nonNull)
        .map(watch::take)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }

  /** An order to buy and one to sell, which trade with each other. */
  private void pair(int slot, String name) {
    for (String home : List.of(BUYER, SELLER)) {
      apply(
          new Command.PlaceOrder(
              home,
              name + "-" + home,
              "east",
              Community.slot(slot).startMillis(),
              home.equals(BUYER) ? Side.BUY : Side.SELL,
              200_000,
              1_000));
    }
  }

  private void positions(int slot) {
    for (String home : Community.HOMES) {
      apply(
          new Command.ReportPosition(
              new MeteredPosition(home, Community.slot(slot), 1, 1_000, 0, Quality.ACTUAL)));
    }
  }

  private void tick(int minutes) {
    apply(new Command.Tick(Community.START + minutes * Community.MINUTE));
  }

  private void apply(Command command) {
    machine.apply(new CommandFrame.Entry(CommandOrigin.NONE, command), events::add);
  }
}
