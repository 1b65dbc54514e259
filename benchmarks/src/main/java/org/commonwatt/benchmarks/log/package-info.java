/** What the records of the log cost. */
@NullMarked
package org.commonwatt.benchmarks.log;

import org.jspecify.annotations.NullMarked;
