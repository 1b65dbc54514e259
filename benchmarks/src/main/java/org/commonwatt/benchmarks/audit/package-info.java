/** What an independent recomputation costs. */
@NullMarked
package org.commonwatt.benchmarks.audit;

import org.jspecify.annotations.NullMarked;
