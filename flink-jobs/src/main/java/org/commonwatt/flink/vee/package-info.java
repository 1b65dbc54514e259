/**
 * Validation, estimation and editing (VEE) of one meter's data, as pure functions: no Flink, clock,
 * thread or I/O, and integers only.
 *
 * <p>A check answers with {@link org.commonwatt.flink.vee.Finding findings} and changes nothing:
 * the raw readings stay as they are. What is estimated is estimated so that the slots add up to the
 * registers.
 */
@NullMarked
package org.commonwatt.flink.vee;

import org.jspecify.annotations.NullMarked;
