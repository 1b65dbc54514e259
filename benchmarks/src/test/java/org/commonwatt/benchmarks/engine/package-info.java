/** Tests of what the engine's measurements send. */
@NullMarked
package org.commonwatt.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
