package org.commonwatt.battery.life;

/**
 * What a test found of an asset's health.
 *
 * @param basis who stands for it: a label that stays with the figures
 * @param method what was done, such as {@code GB/T 34015}
 * @param capacityMilliAh capacity left, mAh, 0 when it was not measured
 * @param energyWh energy left, Wh
 * @param resistanceMicroOhm internal resistance, µΩ, 0 when it was not measured
 * @param labOrg who tested
 * @param atMillis when, milliseconds since the epoch
 */
public record SohTest(
    Basis basis,
    String method,
    long capacityMilliAh,
    long energyWh,
    long resistanceMicroOhm,
    String labOrg,
    long atMillis) {
  /** What figures rest on. */
  public enum Basis {
    /** A test of an accredited lab. */
    ACCREDITED,
    /** A test of the firm that works with it. */
    IN_HOUSE,
    /** What is written on it. */
    NAMEPLATE
  }
}
