/**
 * From register readings to the energy of a slot, as pure functions: no Flink, clock, thread or
 * I/O. Of Flink there is the annotation only that names the serializer of readings.
 *
 * <p>Only {@code org.commonwatt.flink} uses it. The state is a value that Flink keeps between
 * calls; every step returns the next state and what came out.
 */
@NullMarked
package org.commonwatt.flink.registers;

import org.jspecify.annotations.NullMarked;
