package org.commonwatt.cli.battery;

import org.commonwatt.battery.AssetKind;
import org.jspecify.annotations.Nullable;

/**
 * What documents of other data models may leave open, as whoever imports them says it.
 *
 * @param asset the battery that a condition is of; empty when nothing was said, as the rest
 * @param kind what it is; null: by its code, else a pack
 * @param ratedWh rated energy, Wh; 0: not said
 * @param massG mass, g; 0: not said
 * @param nowMillis the time of what the document dates not at all, UTC
 */
public record StatementGaps(
    String asset, @Nullable AssetKind kind, long ratedWh, long massG, long nowMillis) {

  /**
   * Rated energy.
   *
   * @throws IllegalArgumentException when nobody has said it
   */
  @Override
  public long ratedWh() {
    return said(ratedWh, "rated energy: say --rated-wh");
  }

  /**
   * Mass.
   *
   * @throws IllegalArgumentException when nobody has said it
   */
  @Override
  public long massG() {
    return said(massG, "mass: say --mass-g");
  }

  /**
   * The battery.
   *
   * @throws IllegalArgumentException when nobody has said it
   */
  @Override
  public String asset() {
    if (asset.isEmpty()) {
      throw new IllegalArgumentException("the document does not say of which battery: say --asset");
    }
    return asset;
  }

  private static long said(long value, String what) {
    if (value <= 0) {
      throw new IllegalArgumentException("the document does not say " + what);
    }
    return value;
  }
}
