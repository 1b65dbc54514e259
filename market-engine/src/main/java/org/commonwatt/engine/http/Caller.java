package org.commonwatt.engine.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.Principal;
import org.jspecify.annotations.Nullable;

/** Who sends one request, and what may be told to it and done for it. */
interface Caller {
  /** Of a market without accounts: everything. */
  Caller EVERYBODY = new Caller() {};

  /** Without a login, on a public route: nothing that is somebody's own. */
  Caller NOBODY =
      new Caller() {
        @Override
        public void requireOwn(String participant) {
          throw unknown(participant);
        }

        @Override
        public void requireOfficer(String officer, String code) {
          throw new ProblemException(LoginProblems.required());
        }

        @Override
        public boolean isActive() {
          return false;
        }

        @Override
        public boolean isOwn(String participant) {
          return false;
        }

        @Override
        public boolean sees(String participant) {
          return false;
        }

        @Override
        public boolean seesAccount(Account account) {
          return false;
        }

        @Override
        public Set<String> visible() {
          return Set.of();
        }

        @Override
        public boolean isParty(String buyer, String seller) {
          return false;
        }
      };

  /** Who sends a request that a door has let in. */
  static Caller of(RoutingContext ctx) {
    return Objects.requireNonNull(ctx.get(Caller.class.getName()), "no door stands before this");
  }

  /** Notes who sends a request. */
  static void put(RoutingContext ctx, Caller caller) {
    ctx.put(Caller.class.getName(), caller);
  }

  /**
   * Refuses what is to be done for a participant, unless it is the caller's own.
   *
   * @throws ProblemException as if there were no such participant
   */
  default void requireOwn(String participant) {}

  /** Whether the caller sent the login of an account that is active in the market. */
  default boolean isActive() {
    return true;
  }

  /**
   * Refuses who did not, and has a login.
   *
   * @throws ProblemException when its account is not active
   */
  default void requireActive() {}

  /** Whether a participant is the caller's own. */
  default boolean isOwn(String participant) {
    return true;
  }

  /**
   * Refuses what only an officer of the market may do, such as its operator.
   *
   * @param officer as whom it is to be done
   * @param code of the refusal
   * @throws ProblemException when the caller does not act for the officer
   */
  default void requireOfficer(String officer, String code) {}

  /**
   * Whether a participant's data may be in the answer. Of another's this is noted.
   *
   * @throws ProblemException when it may, and the request does not say what for
   */
  default boolean sees(String participant) {
    return true;
  }

  /**
   * Whether data of an account may be in the answer. Of another's this is noted, as a look at whom
   * it acts for.
   *
   * @throws ProblemException when it may, and the request does not say what for
   */
  default boolean seesAccount(Account account) {
    return true;
  }

  /** Whether the caller may look at what an officer of the registration decides. */
  default boolean hasDuty(String officer) {
    return true;
  }

  /** Whose data may be in an answer, null: everybody's. */
  default @Nullable Set<String> visible() {
    return null;
  }

  /**
   * Counts operations beside the one that a request counts as.
   *
   * @throws ProblemException when that is too much now
   */
  default void count(long more) {}

  /**
   * Does what must not be done after the caller's login has ended.
   *
   * @param what it may not wait for anything
   * @throws ProblemException when it has ended
   */
  default <T> T whileKnown(Supplier<T> what) {
    return what.get();
  }

  /** Its account and key; empty without a login. */
  default Optional<Principal> principal() {
    return Optional.empty();
  }

  /** Whether the caller is told who the parties of a trade are. */
  default boolean isParty(String buyer, String seller) {
    return true;
  }

  /**
   * Keeps what of others the answer has, before it is told. May block.
   *
   * @throws ProblemException when it cannot be kept: then nothing may be told
   */
  default void told() {}

  /**
   * Refuses to tell of a participant whom the caller does not see.
   *
   * @throws ProblemException as if there were no such participant
   */
  default void requireSees(String participant) {
    if (!sees(participant)) {
      throw unknown(participant);
    }
  }

  /** What is answered of a participant that is another's, or none at all. */
  static ProblemException unknown(String participant) {
    return new ProblemException(
        Problem.notFound(
            "UNKNOWN_PARTICIPANT",
            "This login has no participant " + participant + ".",
            "See docs/errors.md#unknown_participant"));
  }
}
