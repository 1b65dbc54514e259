package org.commonwatt.benchmarks.engine;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;

/**
 * What a plain order costs the market's rules in continuous trading, without log and API: one that
 * rests and is cancelled, and one that may trade. For comparisons of two versions of the rules,
 * whose runs take turns.
 */
final class OrderCost {
  private static final int ORDERS = 200_000;
  private static final int WARM_UP = 4;
  private static final int RUNS = 7;

  private OrderCost() {}

  /** Prints the median processor time of an order over some runs, ns. */
  static void print() {
    System.out.println("rests and is cancelled | may trade");
    System.out.printf("%.0f | %.0f%n", median(true), median(false));
  }

  private static double median(boolean apart) {
    for (int run = 0; run < WARM_UP; run++) {
      nanos(apart);
    }
    double[] all = new double[RUNS];
    for (int run = 0; run < RUNS; run++) {
      all[run] = nanos(apart);
    }
    Arrays.sort(all);
    return all[RUNS / 2];
  }

  private static double nanos(boolean apart) {
    BenchMarket market = BenchMarket.continuous();
    MarketStateMachine machine = new MarketStateMachine();
    market.opening().forEach(command -> apply(machine, command));
    long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < ORDERS; i++) {
      Command.PlaceOrder order = apart ? market.apart(i) : market.order(i);
      apply(machine, order);
      if (apart) {
        apply(machine, new Command.CancelOrder(order.participant(), i + 1L));
      }
    }
    long taken = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
    return (double) taken / ORDERS;
  }

  private static void apply(MarketStateMachine machine, Command command) {
    machine.apply(new CommandFrame.Entry(CommandOrigin.NONE, command), OrderCost::requireTaken);
  }

  private static void requireTaken(Event event) {
    if (event instanceof Event.OrderRejected || event instanceof Event.CancelRejected) {
      throw new IllegalStateException("refused: " + event);
    }
  }
}
