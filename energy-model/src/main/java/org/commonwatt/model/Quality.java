package org.commonwatt.model;

/** Where a metered value comes from, best first. */
public enum Quality {
  /** Read from the meter at the instant it stands for. */
  ACTUAL,
  /** Interpolated between two readings. */
  ESTIMATED
}
