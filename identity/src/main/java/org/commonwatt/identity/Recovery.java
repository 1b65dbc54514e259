package org.commonwatt.identity;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A lost login that somebody asks to replace.
 *
 * @param id of the recovery
 * @param account whose login was lost
 * @param reason in the words of who asked
 * @param state how far it has come
 * @param endsAt what is to come must come before that
 * @param steps what was done, first first
 */
public record Recovery(
    String id, String account, String reason, State state, Instant endsAt, List<Step> steps) {
  /** How far a recovery has come. */
  public enum State {
    /** Somebody asked, and two have to approve. */
    OPEN,
    /** Two have approved: its code may be used. */
    APPROVED,
    /** Its code was used: the account has a new key and none of the old. */
    DONE,
    /** Somebody refused it. */
    REFUSED,
    /** Its time was over. */
    EXPIRED;

    /** As the API writes it: lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
      return Stream.of(values())
          .filter(state -> state.word().equals(word))
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * What somebody did.
   *
   * @param what {@code requested}, {@code approved}, {@code refused}, {@code done}
   * @param by which account; null: whoever has the code
   * @param role what that was
   * @param at when
   */
  public record Step(String what, @Nullable String by, @Nullable Role role, Instant at) {}

  /** Copies the steps. */
  public Recovery {
    steps = List.copyOf(steps);
  }

  /** As it stands at a moment. */
  Recovery at(Instant now) {
    boolean waits = state == State.OPEN || state == State.APPROVED;
    return waits && !now.isBefore(endsAt)
        ? new Recovery(id, account, reason, State.EXPIRED, endsAt, steps)
        : this;
  }
}
