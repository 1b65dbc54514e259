package org.commonwatt.audit;

import org.commonwatt.model.BillLine;
import org.jspecify.annotations.Nullable;

/**
 * A bill line that the rules give, before it has its salt.
 *
 * @param line the line; null for the two lines that the residual of an erased position has, unless
 *     it was 0
 * @param subject whose energy it tells
 */
record WantedLine(@Nullable BillLine line, String subject) {}
