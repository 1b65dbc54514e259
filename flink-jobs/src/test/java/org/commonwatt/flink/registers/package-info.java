/** Tests of the pure part of the metering job. */
@NullMarked
package org.commonwatt.flink.registers;

import org.jspecify.annotations.NullMarked;
