package org.commonwatt.engine.http;

import java.util.Locale;
import org.commonwatt.identity.PersonalView;
import org.commonwatt.identity.Refusal;
import org.commonwatt.identity.Scope;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;

/** What is answered to who may not do something, or not without saying who it is. */
final class LoginProblems {
  private static final long NONCES_SECONDS = 60; // so long nonces are remembered
  private static final String HINT = "See docs/identity.md.";

  private LoginProblems() {}

  /** Nobody said who sends it. */
  static Problem required() {
    return new Problem(
        401, "LOGIN_REQUIRED", "This needs a login.", "Send the header Authorization. " + HINT);
  }

  /** A login that is not taken. */
  static Problem refused(Refusal refusal) {
    return switch (refusal) {
      case TOO_MANY -> tooMuch(refusal.text(), NONCES_SECONDS);
      case KEY_AWAITED -> providerUnavailable(refusal.text());
      default -> new Problem(401, "LOGIN_" + refusal.name(), refusal.text(), HINT);
    };
  }

  /** The provider of logins does not answer, or has not yet. */
  static Problem providerUnavailable(String detail) {
    return Problem.unavailable("PROVIDER_UNAVAILABLE", detail, "Send it again in a moment.");
  }

  /** Somebody has sent too much. */
  static Problem tooMuch(String detail, long seconds) {
    String hint = "Nothing was done; send it again in " + seconds + " s, or less at a time.";
    return new Problem(429, "RATE_LIMITED", detail, hint, null, seconds);
  }

  /** A socket's login would not be taken any more. */
  static Problem ended() {
    return new Problem(
        401,
        "LOGIN_ENDED",
        "The login has expired, was revoked, or its account has changed.",
        "Connect again with a login that is taken.");
  }

  /** The login is one of an account that waits, was refused or is frozen. */
  static Problem notActive(String account) {
    return Problem.of(
        new Rejection(
            RejectionCode.ACCOUNT_NOT_ACTIVE,
            "the account " + account + " is not active: ask the registrar"));
  }

  /** The key may not be used for this. */
  static Problem scope(Scope scope) {
    return new Problem(
        403,
        "SCOPE_MISSING",
        "The key does not have the scope " + scope.word() + ".",
        "Use a key that has it, or have one made.");
  }

  /** Who it is may not do this. */
  static Problem role(AccessRule rule) {
    String roles =
        String.join(", ", rule.roles().stream().map(role -> role.word()).sorted().toList());
    return new Problem(403, "ROLE_NOT_ALLOWED", "This is for the roles " + roles + " only.", HINT);
  }

  /** Who it is may read this, and must say why. */
  static Problem purpose() {
    return new Problem(
        403,
        "PURPOSE_REQUIRED",
        "The answer has another's personal data, and nobody said what for.",
        "Send the header "
            + Doors.PURPOSE
            + ", 1 to "
            + PersonalView.MAX_PURPOSE
            + " characters; whom it is about will see it.");
  }

  /** The caller does not act for an officer of the market. */
  static Problem officer(String officer, String code) {
    return new Problem(
        403,
        code,
        "This login does not act for " + officer + ".",
        "See docs/errors.md#" + code.toLowerCase(Locale.ROOT));
  }

  /**
   * The database of accounts did not answer while something was changed.
   *
   * @param list where it can be seen whether it was
   */
  static Problem unknownOutcome(String list) {
    return Problem.unavailable(
        "ACCOUNTS_UNAVAILABLE",
        "The database of the accounts does not answer: what was asked for may be done or not.",
        "GET " + list + " tells; ask again later.");
  }

  /** The database of accounts does not answer. */
  static Problem unavailable() {
    return Problem.unavailable(
        "ACCOUNTS_UNAVAILABLE",
        "The database of the accounts does not answer.",
        "Nothing was told or done; ask again later.");
  }
}
