/** Speed of the storage market's rules: feasibility at order entry, advice. */
@NullMarked
package org.commonwatt.benchmarks.storage;

import org.jspecify.annotations.NullMarked;
