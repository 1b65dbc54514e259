package org.commonwatt.benchmarks.book;

import exchange.core2.core.common.CoreWaitStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.commonwatt.core.book.ContinuousBook;

/**
 * Prints tables for {@code docs/performance.md}: {@code mix PRODUCTS} and {@code latency} against
 * exchange-core, {@code streams FILE…} against a plain book, {@code growth}, {@code garbage}.
 */
public final class BookBenchmarks {
  private static final int COMMANDS = Integer.getInteger("commands", 3_000_000);
  private static final int DEPTH = 1_000;

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
      // As many runs as a peer's three take, or the compiler is still at work in the best of them.
      Result own = best(15, i -> OwnBook.run(commands, book));
      print(products + " products, book (" + book.size() + " rest at the end)", own, own);
      Result direct = best(5, i -> DirectBooks.run(commands));
      requireSame(direct, own);
      print(products + " products, exchange-core's direct order books alone", direct, own);
      for (CoreWaitStrategy waiting :
          List.of(CoreWaitStrategy.BLOCKING, CoreWaitStrategy.YIELDING)) {
        Result peer = best(3, i -> peer(commands, waiting));
        requireSame(peer, own);
        print(products + " products, exchange-core " + waiting, peer, own);
      }
      Result plain = best(3, i -> plainPeer(commands));
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
  }

  private static void grow(String what, Commands commands) {
    ContinuousBook book = OwnBook.empty(commands.products);
    Result own = best(4, i -> OwnBook.run(commands, book));
    print(commands.products + " products, " + what + " (" + book.size() + " rest)", own, own);
  }

  /** The least elapsed and the least processor time of the runs, each for itself. */
  private static Result best(int runs, java.util.function.IntFunction<Result> run) {
    Result[] results = new Result[runs];
    Arrays.setAll(results, run);
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
