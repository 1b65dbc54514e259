/** The metering benchmark at a tiny size. */
@NullMarked
package org.commonwatt.benchmarks.metering;

import org.jspecify.annotations.NullMarked;
