package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.LinkLimited;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The watches pass what the real rules do about a lowered limit, and find what is wrong with it.
 */
class CurtailmentWatchTest {
  private static final Rulebook RULES =
      Rulebooks.first(MissedGate.LATE_AUCTION, Curtailment.Order.CONTINUOUS_FIRST);
  private static final String BUYER = Community.HOMES.get(1); // in the west
  private static final DeliverySlot SLOT = Community.slot(0);
  private static final int BEFORE_THE_OUTAGE = -20;

  private final MarketStateMachine machine = new MarketStateMachine();
  private final List<Event> events = new ArrayList<>();

  /**
   * 1,000 Wh flow to the west by the auction and 600 by a continuous trade, when the link may carry
   * 1,300 and then 800.
   */
  @BeforeEach
  void limit() {
    apply(new Command.ActivateRulebook(RULES));
    Community.HOMES.forEach(home -> apply(new Command.ReportCollateral(home, 1L << 50, 0)));
    tick(-45);
    order(Community.HOMES.get(0), Side.SELL, 100_000, 1_000);
    order(BUYER, Side.BUY, 300_000, 1_000);
    tick(-30);
    order(Community.HOMES.get(2), Side.SELL, 190_000, 600);
    order(BUYER, Side.BUY, 250_000, 600);
    tick(BEFORE_THE_OUTAGE);
    apply(limitTo(1_300));
    apply(limitTo(800));
    tick(45);
    for (String home : Community.HOMES) {
      apply(
          new Command.ReportPosition(new MeteredPosition(home, SLOT, 1, 1_000, 0, Quality.ACTUAL)));
    }
  }

  @Test
  void theRealRulesPass() {
    assertThat(of(TradeCurtailed.class))
        .extracting(TradeCurtailed::byWh)
        .as("the continuous trade; then it, and on both sides of the link the auction's")
        .containsExactlyInAnyOrder(300L, 300L, 200L, 200L);
    assertThat(of(Event.SlotSettled.class)).hasSize(1);
    assertThat(compensated()).isNotEmpty();
    assertThat(links(RULES, event -> event)).isEmpty();
    assertThat(fallbacks(event -> event)).isEmpty();
  }

  @Test
  void aLimitThatIsRaisedOrTooLateIsFound() {
    assertThat(links(RULES, event -> event instanceof LinkLimited l ? with(l, 5_000) : event))
        .startsWith("the limit of a link is raised");
    assertThat(links(RULES, CurtailmentWatchTest::late))
        .startsWith("a link is limited in a slot whose delivery has begun");
    assertThat(fallbacks(CurtailmentWatchTest::late))
        .startsWith("it was too late to take energy from a trade");
  }

  @Test
  void aLinkThatCarriesTooMuchIsFound() {
    assertThat(
            links(
                RULES,
                event ->
                    event instanceof Event.AuctionCleared auction && auction.slot().equals(SLOT)
                        ? auction.withLinks(List.of(new LinkFlow("east", "west", 3_001)))
                        : event))
        .startsWith("the link east>west carries 3001 Wh");
    assertThat(links(RULES, event -> event instanceof Event.ContinuousTrade t ? wide(t) : event))
        .startsWith("the link east>west carries 3600 Wh");
  }

  @Test
  void tradesThatLoseTooLittleOrTooMuchAreFound() {
    assertThat(links(RULES, event -> event instanceof LinkLimited l ? with(l, 1_200) : event))
        .startsWith("trades lost {")
        .contains("=300} Wh", "=400}");
    assertThat(links(RULES, event -> event instanceof TradeCurtailed ? null : event))
        .startsWith("trades lost {} Wh, and the rules say {")
        .contains("=300}");
    assertThat(links(RULES, event -> event instanceof TradeCurtailed t ? with(t, 50, 0) : event))
        .startsWith("trades lost {")
        .contains("=350} Wh", "=300}");
  }

  @Test
  void tradesThatLoseOutOfTurnAreFound() {
    Rulebook other = Rulebooks.first(MissedGate.LATE_AUCTION, Curtailment.Order.AUCTION_FIRST);
    assertThat(links(other, event -> event))
        .startsWith("trades lost {")
        .contains("and the rules say {");
  }

