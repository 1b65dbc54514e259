package org.commonwatt.engine.http;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a socket. It is known from the request that opened the socket, and is
 * asked before the socket follows a participant's own channel or acts for a participant.
 */
interface StreamPrincipal {
  /** As long as there are no accounts everybody may act for everybody, as over HTTP. */
  StreamPrincipal EVERYBODY = participant -> {};

  /**
   * Refuses what this principal may not do.
   *
   * @param participant for whom something is to be done, or whose channel is to be followed
   * @throws ProblemException when it may not
   */
  void require(@Nullable String participant);

  /** Tells who sends a request. */
  @FunctionalInterface
  interface Source {
    /**
     * Who sends the request that opens a socket.
     *
     * @throws ProblemException when nobody is let in with it
     */
    StreamPrincipal of(RoutingContext ctx);
  }
}
