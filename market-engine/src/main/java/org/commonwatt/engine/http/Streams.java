package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.commonwatt.engine.runtime.EngineHealth;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.engine.sequencer.OverloadedException;
import org.commonwatt.engine.stream.Delivery;
import org.commonwatt.engine.stream.Feed;
import org.commonwatt.engine.stream.FeedLimits;
import org.commonwatt.engine.stream.Subscriber;
import org.commonwatt.engine.work.ThreadWorkers;
import org.commonwatt.engine.work.Worker;
import org.commonwatt.engine.work.Workers;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/stream}: opens sockets, and brings them what the feed tells. */
final class Streams implements Delivery, AutoCloseable {
  private static final long LOOK_MILLIS = 1_000;
  private static final long LAST_LOOK_MILLIS = 20;
  private static final int LOOKS_AT_THE_LAST = 100;
  private static final int MESSAGES_TOGETHER = 256;
  private static final byte[] NO_BODY = {};
  private static final Problem NO_HANDSHAKE =
      Problem.malformed(
          "This is no handshake of a WebSocket.", "Use a WebSocket client of version 13.");

  private static final Problem CLOSING =
      Problem.unavailable(
          "ENGINE_STOPPED",
          "The service is closing.",
          "Connect to the engine that leads, or here in a moment.");

  private final Vertx vertx;
  private final Context loop;
  private final ApiContext api;
  private final Connections connections;
  private final StreamOutbox outbox;
  private final Workers workers = new ThreadWorkers();
  private final Feed feed;
  private final NoticeFollower notices;
  private final StreamRequests requests;
  private @Nullable Worker following;

  /**
   * No sockets yet.
   *
   * @param loop the event loop of the server that opens them
   * @param connections whose count they leave when they are opened
   * @param limits how much they may take
   * @param writer makes the answers to commands
   */
  Streams(
      Context loop, ApiContext api, Connections connections, Settings limits, AnswerWriter writer) {
    this.vertx = loop.owner();
    this.loop = loop;
    this.api = api;
    this.connections = connections;
    this.outbox = new StreamOutbox(limits.sockets());
    this.feed = new Feed(api.engine(), limits.feed(), workers, this);
    this.notices = new NoticeFollower(vertx, api, feed);
    this.requests = new StreamRequests(loop, api, feed, notices, writer);
  }

  /**
   * What may differ in tests.
   *
   * @param sockets limits of the sockets
   * @param feed limits of the feed
   */
  record Settings(StreamLimits sockets, FeedLimits feed) {
    static final Settings DEFAULT = new Settings(StreamLimits.DEFAULT, FeedLimits.DEFAULT);
  }

  /** Begins to follow the engine. */
  Streams start() {
    api.engine().listen(feed::committed);
    api.engine().watch(feed::moved);
    feed.start();
    following = workers.start("stream-notices", notices);
    vertx.setPeriodic(LOOK_MILLIS, timer -> loop.runOnContext(look -> dropWhoMayNotStay()));
    return this;
  }

  /** The sockets that are open, and what they have yet to read. */
  StreamOutbox outbox() {
    return outbox;
  }

  /** Opens a socket, or says why not. */
  void open(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    if (!isUpgrade(request)) {
      ctx.response().putHeader("Upgrade", "websocket");
      Answers.problem(
          ctx,
          new Problem(
              426,
              "UPGRADE_REQUIRED",
              "This path speaks WebSocket only.",
              "Open it with a WebSocket client; docs/stream.md has examples."));
      return;
    }
    try {
      Params.only(ctx, Set.of());
      requireOwnPage(request);
      Visitor visitor = api.logins().visitor(request, NO_BODY);
      outbox.requireRoom(visitor);
      HttpConnection connection = request.connection();
      request
          .toWebSocket()
          .onSuccess(socket -> opened(socket, connection, visitor))
          .onFailure(failure -> Answers.problem(ctx, NO_HANDSHAKE));
    } catch (ProblemException | OverloadedException e) {
      if (e instanceof ProblemException known && known.problem().status() == 401) {
        api.logins().challenge(ctx.response());
      }
      Answers.failure(ctx, e);
    }
  }

  @Override
  public void deliver(List<Parcel> parcels, Runnable done) {
    loop.runOnContext(
        now -> {
          parcels.forEach(this::deliver);
          done.run();
        });
  }

  @Override
  public void end(Loss loss) {
    loop.runOnContext(
        now ->
            List.copyOf(outbox.sockets())
                .forEach(socket -> socket.end(StreamSocket.TRY_AGAIN, problem(loss))));
  }

