package org.commonwatt.model;

import org.jspecify.annotations.Nullable;

/**
 * What a rulebook may have beyond its trading rules. All of it is optional: a part that is null is
 * not in force.
 *
 * @param guarantees collateral and default fund
 * @param fallbacks what happens when something went wrong
 * @param disputes until when bill lines may be disputed, and who decides; {@link
 *     Rulebook#disputes()} says what holds without it
 * @param registration accounts and meter points beside those that the rulebook names
 */
public record Safeguards(
    @Nullable Guarantees guarantees,
    @Nullable Fallbacks fallbacks,
    @Nullable DisputeRules disputes,
    @Nullable Registration registration) {
  /** None of it. */
  public static final Safeguards NONE = new Safeguards(null, null, null);

  /** Collateral alone. */
  public Safeguards(@Nullable Guarantees guarantees) {
    this(guarantees, null, null);
  }

  /** Without rules of their own for disputes. */
  public Safeguards(@Nullable Guarantees guarantees, @Nullable Fallbacks fallbacks) {
    this(guarantees, fallbacks, null);
  }

  /** Without registrations. */
  public Safeguards(
      @Nullable Guarantees guarantees,
      @Nullable Fallbacks fallbacks,
      @Nullable DisputeRules disputes) {
    this(guarantees, fallbacks, disputes, null);
  }

  /** The same with registrations. */
  public Safeguards withRegistration(@Nullable Registration other) {
    return new Safeguards(guarantees, fallbacks, disputes, other);
  }
}
