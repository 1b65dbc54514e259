/**
 * Market surveillance as state machines over what the market did. They know the words of {@code
 * energy-model}, their settings and what they remember, and nothing of Flink, the log or a clock:
 * time is the market's own, from the events.
 *
 * <p>{@code docs/surveillance.md} defines each pattern, with its source and an example.
 */
@NullMarked
package org.commonwatt.flink.surveillance;

import org.jspecify.annotations.NullMarked;
