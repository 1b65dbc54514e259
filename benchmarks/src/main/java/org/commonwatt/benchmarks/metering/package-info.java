/** How fast meters are read, and from readings to intervals. */
@NullMarked
package org.commonwatt.benchmarks.metering;

import org.jspecify.annotations.NullMarked;
