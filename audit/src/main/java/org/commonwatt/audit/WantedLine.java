package org.commonwatt.audit;

import org.commonwatt.model.BillLine;
import org.jspecify.annotations.Nullable;

/**
 * A bill line that the rules give, before it has its salt.
 *
 * @param line the line; null for the two lines that the residual of an erased position has, unless
 *     it was 0
 * @param subject whose energy it tells
 * @param position the position of the subject that it tells of, null when it has none
 * @param isOptional whether the line is there only if the residual of an erased position was
 *     another one
 */
record WantedLine(
    @Nullable BillLine line,
    String subject,
    @Nullable AuditedPosition position,
    boolean isOptional) {

  /** Whether the line cannot be recomputed, because the position that it tells of was erased. */
  boolean isErased() {
    return position != null && position.known() == null;
  }

  /** The same, but there only if the residual of an erased position was another one. */
  WantedLine optional() {
    return new WantedLine(line, subject, position, true);
  }
}
