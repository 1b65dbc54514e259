package org.commonwatt.benchmarks.engine;

import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;

/**
 * What an order costs in a market with guarantees, against the number of open slots and of the
 * owner's open orders: its collateral is checked against all that the owner has reserved.
 */
final class CollateralCost {
  private static final int[] OPEN_SLOTS = {1, 10, 100, 300};
  private static final int[] OPEN_ORDERS_OF_HOME = {0, 10, 100};
  private static final int HOMES = 20;
  private static final int MEASURED = 20_000;
  private static final int RUNS = 5;
  private static final long PLENTY = 1_000_000_000_000_000L;

  private CollateralCost() {}

  /** Prints a table of ns an order and its cancellation, each the best of {@value #RUNS}. */
  static void print() {
    System.out.println("open slots | open orders of each home | ns with guarantees | ns without");
    for (int slots : OPEN_SLOTS) {
      for (int orders : OPEN_ORDERS_OF_HOME) {
        System.out.printf(
            "%d | %d | %.0f | %.0f%n",
            slots,
            orders,
            best(BenchMarket.withGuarantees(slots, HOMES), orders),
            best(BenchMarket.withoutGuarantees(slots, HOMES), orders));
      }
    }
  }

  private static double best(BenchMarket market, int ordersOfHome) {
    double best = Double.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      best = Math.min(best, nanos(market, ordersOfHome));
    }
    return best;
  }

  /** Time of an order that is cancelled again, so that the number of open orders stays. */
  private static double nanos(BenchMarket market, int ordersOfHome) {
    MarketStateMachine machine = new MarketStateMachine();
    market.opening().forEach(command -> apply(machine, command));
    if (market.rulebook().guarantees() != null) {
      market
          .rulebook()
          .members()
          .forEach(
              member ->
                  apply(machine, new Command.ReportCollateral(member.participant(), PLENTY, 0)));
    }
    int resting = ordersOfHome * HOMES;
    for (int i = 0; i < resting; i++) {
      apply(machine, market.order(i));
    }
    long begun = System.nanoTime();
    for (int i = resting; i < resting + MEASURED; i++) {
      Command.PlaceOrder order = market.order(i);
      apply(machine, order);
      apply(machine, new Command.CancelOrder(order.participant(), i + 1L));
    }
    return (double) (System.nanoTime() - begun) / MEASURED;
  }

  private static void apply(MarketStateMachine machine, Command command) {
    machine.apply(
        new CommandFrame.Entry(CommandOrigin.NONE, command), CollateralCost::requireNotRefused);
  }

  private static void requireNotRefused(Event event) {
    if (event instanceof Event.OrderRejected || event instanceof Event.CollateralRejected) {
      throw new IllegalStateException("refused: " + event);
    }
  }
}
