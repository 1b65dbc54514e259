package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.ReceivablePaid;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch passes what the real rules do with a default, and finds each thing that is wrong. */
class CollateralWatchTest {
  private static final long UNIT = 1_000_000_000;
  private static final String DEBTOR = Community.HOMES.get(0);

  private final MarketStateMachine machine = new MarketStateMachine();
  private final List<Event> events = new ArrayList<>();

  /** The debtor withdraws more than it can pay in one slot, and injects in the next. */
  @BeforeEach
  void defaultAndPayBack() {
    apply(new Command.ActivateRulebook(Rulebooks.plain()));
    apply(new Command.ReportCollateral("exchange", 0, UNIT / 10));
    apply(new Command.ReportCollateral(DEBTOR, UNIT / 2, UNIT / 10));
    apply(new Command.ReportCollateral(Community.HOMES.get(1), UNIT, UNIT / 10));
    apply(new Command.Tick(Community.START - 40 * Community.MINUTE));
    apply(order(Side.BUY, 1_000));
    apply(order(Side.BUY, 4_000));
    apply(new Command.Tick(Community.START + 30 * Community.MINUTE));
    positions(0, 5_000, 0);
    positions(1, 0, 50_000);
  }

  @Test
  void theRealRulesPass() {
    assertThat(of(AccountDefaulted.class)).isPositive();
    assertThat(of(ReceivablePaid.class)).isPositive();
    assertThat(of(Event.OrderRejected.class)).as("an order beyond its means").isPositive();
    assertThat(problem(event -> event)).isEmpty();
  }

  @Test
  void moneyThatIsMadeIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof AccountDefaulted d
                        ? with(d, d.fund(), d.uncoveredNano().subtract(BigInteger.ONE))
                        : event))
        .startsWith("paid in were");
  }

  @Test
  void aWaterfallThatSparesTheFundIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof AccountDefaulted d && !d.fund().isEmpty()
                        ? with(d, List.of(), d.uncoveredNano().add(d.fund().get(0).nano()))
                        : event))
        .startsWith("something is uncovered");
  }

  @Test
  void aDefaultThatIsForgottenIsFound() {
    assertThat(problem(event -> event instanceof AccountDefaulted ? null : event))
        .contains("nobody covered it");
  }

  @Test
  void aPaymentThatReachesNobodyIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof ReceivablePaid paid
                        ? new ReceivablePaid(paid.account(), paid.paidNano(), List.of())
                        : event))
        .startsWith("what is paid back");
  }

  @Test
  void anOrderBeyondItsMeansIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof Event.OrderAccepted order
                        ? new Event.OrderAccepted(
                            order.orderId(),
                            order.participant(),
                            order.clientOrderId(),
                            order.area(),
                            order.slot(),
                            order.side(),
                            order.priceMicroPerKwh(),
                            3 * order.energyWh(),
                            order.timeMillis(),
                            order.terms())
                        : event))
        .contains("has reserved");
  }

  private static AccountDefaulted with(
      AccountDefaulted d, List<CreditShare> fund, BigInteger uncovered) {
    return new AccountDefaulted(
        d.account(),
        d.slot(),
        d.shortfallNano(),
        d.collateralNano(),
        d.ownFundNano(),
        d.exchangeNano(),
        fund,
        uncovered);
  }

  /** The first problem of the events, changed; empty when there is none. */
  private String problem(UnaryOperator<@Nullable Event> change) {
    CollateralWatch watch = new CollateralWatch(List.of(Rulebooks.plain()));
    return events.stream()
        .map(change)
        .filter(Objects::nonNull)
        .map(watch::take)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }

  private long of(Class<? extends Event> kind) {
    return events.stream().filter(kind::isInstance).count();
  }

  private void positions(int slot, long importWh, long exportWh) {
    for (String home : Community.HOMES) {
      boolean debtor = home.equals(DEBTOR);
      apply(
          new Command.ReportPosition(
              new MeteredPosition(
                  home,
                  Community.slot(slot),
                  1,
                  debtor ? importWh : 0,
                  debtor ? exportWh : 0,
                  Quality.ACTUAL)));
    }
  }

  private static Command.PlaceOrder order(Side side, long energyWh) {
    return new Command.PlaceOrder(
        DEBTOR, "w-" + energyWh, "east", Community.START, side, 300_000, energyWh);
  }

  private void apply(Command command) {
    machine.apply(new CommandFrame.Entry(CommandOrigin.NONE, command), events::add);
  }
}
