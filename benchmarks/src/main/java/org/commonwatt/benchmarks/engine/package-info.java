/** The engine over a real log, measured. */
@NullMarked
package org.commonwatt.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
