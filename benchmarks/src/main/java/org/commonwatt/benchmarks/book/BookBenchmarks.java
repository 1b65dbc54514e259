package org.commonwatt.benchmarks.book;

import exchange.core2.core.common.CoreWaitStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.commonwatt.benchmarks.book.OwnBook.Beside;
import org.commonwatt.core.book.ContinuousBook;

/**
 * Prints tables for {@code docs/performance.md}: {@code mix PRODUCTS} and {@code latency} against
 * exchange-core, {@code own PRODUCTS} of the book alone, {@code streams FILE…} against a plain
 * book, {@code growth}, {@code garbage}.
 */
public final class BookBenchmarks {
  private static final int COMMANDS = Integer.getInteger("commands", 3_000_000);
  private static final int DEPTH = 1_000;
  private static final int MEASURED = 3; // rounds in which all engines take turns
  private static final int WARM_UP = 2;
  private static final int OWN_WARM_UP = 12; // as long as the peers' runs take, for the compiler
  private static final int OWN_RUNS = 4; // about as long as one run of a peer

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
      case "own" -> own(about.stream().mapToInt(Integer::parseInt).toArray());
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
              "say mix PRODUCTS..., own PRODUCTS..., streams FILE..., latency, growth or garbage");
    }
  }

  /** The book alone: the median processor time of a command, for comparisons of two versions. */
  private static void own(int[] numbers) {
    for (int products : numbers) {
      Commands commands = Commands.make(COMMANDS, products, DEPTH);
      ContinuousBook book = OwnBook.empty(products);
      for (int run = 0; run < OWN_WARM_UP; run++) {
        OwnBook.run(commands, book);
      }
      long[] nanos = new long[2 * OWN_RUNS + 1];
      for (int run = 0; run < nanos.length; run++) {
        nanos[run] = OwnBook.run(commands, book).cpuNanos();
      }
      Arrays.sort(nanos);
      System.out.printf(
          "%d products: %.1f ns%n", products, (double) nanos[OWN_RUNS] / commands.count());
    }
  }

  /** An engine that runs a stream, and how often it runs in a round. */
  private record Engine(String name, int warmUp, int runs, Supplier<Result> run) {}

  private static void mix(int[] numbers) {
    for (int products : numbers) {
      Commands commands = Commands.make(COMMANDS, products, DEPTH);
      ContinuousBook book = OwnBook.empty(products);
      List<Engine> engines =
          List.of(
              new Engine("book", OWN_WARM_UP, OWN_RUNS, () -> OwnBook.run(commands, book)),
              new Engine(
                  "exchange-core's direct order books alone",
                  WARM_UP,
                  1,
                  () -> DirectBooks.run(commands)),
              peer(commands, CoreWaitStrategy.BLOCKING),
              peer(commands, CoreWaitStrategy.YIELDING),
              new Engine("exchange-core as it comes", WARM_UP, 1, () -> plainPeer(commands)));
      List<Result> results = inTurns(engines);
      for (int i = 0; i < results.size(); i++) {
        requireSame(results.get(i), results.get(0));
        print(products + " products, " + engines.get(i).name(), results.get(i), results.get(0));
      }
    }
  }

  /**
   * The best of each engine. They take turns, so that whatever else the machine does from one
   * minute to the next meets all of them.
   */
  private static List<Result> inTurns(List<Engine> engines) {
    List<List<Result>> all = new ArrayList<>();
    for (Engine engine : engines) {
      all.add(new ArrayList<>());
      run(engine, engine.warmUp());
    }
    for (int round = 0; round < MEASURED; round++) {
      for (int i = 0; i < engines.size(); i++) {
        all.get(i).addAll(run(engines.get(i), engines.get(i).runs()));
      }
    }
    return all.stream().map(BookBenchmarks::least).toList();
  }

  private static List<Result> run(Engine engine, int times) {
    return Stream.generate(engine.run()).limit(times).toList();
  }

  private static void requireSame(Result peer, Result own) {
    if (peer.energy() != own.energy() || peer.trades() != own.trades()) {
      throw new IllegalStateException("results differ: " + own + " and " + peer);
    }
  }

  private static Engine peer(Commands commands, CoreWaitStrategy waiting) {
    return new Engine(
        "exchange-core " + waiting,
        WARM_UP,
        1,
        () -> {
          try {
            return Peer.run(commands, waiting);
          } catch (TimeoutException e) {
            throw new IllegalStateException("exchange-core does not stop", e);
          }
        });
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
    growBeside();
  }

  /** The mix beside orders with a minimum that it never reaches, or that are too large for it. */
  private static void growBeside() {
    Commands commands = Commands.make(COMMANDS, 1, DEPTH);
    ContinuousBook book = OwnBook.empty(1);
    Result alone = best(() -> OwnBook.run(commands, book));
    for (boolean inReach : new boolean[] {false, true}) {
      for (int orders : new int[] {0, 100, 10_000, 100_000}) {
        Beside beside = new Beside(orders, inReach);
        Result own = best(() -> OwnBook.run(commands, book, beside));
        requireSame(own, alone); // they change no trade
        String which = inReach ? " orders with a minimum in reach" : " such orders far away";
        print("1 product, " + orders + which, own, own);
      }
    }
  }

  private static void grow(String what, Commands commands) {
    ContinuousBook book = OwnBook.empty(commands.products);
    Result own = best(() -> OwnBook.run(commands, book));
    print(commands.products + " products, " + what + " (" + book.size() + " rest)", own, own);
  }

  private static Result best(Supplier<Result> run) {
    return least(Stream.generate(run).limit(4).toList());
  }

  /** The least elapsed and the least processor time, each for itself. */
  private static Result least(List<Result> results) {
    return new Result(
        results.stream().mapToLong(Result::wallNanos).min().orElseThrow(),
        results.stream().mapToLong(Result::cpuNanos).min().orElseThrow(),
        results.get(0).trades(),
        results.get(0).energy());
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
