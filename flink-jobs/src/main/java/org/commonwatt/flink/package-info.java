/**
 * The metering job: readings on the log become interval energy per meter and metered positions per
 * participant.
 *
 * <p>Start it with {@link org.commonwatt.flink.MeteringJob}; the assembly modules do. It sees only
 * the words of {@code energy-model} and the records of {@code log-codec}. Time comes from the ticks
 * on the log, never from a clock.
 */
@NullMarked
package org.commonwatt.flink;

import org.jspecify.annotations.NullMarked;
