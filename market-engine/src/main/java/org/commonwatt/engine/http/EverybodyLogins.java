package org.commonwatt.engine.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.commonwatt.identity.Identity;

/** Asks nobody who it is. */
class EverybodyLogins implements Logins {
  @Override
  public boolean needsBody(HttpServerRequest request) {
    return false;
  }

  @Override
  public Visitor visitor(HttpServerRequest request, byte[] body) {
    return Visitor.EVERYBODY;
  }

  @Override
  public Visitor stranger(HttpServerRequest request, boolean counted) {
    return Visitor.EVERYBODY;
  }

  @Override
  public void challenge(HttpServerResponse response) {}

  @Override
  public Optional<Identity> accounts() {
    return Optional.empty();
  }
}
