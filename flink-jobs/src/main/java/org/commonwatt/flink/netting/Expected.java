package org.commonwatt.flink.netting;

/**
 * What is expected to be metered in a slot.
 *
 * @param importWh withdrawn, Wh, not negative
 * @param exportWh injected, Wh, not negative
 */
public record Expected(long importWh, long exportWh) {
  /** Export minus import, Wh. */
  public long netWh() {
    return exportWh - importWh;
  }
}
