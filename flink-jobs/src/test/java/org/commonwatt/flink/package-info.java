/** Tests of the metering job. */
@NullMarked
package org.commonwatt.flink;

import org.jspecify.annotations.NullMarked;
