package org.commonwatt.engine.http;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;
import org.commonwatt.engine.sequencer.OverloadedException;

/**
 * Lets only so many requests of a kind in, before their bodies are read. One whose body is long
 * takes the place of several. Thread-safe.
 */
final class Gate {
  private final String what;
  private final int most;
  private final int bytes;
  private final AtomicInteger inside = new AtomicInteger();

  /**
   * Nobody is inside.
   *
   * @param what names the requests, in the plural
   * @param most may be under way
   * @param bytes that one of them may have; with more it counts as two, and so on
   */
  Gate(String what, int most, int bytes) {
    this.what = what;
    this.most = most;
    this.bytes = bytes;
  }

  /** A gate of the same size for other requests. */
  Gate another(String others) {
    return new Gate(others, most, bytes);
  }

  /** Lets a request in, until it is answered or its connection ends; or refuses it. */
  void admit(RoutingContext ctx) {
    int places = places(ctx);
    if (inside.addAndGet(places) > most) {
      inside.addAndGet(-places);
      Answers.failure(ctx, new OverloadedException("the market already has " + most + " " + what));
      return;
    }
    ctx.addEndHandler(done -> inside.addAndGet(-places));
    ctx.next();
  }

  /** One whose length nobody knows may be as long as any; what is longer is refused later. */
  private int places(RoutingContext ctx) {
    String length = ctx.request().getHeader("Content-Length");
    try {
      long known = length == null ? BatchRequest.MAX_BODY_BYTES : Long.parseLong(length);
      return (int) Math.min(most, 1 + Math.max(0, known - 1) / bytes);
    } catch (NumberFormatException e) {
      return 1; // it has no body that anybody reads
    }
  }

  /** How many places are taken. */
  int inside() {
    return inside.get();
  }
}
