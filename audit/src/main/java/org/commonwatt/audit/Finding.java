package org.commonwatt.audit;

/**
 * One thing the audit found.
 *
 * @param code stable name; see {@code docs/audit.md}
 * @param place where
 * @param message one sentence: what was expected and what was found
 */
public record Finding(FindingCode code, Place place, String message) {

  /** {@code CODE (place): message}. */
  @Override
  public String toString() {
    String where = place.toString();
    return code + (where.isEmpty() ? "" : " (" + where + ")") + ": " + message;
  }
}
