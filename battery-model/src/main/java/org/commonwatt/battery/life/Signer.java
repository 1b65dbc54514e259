package org.commonwatt.battery.life;

import java.util.Set;

/**
 * An organisation that has signed a statement.
 *
 * @param org its id
 * @param roles what it may do
 * @param actsFor owners that are insolvent and for which the regulator has appointed it
 */
public record Signer(String org, Set<Role> roles, Set<String> actsFor) {
  /** Copies the sets. */
  public Signer {
    roles = Set.copyOf(roles);
    actsFor = Set.copyOf(actsFor);
  }

  /** An organisation that acts for nobody else. */
  public Signer(String org, Role... roles) {
    this(org, Set.of(roles), Set.of());
  }

  boolean signsFor(String owner) {
    return org.equals(owner) || actsFor.contains(owner);
  }
}
