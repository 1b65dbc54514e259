package org.commonwatt.model;

import org.jspecify.annotations.Nullable;

/**
 * What a rulebook may have beyond its trading rules. All of it is optional: a part that is null is
 * not in force.
 *
 * @param guarantees collateral and default fund
 * @param fallbacks what happens when something went wrong
 */
public record Safeguards(@Nullable Guarantees guarantees, @Nullable Fallbacks fallbacks) {
  /** None of it. */
  public static final Safeguards NONE = new Safeguards(null, null);

  /** Collateral alone. */
  public Safeguards(@Nullable Guarantees guarantees) {
    this(guarantees, null);
  }
}
