package org.commonwatt.engine.http;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who sent no login.
 *
 * @param address where it comes from
 * @param limits count what its address sends
 */
record Stranger(String address, RateLimits limits) implements Visitor {
  @Override
  public Caller asks(AccessRule rule, @Nullable String purpose) {
    if (rule.isPublic()) {
      return Caller.NOBODY;
    }
    throw new ProblemException(LoginProblems.required());
  }

  @Override
  public void countMessage() {
    limits.countAddress(address, 1);
  }

  @Override
  public boolean isActive() {
    return false;
  }

  @Override
  public void requireActive() {
    throw new ProblemException(LoginProblems.required());
  }
}
