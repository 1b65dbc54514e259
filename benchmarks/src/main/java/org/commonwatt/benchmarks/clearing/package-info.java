/**
 * Speed of the coupled auction, and of other ways to the same result, measured in the same run.
 * Every peer's result is compared with ours before its time counts.
 */
@NullMarked
package org.commonwatt.benchmarks.clearing;

import org.jspecify.annotations.NullMarked;
