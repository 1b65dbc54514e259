package org.commonwatt.engine.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Answers to requests that reach no route, or that a route cannot read. */
final class RouteErrors {
  private RouteErrors() {}

  /** Before all routes: a path that ends with a slash is another one, and there is none. */
  static void refuseSlashes(Router router) {
    router.routeWithRegex("/.+/").handler(ctx -> ctx.fail(404));
  }

  /** Adds them to the routes. */
  static void add(Router router) {
    String hint = "See /openapi.yaml.";
    error(router, Problem.malformed("The request is malformed.", hint));
    error(router, Problem.notFound("NO_SUCH_ROUTE", "Nothing is at this path.", hint));
    Problem wrong =
        new Problem(405, "METHOD_NOT_ALLOWED", "This path does not know the method.", hint);
    router.errorHandler(
        405,
        ctx -> {
          ctx.response().putHeader(HttpHeaders.ALLOW, allowed(router, ctx.normalizedPath()));
          Answers.problem(ctx, wrong);
        });
    error(
        router,
        new Problem(
            413,
            "BODY_TOO_LARGE",
            "The body has more bytes than this path takes.",
            "Send one order per request, or up to "
                + BatchRequest.MAX_OPERATIONS
                + " operations in a batch."));
    error(
        router,
        new Problem(
            417,
            "EXPECTATION_FAILED",
            "The header Expect asks for what this service does not do.",
            "Leave it out, or send Expect: 100-continue."));
    router.errorHandler(
        500,
        ctx -> {
          Throwable failure = ctx.failure();
          Answers.failure(
              ctx, failure == null ? new IllegalStateException("no cause given") : failure);
        });
  }

  private static void error(Router router, Problem problem) {
    router.errorHandler(problem.status(), ctx -> Answers.problem(ctx, problem));
  }

  /** The methods of a path, for the header that RFC 9110 asks of an answer 405. */
  private static String allowed(Router router, String path) {
    Set<String> methods = methods(router, path::equals);
    return String.join(
        ", ",
        methods.isEmpty()
            ? methods(router, route -> path.matches(route.replaceAll(":[A-Za-z]+", "[^/]+")))
            : methods);
  }

  private static Set<String> methods(Router router, Predicate<String> isMeant) {
    Set<String> methods = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      if (route.getPath() != null && route.methods() != null && isMeant.test(route.getPath())) {
        route.methods().forEach(method -> methods.add(method.name()));
      }
    }
    return methods;
  }
}
