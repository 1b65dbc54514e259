package org.commonwatt.flink.netting;

import java.io.Serializable;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.Ids;
import org.jspecify.annotations.Nullable;

/**
 * What an area's connection to the rest of the grid may carry, and how its losses are judged.
 *
 * @param area id
 * @param boundaryMeter the meter of the connection: its import flows into the area; null: none, so
 *     no losses are stated
 * @param maxImportW the most power that may flow in, W; null: no limit
 * @param maxExportW the most power that may flow out, W; null: no limit
 * @param lossPpm technical losses that are expected of what enters the area's grid, parts per
 *     million
 * @param residualLimitWh how far losses of a slot may be from those, Wh, either way
 * @param settled whether the market settles its losses: what its boundary meter measured is told to
 *     the market
 */
public record AreaGrid(
    String area,
    @Nullable String boundaryMeter,
    @Nullable Long maxImportW,
    @Nullable Long maxExportW,
    int lossPpm,
    long residualLimitWh,
    boolean settled)
    implements Serializable {
  static final int MILLION = 1_000_000;

  /** An area whose losses the market does not settle. */
  public AreaGrid(
      String area,
      @Nullable String boundaryMeter,
      @Nullable Long maxImportW,
      @Nullable Long maxExportW,
      int lossPpm,
      long residualLimitWh) {
    this(area, boundaryMeter, maxImportW, maxExportW, lossPpm, residualLimitWh, false);
  }

  /** Checks ids and ranges; the message says what to change. */
  public AreaGrid {
    Ids.require("area", area);
    if (boundaryMeter != null) {
      Ids.require("meter", boundaryMeter);
    }
    requirePower(area, "maxImportW", maxImportW);
    requirePower(area, "maxExportW", maxExportW);
    requireLoss(area, lossPpm);
    if (residualLimitWh < 0 || residualLimitWh > Amounts.MAX_ORDER_WH) {
      throw new IllegalArgumentException(
          "grid: residualLimitWh of " + area + " must be 0 to " + Amounts.MAX_ORDER_WH);
    }
  }

  /**
   * As somebody wrote it down.
   *
   * @param boundaryMeter null: none
   * @param lossPpm 0 without a boundary meter
   * @param residualLimitWh null without a boundary meter, and only then
   * @throws IllegalArgumentException when a range is left or two of them do not go together
   */
  public static AreaGrid written(
      String area,
      @Nullable String boundaryMeter,
      @Nullable Long maxImportW,
      @Nullable Long maxExportW,
      long lossPpm,
      @Nullable Long residualLimitWh) {
    if ((boundaryMeter == null) != (residualLimitWh == null)) {
      throw new IllegalArgumentException(
          "grid: write boundaryMeter and residualLimitWh of " + area + " together, or neither");
    }
    if (boundaryMeter == null && lossPpm != 0) {
      throw new IllegalArgumentException(
          "grid: lossPpm of " + area + " needs a boundaryMeter: without one no losses are known");
    }
    requireLoss(area, lossPpm);
    return new AreaGrid(
        area,
        boundaryMeter,
        maxImportW,
        maxExportW,
        (int) lossPpm,
        residualLimitWh == null ? 0 : residualLimitWh);
  }

  /**
   * The same, with losses that the market settles.
   *
   * @throws IllegalArgumentException when it has no boundary meter
   */
  public AreaGrid withSettled() {
    if (boundaryMeter == null) {
      throw new IllegalArgumentException(
          "grid: losses of " + area + " are only settled with a boundaryMeter");
    }
    return new AreaGrid(
        area, boundaryMeter, maxImportW, maxExportW, lossPpm, residualLimitWh, true);
  }

  /** An area without limits and boundary meter. */
  static AreaGrid unlimited(String area) {
    return new AreaGrid(area, null, null, null, 0, 0);
  }

  private static void requireLoss(String area, long lossPpm) {
    if (lossPpm < 0 || lossPpm > MILLION) {
      throw new IllegalArgumentException("grid: lossPpm of " + area + " must be 0 to " + MILLION);
    }
  }

  private static void requirePower(String area, String name, @Nullable Long watts) {
    if (watts != null && (watts < 0 || watts > Amounts.MAX_ORDER_WH)) {
      throw new IllegalArgumentException(
          "grid: " + name + " of " + area + " must be 0 to " + Amounts.MAX_ORDER_WH);
    }
  }
}