  @Override
  public ObjectNode heartbeat(long sequence) {
    return Views.object()
        .put("type", "heartbeat")
        .put("sequence", sequence)
        .put("wallTime", Views.instant(api.wall().instant().toEpochMilli()));
  }

  @Override
  public void close() {
    if (following != null) {
      following.close();
    }
    notices.close();
    feed.close();
  }

  /**
   * Tells all sockets that the service closes. Completes when they are gone; who does not go along
   * in time is cut off, since without its event loop a socket would stay open for ever.
   */
  Future<Void> endSockets() {
    Promise<Void> gone = Promise.promise();
    loop.runOnContext(
        now -> {
          List.copyOf(outbox.sockets())
              .forEach(socket -> socket.end(StreamSocket.TRY_AGAIN, CLOSING));
          awaitGone(gone, LOOKS_AT_THE_LAST);
        });
    return gone.future();
  }

  private void awaitGone(Promise<Void> gone, int looks) {
    if (outbox.sockets().isEmpty()) {
      gone.complete();
      return;
    }
    if (looks == 0) {
      List.copyOf(outbox.sockets()).forEach(StreamSocket::cut);
      gone.complete();
      return;
    }
    vertx.setTimer(LAST_LOOK_MILLIS, later -> awaitGone(gone, looks - 1));
  }

  private void deliver(Parcel parcel) {
    List<Subscriber> to = parcel.to();
    if (to == null) {
      List.copyOf(outbox.sockets()).forEach(socket -> socket.send(parcel.message()));
      return;
    }
    for (Subscriber one : to) {
      if (one instanceof StreamSocket socket) {
        socket.send(parcel.message());
        if (parcel.isAnswer()) {
          socket.done();
        }
      }
    }
  }

  private void opened(ServerWebSocket socket, HttpConnection connection, Visitor visitor) {
    connections.upgraded(connection);
    sendTogether(connection);
    StreamSocket own = new StreamSocket(vertx, socket, connection, visitor.onSocket(), outbox);
    outbox.sockets().add(own);
    socket.closeHandler(
        closed -> {
          own.gone();
          outbox.sockets().remove(own);
          feed.leave(own);
        });
    socket.exceptionHandler(broken -> own.endTooLong());
    EngineHealth health = api.engine().health();
    if (health.state() != EngineState.LEADING) {
      own.end(StreamSocket.TRY_AGAIN, Answers.notReady(health));
      return;
    }
    socket.textMessageHandler(text -> requests.take(own, text));
    socket.binaryMessageHandler(
        bytes -> requests.refuse(own, "A binary message came.", "Send JSON as text."));
  }

  /** What is written in one go of the event loop leaves in one call of the system, not in many. */
  private static void sendTogether(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      base.channelHandlerContext()
          .pipeline()
          .addFirst(new FlushConsolidationHandler(MESSAGES_TOGETHER, true));
    }
  }

  private void dropWhoMayNotStay() {
    long now = System.nanoTime();
    for (StreamSocket socket : List.copyOf(outbox.sockets())) {
      socket.dropIfStuck(now);
      socket.endIfUnknown();
      endIfHidden(socket);
    }
  }

  /** A later rulebook may hide what a socket follows, or its account be frozen. */
  private void endIfHidden(StreamSocket socket) {
    try {
      socket.topics().forEach(topic -> StreamAccess.requireData(api, socket.visitor(), topic));
    } catch (ProblemException e) {
      boolean later = e.problem().status() == 503;
      socket.end(later ? StreamSocket.TRY_AGAIN : StreamSocket.POLICY, e.problem());
    }
  }

  private static Problem problem(Loss loss) {
    EngineHealth health = loss.health();
    return health == null
        ? Problem.unavailable(
            "FEED_BEHIND",
            "The feed could not keep up and begins anew.",
            "Connect again and subscribe anew.")
        : Answers.notReady(health);
  }

  private static boolean isUpgrade(HttpServerRequest request) {
    String upgrade = request.getHeader("Upgrade");
    return upgrade != null && upgrade.toLowerCase(Locale.ROOT).equals("websocket");
  }

  /**
   * Browsers let any page open sockets anywhere, and say which page it was: only this server's own
   * page may.
   */
  private static void requireOwnPage(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    if (origin != null && !origin.equals(Tls.ownOrigin(request))) {
      throw new ProblemException(
          new Problem(
              403,
              "ORIGIN_NOT_ALLOWED",
              "A page of " + Params.quote(origin) + " may not open this stream.",
              "Programs leave the header Origin out; a page must come from this service."));
    }
  }
}
