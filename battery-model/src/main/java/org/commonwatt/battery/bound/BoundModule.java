package org.commonwatt.battery.bound;

import java.util.List;
import org.commonwatt.battery.life.Asset;

/**
 * A module of a unit.
 *
 * @param asset the module as it is on the ledger
 * @param within what it is in, from the next whole to the last one below the unit; empty when it is
 *     in the unit itself
 * @param cyclesSinceTest full cycles since its newest test
 */
public record BoundModule(Asset asset, List<Asset> within, long cyclesSinceTest) {
  /** Copies the wholes. */
  public BoundModule {
    within = List.copyOf(within);
  }

  /** Whether each is in the next one, and the last one in the unit. */
  boolean isIn(Asset unit) {
    Asset at = asset;
    for (Asset whole : within) {
      if (!whole.id().equals(at.parent())) {
        return false;
      }
      at = whole;
    }
    return unit.id().equals(at.parent());
  }
}
