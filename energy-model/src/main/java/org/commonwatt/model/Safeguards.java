package org.commonwatt.model;

import org.jspecify.annotations.Nullable;

/**
 * What a rulebook may have beyond its trading rules. All of it is optional: a part that is null is
 * not in force.
 *
 * @param guarantees collateral and default fund
 */
public record Safeguards(@Nullable Guarantees guarantees) {
  /** None of it. */
  public static final Safeguards NONE = new Safeguards(null);
}
