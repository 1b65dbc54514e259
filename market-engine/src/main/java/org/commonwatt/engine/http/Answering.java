package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Answers requests within the server's limits: what blocks has its lane, an answer its place. */
final class Answering implements AutoCloseable {
  private static final int STATE_THREADS = 16;
  private static final int DATABASE_THREADS = 4; // as many connections as are left for questions
  private static final int STORE_THREADS = 2;
  private static final int STORES = 64;
  private static final int LEDGER_THREADS = 2; // each may wait for a peer that does not answer
  private static final int LEDGER_QUESTIONS = 32;
  private static final int LOGIN_THREADS = 2; // each may wait for a provider that does not answer
  private static final int LOGINS = 32;
  private static final int HEALTH_THREADS = 1;
  private static final int HEALTH_QUESTIONS = 16;

  private final Lane state;
  private final Lane database;
  private final Lane stores;
  private final Lane ledger;
  private final Lane logins;
  private final Lane health;
  private final List<Lane> lanes;
  private final Outbox outbox;

  Answering(Vertx vertx, HttpLimits limits) {
    state = new Lane(vertx, "questions", STATE_THREADS, limits.questions());
    database = new Lane(vertx, "reports", DATABASE_THREADS, limits.reports());
    stores = new Lane(vertx, "stores", STORE_THREADS, STORES);
    ledger = new Lane(vertx, "questions-to-the-ledger", LEDGER_THREADS, LEDGER_QUESTIONS);
    logins = new Lane(vertx, "logins", LOGIN_THREADS, LOGINS);
    health = new Lane(vertx, "health-checks", HEALTH_THREADS, HEALTH_QUESTIONS);
    lanes = List.of(state, database, stores, ledger, logins, health);
    outbox = new Outbox(limits.unsentBytes());
  }

  /** What answers a question; may block. */
  interface Query {
    /** The answer. */
    ObjectNode answer(RoutingContext ctx) throws Exception;
  }

  /** What answers a command; may not block. */
  interface Action {
    /** The answer, once the command's events are durable. */
    Future<Orders.Answer> answer(RoutingContext ctx);
  }

  /** A question to the engine's state, or to the database when the engine has forgotten. */
  void ask(Doors doors, String path, Query query) {
    get(doors, path, state, query);
  }

  /** What answers a question with the bytes of a JSON file; may block. */
  interface FileQuery {
    /** The file. */
    byte[] answer(RoutingContext ctx);
  }

  /** A question for a JSON file that has one spelling, of whose bytes none may be another. */
  void askFile(Doors doors, String path, FileQuery query) {
    doors
        .route(HttpMethod.GET, path)
        .handler(
            ctx ->
                state
                    .run(() -> outbox.force(Buffer.buffer(query.answer(ctx))))
                    .onSuccess(parcel -> outbox.send(ctx, 200, parcel))
                    .onFailure(failure -> Answers.failure(ctx, failure)));
  }

  /** A question to the database. */
  void report(Doors doors, String path, Query query) {
    get(doors, path, database, query);
  }

  /** A question to the ledger, with whose answer nothing of single accounts is told. */
  void askLedger(Doors doors, String path, Query query) {
    get(doors, path, ledger, query);
  }

  /** What must hold before a question is asked; may block. */
  interface Check {
    /** Throws what is answered instead. */
    void pass(RoutingContext ctx) throws Exception;
  }

  /** A question to the ledger about somebody: what the database has to say does not wait for it. */
  void askLedger(Doors doors, String path, Check first, Query query) {
    doors
        .route(HttpMethod.GET, path)
        .handler(
            ctx ->
                database
                    .run(
                        () -> {
                          first.pass(ctx);
                          return ctx;
                        })
                    .compose(passed -> ledger.run(() -> query.answer(passed)))
                    .compose(answer -> database.run(() -> outbox.pack(told(ctx, told -> answer))))
                    .onSuccess(parcel -> outbox.send(ctx, 200, parcel))
                    .onFailure(failure -> Answers.failure(ctx, failure)));
  }

  /**
   * A question to the ledger that is answered with bytes of another type than JSON.
   *
   * @param type their type
   * @param headers that go with them
   */
  record Bytes(String type, Map<String, String> headers) {}

