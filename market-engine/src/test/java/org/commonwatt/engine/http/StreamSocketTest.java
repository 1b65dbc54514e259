package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.stream.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a socket is read, and which goes first. The connections are fakes: nobody reads them. */
class StreamSocketTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Vertx vertx = Vertx.vertx();
  private final List<String> cut = new ArrayList<>();
  private boolean paused;

  @AfterEach
  void stop() {
    vertx.close();
  }

  @Test
  void anAnswerDoesNotLetTheNextMessageOvertakeOneThatIsStillBeingRead() {
    StreamSocket socket = connect(outbox(1_000, 1_000), "one");
    socket.begin();
    socket.pause();
    socket.done();
    assertThat(paused).isTrue();
    socket.resume();
    assertThat(paused).isFalse();
  }

  @Test
  void aSocketIsReadAgainOnceFewerThanTheMostOperationsAreUnderWay() {
    StreamSocket socket = connect(outbox(1_000, 1_000), "one");
    socket.begin();
    assertThat(paused).isFalse();
    socket.begin();
    assertThat(paused).isTrue();
    socket.pause();
    socket.resume();
    assertThat(paused).isTrue();
    socket.done();
    assertThat(paused).isFalse();
  }

  @Test
  void whoWasToldToGoIsCutBeforeAnybodyElseIsDropped() {
    StreamOutbox outbox = outbox(300, 2_000);
    StreamSocket first = connect(outbox, "first");
    StreamSocket second = connect(outbox, "second");
    StreamSocket healthy = connect(outbox, "healthy");
    for (StreamSocket slow : List.of(first, second)) {
      for (int i = 0; i < 5; i++) {
        slow.send(message(100)); // the last one is too much, and it is told so
      }
      assertThat(slow.isGone()).isTrue();
    }
    assertThat(cut).isEmpty(); // both are given time to read why
    StreamSocket greedy = connect(outbox, "greedy");
    for (StreamSocket to : List.of(healthy, greedy)) {
      to.send(message(290));
      to.send(message(290));
    }
    assertThat(cut).isNotEmpty().isSubsetOf("first", "second");
    assertThat(outbox.unread()).isLessThanOrEqualTo(2_000);
    assertThat(healthy.isGone()).isFalse();
    assertThat(greedy.isGone()).isFalse();
  }

  @Test
  void whenNobodyIsGoingWhoHasMostToReadIsDropped() {
    StreamOutbox outbox = outbox(10_000, 1_500);
    StreamSocket modest = connect(outbox, "modest");
    StreamSocket greedy = connect(outbox, "greedy");
    greedy.send(message(900));
    modest.send(message(500));
    modest.send(message(200));
    assertThat(cut).containsExactly("greedy");
    assertThat(modest.isGone()).isFalse();
    assertThat(outbox.unread()).isEqualTo(700);
  }

  @Test
  void whoHasNoActiveAccountLeavesHalfOfTheSocketsToThoseWhoDo() {
    StreamOutbox outbox = outbox(1_000, 1_000);
    RateRules.Rate rate = new RateRules.Rate(1_000, 1);
    RateLimits limits = new RateLimits(new RateRules(rate, rate, rate, rate), System::nanoTime);
    Visitor stranger = new Stranger("10.0.0.1", limits);
    for (int i = 0; i < 5; i++) {
      outbox.requireRoom(stranger);
      connect(outbox, "stranger", stranger);
    }
    assertThatThrownBy(() -> outbox.requireRoom(stranger))
        .hasMessageContaining("without an active account");
    for (int i = 0; i < 5; i++) {
      outbox.requireRoom(Visitor.EVERYBODY);
      connect(outbox, "known");
    }
    assertThatThrownBy(() -> outbox.requireRoom(Visitor.EVERYBODY)).hasMessageContaining("10");
  }

  @Test
  void noAccountTakesTheSocketsOfAllOthers() {
    StreamOutbox outbox =
        new StreamOutbox(new StreamLimits(30, 10, 2, 1_000, 1_000, 1_000, LONG, LONG));
    for (int i = 0; i < 3; i++) {
      outbox.requireRoom(new Known("home-01"));
      connect(outbox, "one", new Known("home-01"));
    }
    assertThatThrownBy(() -> outbox.requireRoom(new Known("home-01")))
        .hasMessageContaining("the account already has 3 sockets");
    outbox.requireRoom(new Known("home-02"));
    assertThat(StreamLimits.DEFAULT.ofAccount()).isEqualTo(250);
  }

  /** Somebody of an account. */
  private record Known(String account) implements Visitor {
    @Override
    public Caller asks(AccessRule rule, @Nullable String purpose) {
      return Caller.EVERYBODY;
    }
  }

  private static StreamOutbox outbox(long socketBytes, long allBytes) {
    return new StreamOutbox(new StreamLimits(10, 10, 2, 1_000, socketBytes, allBytes, LONG, LONG));
  }

  private static Message message(int bytes) {
    return new Message("x".repeat(bytes), bytes);
  }

  private StreamSocket connect(StreamOutbox outbox, String name) {
    return connect(outbox, name, Visitor.EVERYBODY);
  }

  private StreamSocket connect(StreamOutbox outbox, String name, Visitor visitor) {
    StreamSocket socket = new StreamSocket(vertx, unread(), connection(name), visitor, outbox);
    outbox.sockets().add(socket);
    return socket;
  }

  /** A fake of a socket: what is written to it is never read, and it notes whether it is read. */
  private ServerWebSocket unread() {
    return fake(
        ServerWebSocket.class,
        method -> {
          paused = method.equals("pause") || (paused && !method.equals("resume"));
        });
  }

  /** A fake of a connection: it notes who is cut off. */
  private HttpConnection connection(String name) {
    return fake(
        HttpConnection.class,
        method -> {
          if (method.equals("close")) {
            cut.add(name);
          }
        });
  }

  private static <T> T fake(Class<T> type, java.util.function.Consumer<String> called) {
    Object made =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              called.accept(method.getName());
              boolean later = Future.class.isAssignableFrom(method.getReturnType());
              return later ? Promise.promise().future() : null;
            });
    return type.cast(made);
  }
}
