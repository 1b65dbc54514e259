package org.commonwatt.battery.life;

/**
 * What a meter has counted of an asset.
 *
 * @param chargeWh energy taken, Wh
 * @param dischargeWh energy given, Wh
 * @param windowId the window that was booked last, empty before the first
 */
public record MeterTotals(long chargeWh, long dischargeWh, String windowId) {
  /** Before the first window. */
  public static final MeterTotals NONE = new MeterTotals(0, 0, "");

  /**
   * A window of metering as it was booked last.
   *
   * @param revision 0 at first
   * @param chargeWh energy taken, Wh
   * @param dischargeWh energy given, Wh
   */
  public record Window(long revision, long chargeWh, long dischargeWh) {}
}