  /** The auction sends energy from east over west to south; the first link may carry less. */
  @Test
  void aLossThatStopsAtTheFirstLinkIsFound() {
    DeliverySlot slot = Community.slot(1);
    MarketStateMachine other = new MarketStateMachine();
    List<Event> told = new ArrayList<>();
    for (Command command : overTwoLinks(slot)) {
      other.apply(new CommandFrame.Entry(CommandOrigin.NONE, command), told::add);
    }
    Sights sights = new Sights();
    assertThat(problem(told, new LinkWatch(List.of(RULES), sights)::take, event -> event))
        .isEmpty();
    assertThat(sights.counts()).containsKey(Sight.LOSS_OVER_LINKS);
    assertThat(told.stream().filter(TradeCurtailed.class::isInstance))
        .as("what goes into the first link, over both, and out of the second")
        .hasSize(3);
    assertThat(
            problem(
                told,
                new LinkWatch(List.of(RULES), new Sights())::take,
                event ->
                    event instanceof TradeCurtailed loss && loss.buyer().equals("home-04")
                        ? null
                        : event))
        .startsWith("trades lost {");
  }

  private static List<Command> overTwoLinks(DeliverySlot slot) {
    String seller = Community.HOMES.get(0);
    String buyer = Community.HOMES.get(3);
    long start = slot.startMillis();
    return List.of(
        new Command.ActivateRulebook(RULES),
        new Command.ReportCollateral(seller, 1L << 50, 0),
        new Command.ReportCollateral(buyer, 1L << 50, 0),
        new Command.Tick(start - 45 * Community.MINUTE),
        new Command.PlaceOrder(
            seller, "sell", Community.areaOf(seller), start, Side.SELL, 100_000, 1_000),
        new Command.PlaceOrder(
            buyer, "buy", Community.areaOf(buyer), start, Side.BUY, 300_000, 1_000),
        new Command.Tick(start - 30 * Community.MINUTE),
        new Command.LimitLink(Community.OPERATOR, start, "east", "west", -100, 400, "test"),
        new Command.Tick(start - 25 * Community.MINUTE));
  }

  @Test
  void aTradeThatLosesAsAnotherIsFound() {
    assertThat(fallbacks(event -> event instanceof TradeCurtailed t ? with(t, 1, 0) : event))
        .startsWith("a trade lost energy as another");
    assertThat(fallbacks(event -> event instanceof TradeCurtailed t ? with(t, 0, 99) : event))
        .startsWith("a trade lost energy that did not stand");
    assertThat(fallbacks(event -> event instanceof TradeCurtailed ? null : event))
        .startsWith("a settlement bills");
  }

  @Test
  void aLossThatIsPaidOtherwiseOrNotAtAllIsFound() {
    assertThat(fallbacks(event -> event instanceof TradeCurtailed t ? dearer(t) : event))
        .startsWith("what a trade lost is paid otherwise");
    assertThat(fallbacks(event -> event instanceof Event.SlotSettled s ? unpaid(s) : event))
        .startsWith("a settlement pays [] for lost energy, owed are");
  }

  @Test
  void whatWasLostIsNotReservedForAnyMore() {
    OpenCosts costs = new OpenCosts(List.of(RULES));
    events.stream().takeWhile(event -> !(event instanceof Event.SlotSettled)).forEach(costs::take);
    Event.TradeMade bought =
        of(Event.TradeMade.class).stream()
            .filter(trade -> trade.buyer().equals(BUYER))
            .findFirst()
            .orElseThrow();
    assertThat(costs.of(BUYER)).isEqualTo(BigInteger.valueOf(800 * bought.priceMicroPerKwh()));
  }

  @Test
  void aSlotKeepsTheRulesOfItsOpening() {
    List<Rulebook> versions = Rulebooks.of(1);
    SlotRules rules = new SlotRules(versions);
    rules.take(new Event.RulebookActivated(1, versions.get(0).documentHash()));
    rules.take(new Event.SlotPhaseChanged(Community.slot(0), SlotPhase.OPEN));
    rules.take(new Event.RulebookActivated(2, versions.get(1).documentHash()));
    rules.take(new Event.SlotPhaseChanged(Community.slot(1), SlotPhase.OPEN));
    rules.take(new Event.SlotPhaseChanged(Community.slot(0), SlotPhase.CONTINUOUS));
    assertThat(Stream.of(0, 1, 2).map(slot -> rules.of(Community.slot(slot)).version()))
        .containsExactly(1, 2, 2);
  }

