package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;
import org.commonwatt.engine.sequencer.OverloadedException;

/**
 * Answers from when they are written until they have left. Clients that do not read theirs could
 * otherwise fill the memory: all together have only so many bytes. Thread-safe.
 */
final class Outbox {
  private final long most;
  private final AtomicLong unsent = new AtomicLong();

  /**
   * An empty one.
   *
   * @param most bytes of answers that have not left yet
   */
  Outbox(long most) {
    this.most = most;
  }

  /** An answer that has its place, until it is {@link #send sent}. */
  record Parcel(Buffer body) {}

  /**
   * Writes an answer and takes its place.
   *
   * @throws OverloadedException when there is none
   */
  Parcel pack(JsonNode answer) {
    Buffer body = Answers.bytes(answer);
    if (unsent.addAndGet(body.length()) > most) {
      unsent.addAndGet(-body.length());
      throw new OverloadedException(
          "the market already has answers of " + most + " bytes that nobody has read");
    }
    return new Parcel(body);
  }

  /** An answer that cannot be refused any more: it has its place even beyond the limit. */
  Parcel force(Buffer body) {
    unsent.addAndGet(body.length());
    return new Parcel(body);
  }

  /** Sends an answer, and gives its place back when it has left or its connection has ended. */
  void send(RoutingContext ctx, int status, Parcel parcel) {
    send(ctx, status, "application/json", parcel);
  }

  /** The same of an answer of another type. */
  void send(RoutingContext ctx, int status, String type, Parcel parcel) {
    Buffer body = parcel.body();
    Answers.send(ctx, status, type, body).onComplete(done -> unsent.addAndGet(-body.length()));
  }

  /** Bytes of answers that have not left yet. */
  long unsent() {
    return unsent.get();
  }
}
