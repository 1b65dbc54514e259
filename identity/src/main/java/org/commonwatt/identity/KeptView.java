package org.commonwatt.identity;

import java.time.Instant;

/**
 * Looks at a participant's data that are alike but for their time, and of one day of UTC.
 *
 * @param number by which they are listed: that of a look that came later is larger
 * @param first the first of them
 * @param times how many there were, at least one
 * @param lastAt when the last was
 */
public record KeptView(long number, PersonalView first, long times, Instant lastAt) {}
