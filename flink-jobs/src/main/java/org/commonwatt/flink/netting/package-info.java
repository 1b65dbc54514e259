/**
 * Net positions of accounts and flows of areas, as functions and state machines over what the
 * market did and what meters measured. They know the words of {@code energy-model} and what they
 * remember, and nothing of Flink, the log or a clock.
 *
 * <p>{@code docs/net-positions.md} defines each figure, with an example.
 */
@NullMarked
package org.commonwatt.flink.netting;

import org.jspecify.annotations.NullMarked;
