package org.commonwatt.model;

/**
 * Where a metered value comes from, best first. The words are those of the quality flags of the
 * Australian interval format NEM12.
 */
public enum Quality {
  /** Read from the meter at the instant it stands for. */
  ACTUAL,
  /** An estimate or substitute that nothing better will replace. */
  FINAL,
  /** Shared out by similar days: the energy is known from the registers, its course is not. */
  SUBSTITUTED,
  /** Interpolated between two readings. */
  ESTIMATED,
  /** No value is known. */
  NULL;

  /** Whether the value was made and not read: the participant is told so. */
  public boolean isEstimate() {
    return this != ACTUAL;
  }

  /** The worse of two qualities. */
  public static Quality worse(Quality one, Quality other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
