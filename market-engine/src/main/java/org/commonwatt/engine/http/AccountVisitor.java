package org.commonwatt.engine.http;

import java.time.InstantSource;
import java.util.function.Predicate;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.Principal;
import org.commonwatt.identity.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who logged in.
 *
 * @param principal who, by which key
 * @param setting what all have in common
 * @param address where it comes from
 * @param socket whether it sends over a socket, whose messages are counted as they come
 */
record AccountVisitor(Principal principal, Setting setting, String address, boolean socket)
    implements Visitor {

  /**
   * What all who logged in have in common.
   *
   * @param identity where it is looked up whether a login still holds
   * @param wall wall-clock time
   * @param limits count what keys and addresses send
   * @param active whether an account is active in the market
   */
  record Setting(
      Identity identity, InstantSource wall, RateLimits limits, Predicate<Account> active) {}

  @Override
  public Caller asks(AccessRule rule, @Nullable String purpose) {
    if (!isStillKnown()) {
      throw new ProblemException(LoginProblems.ended());
    }
    if (!socket) {
      count(1);
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

  /**
   * Counts operations: those of an account that is not active for its address, so that nobody sends
   * more by asking for many accounts.
   *
   * @throws ProblemException when that is too much now
   */
  void count(long operations) {
    if (isActive()) {
      setting.limits().countKey(principal.key(), operations);
    } else {
      setting.limits().countAddress(address, operations);
    }
  }

  @Override
  public Visitor onSocket() {
    return new AccountVisitor(principal, setting, address, true);
  }

  @Override
  public String account() {
    return principal.account().id();
  }

  @Override
  public void countMessage() {
    count(1);
  }

  @Override
  public boolean isActive() {
    return setting.active().test(principal.account());
  }

  @Override
  public void requireActive() {
    if (!isActive()) {
      throw new ProblemException(LoginProblems.notActive(account()));
    }
  }

  @Override
  public boolean isStillKnown() {
    return setting.identity().isCurrent(principal);
  }
}
