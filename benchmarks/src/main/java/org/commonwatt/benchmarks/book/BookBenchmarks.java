package org.commonwatt.benchmarks.book;

import exchange.core2.core.common.CoreWaitStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.commonwatt.core.book.ContinuousBook;

/**
 * Prints tables for {@code docs/performance.md}: {@code mix PRODUCTS} and {@code latency} against
 * exchange-core, {@code streams FILE…} against a plain book, {@code growth}, {@code garbage}.
 */
public final class BookBenchmarks {
  private static final int COMMANDS = Integer.getInteger("commands", 3_000_000);
  private static final int DEPTH = 1_000;
  private static final int MEASURED = 3; // runs of each engine, after those to warm up
  private static final int WARM_UP = 2;
  private static final int OWN_WARM_UP = 12; // as long as the peers' runs take, for the compiler

  private BookBenchmarks() {}

  /**
   * Runs one of the measurements.
   *
   * @param arguments its name and what it is about
   */
  public static void main(String[] arguments) throws TimeoutException, IOException {
    List<String> about =
        List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "mix" -> mix(about.stream().mapToInt(Integer::parseInt).toArray());
      case "latency" -> Latency.print(Commands.make(COMMANDS, 1, DEPTH));
      case "growth" -> growth();
      case "garbage" -> Garbage.print(Commands.make(COMMANDS, 96, DEPTH));
      case "streams" -> {
        for (String file : about) {
          Streams.print(Path.of(file));
        }
      }
      default ->
          throw new IllegalArgumentException(
              "say mix PRODUCTS..., streams FILE..., latency, growth or garbage");
    }
  }

  private static void mix(int[] numbers) throws TimeoutException {
    for (int products : numbers) {
      Commands commands = Commands.make(COMMANDS, products, DEPTH);
      ContinuousBook book = OwnBook.empty(products);
      Result own = best(OWN_WARM_UP, MEASURED, i -> OwnBook.run(commands, book));
      print(products + " products, book (" + book.size() + " rest at the end)", own, own);
      Result direct = best(WARM_UP, MEASURED, i -> DirectBooks.run(commands));
      requireSame(direct, own);
      print(products + " products, exchange-core's direct order books alone", direct, own);
      for (CoreWaitStrategy waiting :
          List.of(CoreWaitStrategy.BLOCKING, CoreWaitStrategy.YIELDING)) {
        Result peer = best(WARM_UP, MEASURED, i -> peer(commands, waiting));
        requireSame(peer, own);
        print(products + " products, exchange-core " + waiting, peer, own);
      }
      Result plain = best(WARM_UP, MEASURED, i -> plainPeer(commands));
      requireSame(plain, own);
      print(products + " products, exchange-core as it comes", plain, own);
    }
  }

  private static void requireSame(Result peer, Result own) {
    if (peer.energy() != own.energy() || peer.trades() != own.trades()) {
      throw new IllegalStateException("results differ: " + own + " and " + peer);
    }
  }

  private static Result peer(Commands commands, CoreWaitStrategy waiting) {
    try {
      return Peer.run(commands, waiting);
    } catch (TimeoutException e) {
      throw new IllegalStateException("exchange-core does not stop", e);
    }
  }

  private static Result plainPeer(Commands commands) {
    try {
      return Peer.runAsItComes(commands);
    } catch (TimeoutException e) {
      throw new IllegalStateException("exchange-core does not stop", e);
    }
  }

  private static void growth() {
    for (int depth : new int[] {100, 1_000, 10_000, 100_000}) {
      grow("depth " + depth, Commands.make(COMMANDS, 1, depth));
    }
    for (int products : new int[] {10, 96, 960}) {
      grow("depth " + DEPTH, Commands.make(COMMANDS, products, DEPTH));
    }
    Commands local = Commands.make(COMMANDS, 96, DEPTH).productAfterProduct();
    grow("one after the other", local);
    growFarAway();
  }

  /** The mix beside orders with a minimum that it never reaches; they change no trade. */
  private static void growFarAway() {
    Commands commands = Commands.make(COMMANDS, 1, DEPTH);
    ContinuousBook book = OwnBook.empty(1);
    Result alone = best(0, 4, i -> OwnBook.run(commands, book));
    for (int farAway : new int[] {0, 100, 10_000, 100_000}) {
      Result own = best(0, 4, i -> OwnBook.run(commands, book, farAway));
      requireSame(own, alone);
      print("1 product, " + farAway + " orders with a minimum far away", own, own);
    }
  }

  private static void grow(String what, Commands commands) {
    ContinuousBook book = OwnBook.empty(commands.products);
    Result own = best(0, 4, i -> OwnBook.run(commands, book));
    print(commands.products + " products, " + what + " (" + book.size() + " rest)", own, own);
  }

  /** The least elapsed and the least processor time of the measured runs, each for itself. */
  private static Result best(int warmUp, int measured, IntFunction<Result> run) {
    Result[] all = new Result[warmUp + measured];
    Arrays.setAll(all, run);
    Result[] results = Arrays.copyOfRange(all, warmUp, all.length);
    return new Result(
        Arrays.stream(results).mapToLong(Result::wallNanos).min().orElseThrow(),
        Arrays.stream(results).mapToLong(Result::cpuNanos).min().orElseThrow(),
        results[0].trades(),
        results[0].energy());
  }

  private static void print(String what, Result result, Result own) {
    System.out.printf(
        "%-60s %7.2f M/s elapsed, %8.1f ns CPU each, %6.1f and %6.1f times ours; %d trades%n",
        what,
        COMMANDS * 1e3 / result.wallNanos(),
        (double) result.cpuNanos() / COMMANDS,
        (double) result.wallNanos() / own.wallNanos(),
        (double) result.cpuNanos() / own.cpuNanos(),
        result.trades());
  }
}
