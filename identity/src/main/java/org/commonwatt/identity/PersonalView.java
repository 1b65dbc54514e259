package org.commonwatt.identity;

import java.time.Instant;

/**
 * Somebody looked at a participant's personal data.
 *
 * @param participant whose data
 * @param viewer which account looked
 * @param role what that was
 * @param look at what, why and when
 */
public record PersonalView(String participant, String viewer, Role role, Look look) {
  /** The longest purpose, in characters. */
  public static final int MAX_PURPOSE = 200;

  /**
   * One look.
   *
   * @param purpose why, in the viewer's words
   * @param what the operation, as the API's document names it
   * @param at when
   */
  public record Look(String purpose, String what, Instant at) {}
}
