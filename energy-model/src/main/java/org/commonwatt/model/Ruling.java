package org.commonwatt.model;

/**
 * How a dispute of a bill line was decided.
 *
 * @param upheld whether the line is wrong
 * @param correctedNano what the line's amount should be, nano-currency, received is positive,
 *     ±10¹⁸; 0 when the dispute is dismissed, and when the ruling was erased
 * @param reason why; who may read the amount is who may read the reason, because the same key seals
 *     both
 */
public record Ruling(boolean upheld, long correctedNano, PersonalText reason) {
  /** The largest absolute corrected amount, nano-currency. */
  public static final long MAX_NANO = 1_000_000_000_000_000_000L;
}