  private static Event late(Event event) {
    return event instanceof Event.TimeAdvanced time
            && time.timeMillis() == Community.START + BEFORE_THE_OUTAGE * Community.MINUTE
        ? new Event.TimeAdvanced(SLOT.startMillis())
        : event;
  }

  private static LinkLimited with(LinkLimited l, long maxFlowWh) {
    return new LinkLimited(l.slot(), l.from(), l.to(), l.minFlowWh(), maxFlowWh, l.reason());
  }

  private static TradeCurtailed with(TradeCurtailed t, long moreWh, long moreId) {
    return new TradeCurtailed(
        t.tradeId() + moreId,
        t.slot(),
        t.buyer(),
        t.seller(),
        t.byWh() + moreWh,
        t.leftWh(),
        t.buyerMicroPerKwh(),
        t.sellerMicroPerKwh());
  }

  private static TradeCurtailed dearer(TradeCurtailed t) {
    return new TradeCurtailed(
        t.tradeId(),
        t.slot(),
        t.buyer(),
        t.seller(),
        t.byWh(),
        t.leftWh(),
        t.buyerMicroPerKwh(),
        t.sellerMicroPerKwh() + 1);
  }

  private static Event.ContinuousTrade wide(Event.ContinuousTrade t) {
    return new Event.ContinuousTrade(
        t.tradeId(),
        t.slot(),
        t.takerOrderId(),
        t.makerOrderId(),
        t.takerSide(),
        t.buyer(),
        t.seller(),
        t.buyArea(),
        t.sellArea(),
        2_600,
        t.priceMicroPerKwh(),
        t.feeMicroPerKwh(),
        List.of(new LinkFlow("east", "west", 2_600)),
        t.source());
  }

  private static Event.SlotSettled unpaid(Event.SlotSettled settled) {
    return new Event.SlotSettled(
        settled.batch(),
        settled.billLines().stream()
            .filter(line -> line.kind() != BillLine.Kind.CURTAILMENT_COMPENSATION)
            .toList());
  }

  private List<BillLine> compensated() {
    return of(Event.SlotSettled.class).stream()
        .flatMap(settled -> settled.billLines().stream())
        .filter(line -> line.kind() == BillLine.Kind.CURTAILMENT_COMPENSATION)
        .toList();
  }

  private <E extends Event> List<E> of(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** What the watch of the link says first of the events, changed; empty when it says nothing. */
  private String links(Rulebook rules, UnaryOperator<@Nullable Event> change) {
    return problem(new LinkWatch(List.of(rules), new Sights())::take, change);
  }

  private String fallbacks(UnaryOperator<@Nullable Event> change) {
    return problem(new FallbackWatch(List.of(RULES))::take, change);
  }

  private String problem(
      Function<Event, @Nullable String> watch, UnaryOperator<@Nullable Event> change) {
    return problem(events, watch, change);
  }

  private static String problem(
      List<Event> told,
      Function<Event, @Nullable String> watch,
      UnaryOperator<@Nullable Event> change) {
    return told.stream()
        .map(change)
        .filter(Objects::nonNull)
        .map(watch)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }

  private static Command.LimitLink limitTo(long maxFlowWh) {
    return new Command.LimitLink(
        Community.OPERATOR, SLOT.startMillis(), "east", "west", -3_000, maxFlowWh, "test");
  }

  private void order(String home, Side side, long price, long energyWh) {
    apply(
        new Command.PlaceOrder(
            home,
            home + "-" + price,
            Community.areaOf(home),
            SLOT.startMillis(),
            side,
            price,
            energyWh));
  }

  private void tick(int minutes) {
    apply(new Command.Tick(Community.START + minutes * Community.MINUTE));
  }

  private void apply(Command command) {
    machine.apply(new CommandFrame.Entry(CommandOrigin.NONE, command), events::add);
  }
}
