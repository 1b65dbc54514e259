package org.commonwatt.benchmarks.engine;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Side;

/**
 * What preferences cost in continuous trading, by the market's rules alone: one that rests and is
 * cancelled, by its alternatives, and a plain order of a slot in which preferences rest. All are in
 * one slot.
 */
final class PreferenceCost {
  private static final int ORDERS = 20_000;
  private static final int WARM_UP = 3;
  private static final int RUNS = 5;
  private static final int[] ALTERNATIVES = {0, 1, 2, 8};
  private static final int[] RESTING = {0, 100, 1_000, 10_000};
  private static final long IN_REACH = 300_000; // above all sells
  private static final long OUT_OF_REACH = 10_000; // below all sells

  private PreferenceCost() {}

  /** Prints medians of processor time over some runs, ns. */
  static void print() {
    System.out.println("| alternatives | rests and is cancelled, ns |\n|---|---|");
    for (int count : ALTERNATIVES) {
      System.out.printf("| %d | %.0f |%n", count, median(0, OUT_OF_REACH, cancelled(count)));
    }
    System.out.println("\n| resting | out of reach, ns | in reach, of another source, ns |");
    System.out.println("|---|---|---|");
    BenchMarket market = market();
    for (int resting : RESTING) {
      System.out.printf(
          "| %,d | %.0f | %.0f |%n",
          resting,
          median(resting, OUT_OF_REACH, number -> List.of(market.order(number))),
          median(resting, IN_REACH, number -> List.of(market.order(number))));
    }
  }

  private static BenchMarket market() {
    return new BenchMarket(BenchMarket.continuous().rulebook(), 1);
  }

  /** An order with so many alternatives that meets no other, and its cancellation. */
  private static LongFunction<List<Command>> cancelled(int alternatives) {
    BenchMarket market = market();
    return number -> {
      Command.PlaceOrder order =
          preference(market.order(2 * number), "p", OUT_OF_REACH, alternatives);
      return List.of(order, new Command.CancelOrder(order.participant(), number + 1));
    };
  }

  private static double median(int resting, long limit, LongFunction<List<Command>> commands) {
    double[] all = new double[RUNS];
    for (int run = -WARM_UP; run < RUNS; run++) {
      double nanos = nanos(resting, limit, commands);
      if (run >= 0) {
        all[run] = nanos;
      }
    }
    Arrays.sort(all);
    return all[RUNS / 2];
  }

  private static double nanos(int resting, long limit, LongFunction<List<Command>> commands) {
    BenchMarket market = market();
    MarketStateMachine machine = new MarketStateMachine();
    market.opening().forEach(command -> apply(machine, command));
    for (int i = 0; i < resting; i++) {
      apply(machine, preference(market.order(2L * i), "r", limit, 2));
    }
    long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < ORDERS; i++) {
      commands.apply(i).forEach(command -> apply(machine, command));
    }
    long taken = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
    return (double) taken / ORDERS;
  }

  /** A buy at a limit; its alternatives want solar or wind in turns, each for a little less. */
  private static Command.PlaceOrder preference(
      Command.PlaceOrder order, String prefix, long limit, int count) {
    List<Alternative> alternatives = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EnergySource source = i % 2 == 0 ? EnergySource.SOLAR : EnergySource.WIND;
      alternatives.add(new Alternative(limit - 100 * i, List.of(source), null));
    }
    return new Command.PlaceOrder(
        order.participant(),
        prefix + order.clientOrderId(),
        order.area(),
        order.slotStartMillis(),
        Side.BUY,
        limit,
        order.energyWh(),
        OrderTerms.DEFAULT.preferring(alternatives));
  }

  private static void apply(MarketStateMachine machine, Command command) {
    machine.apply(
        new CommandFrame.Entry(CommandOrigin.NONE, command), PreferenceCost::requireTaken);
  }

  private static void requireTaken(Event event) {
    if (event instanceof Event.OrderRejected || event instanceof Event.CancelRejected) {
      throw new IllegalStateException("refused: " + event);
    }
  }
}
