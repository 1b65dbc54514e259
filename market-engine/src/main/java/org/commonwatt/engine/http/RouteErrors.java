package org.commonwatt.engine.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Set;
import java.util.TreeSet;

/** Answers to requests that reach no route, or that a route cannot read. */
final class RouteErrors {
  private RouteErrors() {}

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
    Set<String> methods = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      if (route.getPath() != null
          && route.methods() != null
          && path.matches(route.getPath().replaceAll(":[A-Za-z]+", "[^/]+"))) {
        route.methods().forEach(method -> methods.add(method.name()));
      }
    }
    return String.join(", ", methods);
  }
}