  /** A question to the ledger for a document, whose bytes are told as they are. */
  void askBytes(Doors doors, String path, Check first, FileQuery query, Bytes what) {
    doors
        .route(HttpMethod.GET, path)
        .handler(
            ctx ->
                database
                    .run(
                        () -> {
                          first.pass(ctx);
                          return ctx;
                        })
                    .compose(passed -> ledger.run(() -> query.answer(passed)))
                    .compose(
                        bytes ->
                            database.run(
                                () -> {
                                  Caller.of(ctx).told();
                                  return outbox.force(Buffer.buffer(bytes));
                                }))
                    .onSuccess(
                        parcel -> {
                          ctx.response().putHeader("X-Content-Type-Options", "nosniff");
                          what.headers().forEach(ctx.response()::putHeader);
                          outbox.send(ctx, 200, what.type(), parcel);
                        })
                    .onFailure(failure -> Answers.failure(ctx, failure)));
  }

  /** What is written to the database alone, and is no command of the market. */
  void store(Route route, Query write) {
    write(route, stores, write);
  }

  /** What is written to the ledger, and is no command of the market. */
  void submit(Route route, Query write) {
    write(route, ledger, write);
  }

  /** What a provider of logins is asked. */
  void login(Route route, Query question) {
    write(route, logins, question);
  }

  private void write(Route route, Lane lane, Query write) {
    route.handler(
        ctx ->
            lane.run(() -> write.answer(ctx))
                .onSuccess(answer -> outbox.send(ctx, 200, outbox.force(Answers.bytes(answer))))
                .onFailure(failure -> Answers.failure(ctx, failure)));
  }

  /** The question whether all is well, which is answered beside all others. */
  void health(Doors doors, String path, Query query) {
    doors
        .route(HttpMethod.GET, path)
        .handler(
            ctx ->
                health
                    .run(() -> query.answer(ctx))
                    .onSuccess(
                        answer ->
                            outbox.send(ctx, status(answer), outbox.force(Answers.bytes(answer))))
                    .onFailure(failure -> Answers.failure(ctx, failure)));
  }

  /** A command. */
  void act(Route route, Action action) {
    route.handler(ctx -> act(ctx, () -> action.answer(ctx).map(this::write)));
  }

  /** What answers many commands together; may not block. */
  interface LongAction {
    /** The JSON of the answer, once the events of all commands are durable. */
    Future<Buffer> answer(RoutingContext ctx);
  }

  /** Commands whose answer is long. */
  void actLong(Route route, LongAction action) {
    route.handler(ctx -> act(ctx, () -> action.answer(ctx).map(this::write)));
  }

  /** Questions that run or wait. */
  int questions() {
    return lanes.stream().mapToInt(Lane::there).sum();
  }

  /** Lets the threads go; answers nothing more. */
  @Override
  public void close() {
    lanes.forEach(Lane::close);
  }

  /** Bytes of answers that their clients have not read. */
  long unsent() {
    return outbox.unsent();
  }

  private void get(Doors doors, String path, Lane lane, Query query) {
    doors
        .route(HttpMethod.GET, path)
        .handler(
            ctx ->
                lane.run(() -> outbox.pack(told(ctx, query)))
                    .onSuccess(parcel -> outbox.send(ctx, 200, parcel))
                    .onFailure(failure -> Answers.failure(ctx, failure)));
  }

  /** An answer that has others' personal data is given only when it is kept who looked at it. */
  private static ObjectNode told(RoutingContext ctx, Query query) throws Exception {
    ObjectNode answer = query.answer(ctx);
    Caller.of(ctx).told();
    return answer;
  }

  private record Written(int status, Outbox.Parcel parcel) {}

  /** What became of a command is told in any case: its answer has its place beyond the limit. */
  private Written write(Orders.Answer answer) {
    return new Written(answer.status(), outbox.force(Answers.bytes(answer.body())));
  }

  private Written write(Buffer answer) {
    return new Written(200, outbox.force(answer));
  }

  private void act(RoutingContext ctx, Supplier<Future<Written>> action) {
    Future<Written> answer;
    try {
      answer = action.get();
    } catch (RuntimeException e) {
      Answers.failure(ctx, e);
      return;
    }
    // Some other thread completes the future; the answer is sent on the request's own.
    answer.onComplete(done -> ctx.vertx().runOnContext(ignored -> acted(ctx, answer)));
  }

  private void acted(RoutingContext ctx, Future<Written> answer) {
    if (answer.succeeded()) {
      outbox.send(ctx, answer.result().status(), answer.result().parcel());
    } else {
      Answers.failure(ctx, answer.cause());
    }
  }

  private static int status(ObjectNode health) {
    return List.of("ok", "degraded").contains(health.path("status").asText()) ? 200 : 503;
  }
}
