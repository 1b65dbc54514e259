package org.commonwatt.flink.netting;

import org.commonwatt.model.Quality;

/**
 * What was metered in a slot.
 *
 * @param importWh withdrawn from the grid, Wh, not negative
 * @param exportWh injected into the grid, Wh, not negative
 * @param quality worst quality of the readings behind it
 */
public record Metered(long importWh, long exportWh, Quality quality) {
  /** Export minus import, Wh. */
  public long netWh() {
    return exportWh - importWh;
  }
}
