package org.commonwatt.flink.vee;

import org.commonwatt.flink.vee.VeeRules.Register;

/** What a register that shows less than before has done. */
public enum RegisterStep {
  /** It went past its last digit and started again at 0. */
  WRAP,
  /** It was set back to 0 and counts from there. */
  RESET,
  /** Neither explains it. */
  NONE;

  /**
   * Judges two values of one register.
   *
   * <p>It is a wrap only if the energy between, counted past the modulus, fits the rated power, or
   * a twentieth of the modulus where no power is rated. It may be a reset if it shows no more than
   * half of what it showed, and that could have been counted since {@code before} was read; where
   * no power is rated, no more than a twentieth.
   *
   * @param beforeWh the earlier value, Wh
   * @param afterWh the later and smaller one, not negative, Wh
   * @param ratedW the most power in this register's direction, W; 0: unknown
   * @param millis the time between them
   */
  public static RegisterStep of(
      long beforeWh, long afterWh, Register rules, long ratedW, long millis) {
    long modulus = rules.modulusWh();
    if (modulus > beforeWh) {
      long wrapped = modulus - beforeWh + afterWh;
      if (ratedW > 0 ? !IntervalChecks.exceeds(wrapped, ratedW, millis) : wrapped < modulus / 20) {
        return WRAP;
      }
    }
    boolean fromZero =
        ratedW > 0
            ? afterWh <= beforeWh / 2 && !IntervalChecks.exceeds(afterWh, ratedW, millis)
            : afterWh <= beforeWh / 20;
    return fromZero ? RESET : NONE;
  }
}
