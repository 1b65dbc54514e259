package org.commonwatt.engine.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/** Answers to what is no request, or one that is too long to be read; the connection ends then. */
final class InvalidRequests {
  private InvalidRequests() {}

  /** Says what is wrong. */
  static void refuse(HttpServerRequest request) {
    Problem problem = problem(request.decoderResult().cause());
    request
        .response()
        .setStatusCode(problem.status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .putHeader("Connection", "close")
        .end(Answers.bytes(problem.json()));
  }

  private static Problem problem(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new Problem(
          414,
          "URI_TOO_LONG",
          "The first line of the request has more than " + HttpApi.MAX_LINE_BYTES + " bytes.",
          "See /openapi.yaml for what a path may have.");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return new Problem(
          431,
          "HEADERS_TOO_LARGE",
          "The headers have more than " + HttpApi.MAX_HEADER_BYTES + " bytes.",
          "Send fewer headers: the market needs Host, Content-Type and a login.");
    }
    return Problem.malformed("This is no request of HTTP/1.1.", "See /openapi.yaml.");
  }
}
