package org.commonwatt.core.book;

/**
 * A link between two areas.
 *
 * @param from area, counted from 0
 * @param to another area
 * @param fee charged on every kWh that passes, in either direction
 * @param level grid level whose fee the link also brings, or {@link BookNetwork#NO_LEVEL}
 */
public record BookLink(int from, int to, FeeRule fee, int level) {}
