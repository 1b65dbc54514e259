package org.commonwatt.engine.http;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;
import org.commonwatt.engine.sequencer.OverloadedException;

/** Lets only so many requests of a kind in, before their bodies are read. Thread-safe. */
final class Gate {
  private final String what;
  private final int most;
  private final AtomicInteger inside = new AtomicInteger();

  /**
   * Nobody is inside.
   *
   * @param what names the requests, in the plural
   * @param most may be under way
   */
  Gate(String what, int most) {
    this.what = what;
    this.most = most;
  }

  /** A gate of the same size for other requests. */
  Gate another(String others) {
    return new Gate(others, most);
  }

  /** Lets a request in, until it is answered or its connection ends; or refuses it. */
  void admit(RoutingContext ctx) {
    if (inside.incrementAndGet() > most) {
      inside.decrementAndGet();
      Answers.failure(ctx, new OverloadedException("the market already has " + most + " " + what));
      return;
    }
    ctx.addEndHandler(done -> inside.decrementAndGet());
    ctx.next();
  }

  /** How many are inside. */
  int inside() {
    return inside.get();
  }
}
