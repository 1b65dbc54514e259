package org.commonwatt.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Clients that place, amend, cancel and mass-cancel, each waiting for its answer and then for a
 * moment, which leaves the machine to what is tested, and now and then ask for what must be
 * refused. Each trades in a slot of its own, so that no other takes its orders away. What was
 * surely not taken is sent again; of what nobody can know the client goes on without.
 */
final class MixedLoad implements AutoCloseable {
  static final String BUYER = "home-01";
  static final String SELLER = "home-02";
  static final String NOBODY = "nobody";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration SLOT = Duration.ofMinutes(15);
  private static final long MOMENT_MILLIS = 10;
  private static final long AGAIN_MILLIS = 20;

  private final Supplier<List<URI>> engines;
  private final Instant firstSlot;
  private final List<Thread> clients = new ArrayList<>();
  private final AtomicInteger preferred = new AtomicInteger();
  private final Queue<Said> said = new ConcurrentLinkedQueue<>();
  private final Queue<Asked> unknown = new ConcurrentLinkedQueue<>();
  private final AtomicInteger done = new AtomicInteger();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private volatile boolean closing;

  /**
   * Starts.
   *
   * @param engines where the engines answer now
   * @param firstSlot of the first client; it trades continuously, as those behind it do
   * @param count how many clients
   */
  MixedLoad(Supplier<List<URI>> engines, Instant firstSlot, int count) {
    this.engines = engines;
    this.firstSlot = firstSlot;
    for (int i = 0; i < count; i++) {
      int number = i;
      Thread client = new Thread(() -> trade(number), "client-" + i);
      client.setDaemon(true);
      clients.add(client);
    }
    clients.forEach(Thread::start);
  }

  /** Answers that say what became of a command; grows. */
  Queue<Said> said() {
    return said;
  }

  /** What was asked and nobody knows what became of it; grows. */
  Queue<Asked> unknown() {
    return unknown;
  }

  /** How many commands have done what they were to do. */
  int done() {
    return done.get();
  }

  /** When a command that was sent after a moment was first answered by one of some engines. */
  OptionalLong firstAnswer(List<URI> by, long after) {
    return said.stream()
        .filter(one -> one.isDone() && by.contains(one.path().engine()))
        .filter(one -> one.path().asked() - after > 0)
        .mapToLong(one -> one.path().answered())
        .min();
  }

  /** Lets every client end what it has begun. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    for (Thread client : clients) {
      client.join(4 * ANSWER.toMillis());
      if (client.isAlive()) {
        throw new AssertionError(client.getName() + " does not end");
      }
    }
  }

  private void trade(int number) {
    Instant slot = firstSlot.plus(SLOT.multipliedBy(number));
    for (int round = 0; !closing; round++) {
      round(slot, "c" + number + "-" + round);
    }
  }

  /** The seller's second order meets the buyer's; what rests then is cancelled. */
  private void round(Instant slot, String id) {
    long bid = ask(new Asked.Place(who(BUYER, id + "-bid"), slot, "buy", 150_000, 20));
    long offer = ask(new Asked.Place(who(SELLER, id + "-ask"), slot, "sell", 170_000, 20));
    if (bid > 0) {
      ask(new Asked.Amend(BUYER, bid, 151_000, 15));
    }
    ask(new Asked.Place(who(SELLER, id + "-hit"), slot, "sell", 140_000, 5));
    ask(new Asked.Place(who(NOBODY, id + "-no"), slot, "buy", 150_000, 20));
    if (offer > 0) {
      ask(new Asked.Cancel(SELLER, offer));
      ask(new Asked.Cancel(SELLER, offer));
    }
    ask(new Asked.CancelAll(BUYER, slot));
    ask(new Asked.CancelAll(SELLER, slot));
  }

  private static Asked.Place.Who who(String participant, String id) {
    return new Asked.Place.Who(participant, id);
  }

  /**
   * Asks until there is an answer, or until nobody can know what became of it; returns the number
   * in the answer, 0 without one.
   */
  private long ask(Asked asked) {
    while (!closing) {
      List<URI> all = engines.get();
      int turn = preferred.get();
      URI engine = all.get(Math.floorMod(turn, all.size()));
      long begun = System.nanoTime();
      try {
        HttpResponse<String> response =
            http.send(
                asked.at(engine).timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 503) {
          long number = take(asked, response, new Said.Path(engine, begun, System.nanoTime()));
          pause(MOMENT_MILLIS);
          return number;
        }
        if (response.body().contains("OUTCOME_UNKNOWN")) {
          unknown.add(asked);
          return 0;
        }
      } catch (ConnectException | HttpConnectTimeoutException e) {
        // Nothing was sent.
      } catch (IOException e) {
        unknown.add(asked);
        preferred.compareAndSet(turn, turn + 1);
        return 0;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      preferred.compareAndSet(turn, turn + 1);
      pause(AGAIN_MILLIS);
    }
    return 0;
  }

  private long take(Asked asked, HttpResponse<String> response, Said.Path path) throws IOException {
    Said.Body body = Said.Body.of(JSON.readTree(response.body()));
    Said one = new Said(asked, response.statusCode(), body, path);
    said.add(one);
    if (one.isDone()) {
      done.incrementAndGet();
    }
    return one.isDone() ? body.number() : 0;
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
