/** Tests of the peers that benchmarks compare with. */
@NullMarked
package org.commonwatt.benchmarks.clearing;

import org.jspecify.annotations.NullMarked;
