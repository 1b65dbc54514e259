package org.commonwatt.model;

import java.util.Comparator;

/**
 * Where energy was injected, and what it was made of. Guarantees of one slot and one origin are
 * alike.
 *
 * @param area the area of the injection
 * @param source what the energy was made of
 */
public record Origin(String area, EnergySource source) implements Comparable<Origin> {
  private static final Comparator<Origin> ORDER =
      Comparator.comparing(Origin::area).thenComparing(one -> one.source().id());

  /** By area, then by the name of the source. */
  @Override
  public int compareTo(Origin other) {
    return ORDER.compare(this, other);
  }
}
