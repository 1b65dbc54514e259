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
 */
public record Safeguards(
    @Nullable Guarantees guarantees,
    @Nullable Fallbacks fallbacks,
    @Nullable DisputeRules disputes) {
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
}
