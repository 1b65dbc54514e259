package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.commonwatt.engine.stream.Message;
import org.commonwatt.engine.stream.Subscriber;
import org.commonwatt.engine.stream.Topic;
import org.jspecify.annotations.Nullable;

/**
 * One client's socket. What is written to it waits until the client reads; beyond a bound the
 * client is dropped and told why, so that no other waits for it. Lives on the server's event loop.
 */
final class StreamSocket implements Subscriber {
  /** The close code of RFC 6455 for who breaks a rule: here, who does not read. */
  static final short POLICY = 1008;

  /** The registered close code for a server that asks to come back later. */
  static final short TRY_AGAIN = 1013;

  /** The close code of RFC 6455 for a message that is too big. */
  static final short TOO_BIG = 1009;

  private static final int LONGEST_REASON = 120; // RFC 6455 leaves 123 bytes

  private final Vertx vertx;
  private final ServerWebSocket socket;
  private final HttpConnection connection;
  private final Visitor visitor;
  private final StreamOutbox outbox;
  private final Set<Topic> topics = new HashSet<>();
  private int underWay;
  private int held; // messages that are being read beside the event loop, at most two
  private long unread;
  private long progressNanos;
  private boolean gone;
  private volatile boolean ended;

  /**
   * A socket that has just been opened.
   *
   * @param connection what it came over
   */
  StreamSocket(
      Vertx vertx,
      ServerWebSocket socket,
      HttpConnection connection,
      Visitor visitor,
      StreamOutbox outbox) {
    this.vertx = vertx;
    this.socket = socket;
    this.connection = connection;
    this.visitor = visitor;
    this.outbox = outbox;
  }

  /** Who it is. */
  Visitor visitor() {
    return visitor;
  }

  /** The channels it follows. */
  Set<Topic> topics() {
    return topics;
  }

  /**
   * Notes that it follows a channel.
   *
   * @throws ProblemException when it follows as many as it may already
   */
  void follow(Topic topic) {
    int most = outbox.limits().subscriptions();
    if (topics.size() >= most && !topics.contains(topic)) {
      throw new ProblemException(
          new Problem(
              409,
              "SUBSCRIPTIONS_FULL",
              "This socket follows " + most + " channels already.",
              "Unsubscribe from some, or open another socket."));
    }
    topics.add(topic);
  }

  /** Bytes that its client has not read. */
  long unread() {
    return unread;
  }

  @Override
  public boolean isGone() {
    return ended;
  }

  /** Sends a message, or drops the client if it has too much to read already. */
  void send(Message message) {
    if (ended) {
      return;
    }
    if (unread > outbox.limits().socketBytes()) {
      drop("more than " + outbox.limits().socketBytes() + " bytes wait to be read");
      return;
    }
    write(message);
    outbox.dropIfOverfull();
  }

  void send(ObjectNode json) {
    send(Message.of(json));
  }

  /** Drops the client when it has read nothing for too long although something waits. */
  void dropIfStuck(long nowNanos) {
    long patience = outbox.limits().patience().toNanos();
    if (!ended && unread > 0 && nowNanos - progressNanos > patience) {
      drop("nothing was read for " + outbox.limits().patience().toSeconds() + " seconds");
    }
  }

  /** Ends the socket of somebody whose login would not be taken any more. */
  void endIfUnknown() {
    if (!ended && !visitor.isStillKnown()) {
      end(POLICY, LoginProblems.ended());
    }
  }

  /** Drops a client that reads too slowly. */
  void drop(String detail) {
    end(
        POLICY,
        new Problem(
            503,
            "SLOW_READER",
            "This socket was closed: " + detail + ".",
            "Read faster or follow less; come back with the sequence you have reached as from."));
  }

  /** Drops a client without waiting for it: all clients together have too much to read. */
  void dropAtOnce(long allBytes) {
    drop("all clients together have not read " + allBytes + " bytes, and this one most of them");
    cut();
    gone(); // its bytes are free now, not when the connection has ended
  }

  /**
   * Says why it ends, closes the socket, and cuts it off soon if the client does not go along.
   *
   * @param code why, as RFC 6455 has it
   * @param problem why, in the words of the API
   */
  void end(short code, Problem problem) {
    if (ended) {
      return;
    }
    ended = true;
    outbox.ended(problem.code());
    ObjectNode bye = Views.object().put("type", "bye");
    bye.set("problem", problem.json());
    write(Message.of(bye));
    socket.close(code, reason(problem));
    vertx.setTimer(outbox.limits().farewell().toMillis(), late -> cut());
  }

  /** What came cannot be read as a message: it is too long, or no frame of the protocol. */
  void endTooLong() {
    end(
        TOO_BIG,
        new Problem(
            413,
            "MESSAGE_TOO_LARGE",
            "A message has more than " + outbox.limits().messageBytes() + " bytes.",
            "Send batches in several messages."));
  }

  /** The client is gone: what it has not read is forgotten. */
  void gone() {
    ended = true;
    gone = true;
    outbox.add(-unread);
    unread = 0;
  }

  /** Counts an operation that begins; the socket is not read while too many are under way. */
  void begin() {
    underWay++;
    if (underWay >= outbox.limits().underWay()) {
      socket.pause();
    }
  }

  /** Counts an operation that has its answer. */
  void done() {
    underWay--;
    readOn();
  }

  /** Reads no further message until {@link #resume}: the next must not overtake this one. */
  void pause() {
    held++;
    socket.pause();
  }

  /** Reads on, unless too many operations are under way. */
  void resume() {
    held--;
    readOn();
  }

  private void readOn() {
    if (held == 0 && underWay < outbox.limits().underWay()) {
      socket.resume();
    }
  }

  private void write(Message message) {
    int bytes = message.bytes();
    if (unread == 0) {
      progressNanos = System.nanoTime();
    }
    unread += bytes;
    outbox.add(bytes);
    socket.writeTextMessage(message.text()).onComplete(written -> read(bytes));
  }

  private void read(int bytes) {
    if (gone) {
      return;
    }
    unread -= bytes;
    outbox.add(-bytes);
    progressNanos = System.nanoTime();
  }

  /** Vert.x's own closing waits until everything has been read. */
  void cut() {
    if (connection instanceof ConnectionBase base) {
      base.channelHandlerContext().channel().close();
    } else {
      connection.close();
    }
  }

  private static String reason(Problem problem) {
    String text = problem.code() + ": " + problem.detail();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= LONGEST_REASON ? text : problem.code();
  }

  /**
   * What is told of a request that was not done.
   *
   * @param id the request's, null where it could not be read
   */
  static ObjectNode error(@Nullable String id, Problem problem) {
    ObjectNode error = Views.object().put("type", "error").put("id", id);
    error.set("problem", problem.json());
    return error;
  }
}
