package org.commonwatt.engine.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.oidc.TokenLogins;

/**
 * Says who sends a request. There are two: {@link #EVERYBODY}, and {@link AccountLogins} over the
 * accounts of a market.
 */
public interface Logins {
  /** A market without accounts: whoever reaches the API may act for everybody. */
  Logins EVERYBODY = new EverybodyLogins();

  /** Whether the request's login, if it has one, is to be judged only with its body at hand. */
  boolean needsBody(HttpServerRequest request);

  /**
   * Who sends a request. Does not block.
   *
   * @param body its bytes, none where there is no body
   */
  Visitor visitor(HttpServerRequest request, byte[] body);

  /**
   * Somebody whose login is not looked at, on a public route.
   *
   * @param counted whether the request counts against what its address may send
   */
  Visitor stranger(HttpServerRequest request, boolean counted);

  /**
   * Counts a code of a login against what its address may send.
   *
   * @throws ProblemException when that is too much now
   */
  default void countCode(HttpServerRequest request) {}

  /** Tells in an answer 401 how to log in. */
  void challenge(HttpServerResponse response);

  /** Logins of people by a provider's tokens; empty where none is configured. */
  default Optional<TokenLogins> provider() {
    return Optional.empty();
  }

  /** The same where the market says which accounts are active. */
  default Logins within(Admission admission) {
    return this;
  }

  /** Accounts, keys and looks at personal data; empty in a market without. */
  Optional<Identity> accounts();
}
