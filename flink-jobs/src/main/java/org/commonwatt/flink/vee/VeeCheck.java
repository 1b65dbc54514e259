package org.commonwatt.flink.vee;

/** The checks; {@code docs/metering-jobs.md} has the rule and the default of each. */
public enum VeeCheck {
  /** The day's highest interval stands too far above the third-highest. */
  SPIKE,
  /** The intervals do not add up to the difference of the registers. */
  SUM,
  /** More than the connection can carry, inwards or outwards. */
  RATING,
  /** No energy either way for too long. */
  ZERO,
  /** A register or an interval below zero. */
  NEGATIVE,
  /** The same energy, not zero, in too many intervals in a row. */
  STUCK,
  /** An instant or interval comes twice. */
  DUPLICATE,
  /** Readings or intervals come in another rhythm than the meter's. */
  INTERVAL_SIZE,
  /** The day has several times the energy of similar days, or a fraction: unit or multiplier. */
  MULTIPLIER,
  /** Readings lie off the meter's rhythm: its clock drifts. */
  CLOCK,
  /** A register wrapped around, was reset, or its meter was replaced. */
  REGISTER_STEP,
  /** Estimates for too long in a row. */
  PROLONGED_ESTIMATION,
  /** The local day has not its 92, 96 or 100 quarter-hours, or as many of another length. */
  DAY_LENGTH
}
