package org.commonwatt.engine.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.function.Predicate;
import org.commonwatt.identity.PersonalView;
import org.jspecify.annotations.Nullable;

/**
 * Makes routes, each behind a door that lets in whom the API's document lets in. Who is not known
 * is sent away before its body is read, unless its login is a signature over the body.
 */
final class Doors {
  /** The header that says what somebody reads another's personal data for. */
  static final String PURPOSE = "Commonwatt-Purpose";

  private static final byte[] NO_BODY = {};

  private final Router router;
  private final AccessPolicy policy;
  private final Logins logins;
  private final Predicate<AccessRule> hidden;

  /**
   * No routes yet.
   *
   * @param router takes them
   * @param policy who may use which
   * @param logins says who somebody is
   * @param hidden whether the market keeps what an operation tells for who has a login
   */
  Doors(Router router, AccessPolicy policy, Logins logins, Predicate<AccessRule> hidden) {
    this.router = router;
    this.policy = policy;
    this.logins = logins;
    this.hidden = hidden;
  }

  /** A route whose requests have no body. */
  Route route(HttpMethod method, String path) {
    AccessRule rule = rule(method, path);
    return router
        .route(method, path)
        .handler((PlatformHandler) ctx -> attempt(ctx, () -> enter(ctx, rule, NO_BODY)));
  }

  /** A route whose requests have a body of so many bytes at most. */
  Route withBody(HttpMethod method, String path, long mostBytes) {
    BodyHandler body =
        BodyHandler.create(false).setMergeFormAttributes(false).setBodyLimit(mostBytes);
    return guarded(router.route(method, path), rule(method, path), body);
  }

  /**
   * The same behind a gate. Whose signature needs the body first waits at a gate of its own, which
   * anybody may come to: so nobody without a login keeps out those whose login is known.
   */
  Route gated(HttpMethod method, String path, long mostBytes, Gate gate) {
    AccessRule rule = rule(method, path);
    Gate unknown = gate.another("requests whose signature is not checked yet");
    router
        .route(method, path)
        .handler(before(rule))
        .handler(ctx -> (logins.needsBody(ctx.request()) ? unknown : gate).admit(ctx));
    BodyHandler body =
        BodyHandler.create(false).setMergeFormAttributes(false).setBodyLimit(mostBytes);
    return router.route(method, path).handler(body).handler(ctx -> afterwards(ctx, rule));
  }

  /** No other method is at a path, whatever a route with parameters would take it for. */
  void noOther(String path) {
    router.route(path).handler(ctx -> ctx.fail(405));
  }

  private Route guarded(Route route, AccessRule rule, BodyHandler body) {
    return route.handler(before(rule)).handler(body).handler(ctx -> afterwards(ctx, rule));
  }

  private AccessRule rule(HttpMethod method, String path) {
    return policy.rule(method.name() + " " + path.replaceAll(":([A-Za-z]+)", "{$1}"));
  }

  private PlatformHandler before(AccessRule rule) {
    return ctx ->
        attempt(
            ctx,
            () -> {
              if (!logins.needsBody(ctx.request())) {
                enter(ctx, rule, NO_BODY);
              }
            });
  }

  private void afterwards(RoutingContext ctx, AccessRule rule) {
    attempt(
        ctx,
        () -> {
          if (logins.needsBody(ctx.request())) {
            Buffer body = ctx.body().buffer();
            enter(ctx, rule, body == null ? NO_BODY : body.getBytes());
          }
        });
  }

  private void enter(RoutingContext ctx, AccessRule rule, byte[] body) {
    boolean closed = hidden.test(rule);
    boolean looksAtLogin = !rule.isPublic() || closed;
    Visitor visitor =
        looksAtLogin
            ? logins.visitor(ctx.request(), body)
            : logins.stranger(ctx.request(), !rule.unlimited());
    if (closed && !rule.partly()) {
      visitor.requireActive();
    }
    Caller caller = visitor.asks(rule, purpose(ctx));
    Caller.put(ctx, caller);
    rule.participant(ctx).ifPresent(caller::requireSees);
  }

  private void attempt(RoutingContext ctx, Runnable what) {
    try {
      what.run();
    } catch (ProblemException e) {
      if (e.problem().status() == 401 || e.problem().status() == 429) {
        logins.challenge(ctx.response());
      }
      Answers.problem(ctx, e.problem());
      return;
    }
    ctx.next();
  }

  private static @Nullable String purpose(RoutingContext ctx) {
    String text = ctx.request().getHeader(PURPOSE);
    if (text == null) {
      return null;
    }
    String purpose = text.strip();
    if (!purpose.matches("[ -~]{1," + PersonalView.MAX_PURPOSE + "}")) {
      throw new ProblemException(
          Problem.malformed(
              "The header " + PURPOSE + " has not 1 to 200 visible characters of ASCII.",
              "Say in a few words what for."));
    }
    return purpose;
  }
}
