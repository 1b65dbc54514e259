package org.commonwatt.engine.http;

import java.time.InstantSource;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.Principal;
import org.commonwatt.identity.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who logged in.
 *
 * @param principal who, by which key
 * @param identity where it is looked up whether that still holds
 * @param wall wall-clock time
 * @param limits count what its key sends
 * @param socket whether it sends over a socket, whose messages are counted as they come
 */
record AccountVisitor(
    Principal principal, Identity identity, InstantSource wall, RateLimits limits, boolean socket)
    implements Visitor {
  @Override
  public Caller asks(AccessRule rule, @Nullable String purpose) {
    if (!isStillKnown()) {
      throw new ProblemException(LoginProblems.ended());
    }
    if (!socket) {
      limits.countKey(principal.key(), 1);
    }
    Scope scope = rule.scope();
    if (scope != null && !principal.has(scope)) {
      throw new ProblemException(LoginProblems.scope(scope));
    }
    if (!rule.roles().isEmpty() && !rule.roles().contains(principal.account().role())) {
      throw new ProblemException(LoginProblems.role(rule));
    }
    return new AccountCaller(this, rule, purpose);
  }

  @Override
  public Visitor onSocket() {
    return new AccountVisitor(principal, identity, wall, limits, true);
  }

  @Override
  public String account() {
    return principal.account().id();
  }

  @Override
  public void countMessage() {
    limits.countKey(principal.key(), 1);
  }

  @Override
  public boolean isStillKnown() {
    return identity.isCurrent(principal);
  }
}
