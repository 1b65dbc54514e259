package org.commonwatt.core.storage.advice;

import java.math.BigInteger;
import java.util.List;

/**
 * A schedule for a battery.
 *
 * @param steps slot by slot
 * @param valueNano what it brings, nano-currency: sold less bought
 * @param boundNano what no schedule can pass, in whole Wh or not, nano-currency
 * @param isComplete false when a budget ended the search; then the bound may be far off
 */
public record Advice(
    List<Step> steps, BigInteger valueNano, BigInteger boundNano, boolean isComplete)
    implements AdviceOutcome {
  /** Copies the steps. */
  public Advice {
    steps = List.copyOf(steps);
  }

  /**
   * A slot.
   *
   * @param injectionWh net injection, Wh; negative: it charges
   * @param stateMicroWh state of charge at its end, µWh
   */
  public record Step(long injectionWh, long stateMicroWh) {}

  /** By how much a schedule could be better at most, nano-currency. */
  public BigInteger gapNano() {
    return boundNano.subtract(valueNano);
  }
}
