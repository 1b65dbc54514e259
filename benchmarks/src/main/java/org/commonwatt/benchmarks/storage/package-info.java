/** Speed of the storage market's rules: feasibility at order entry, and the auction. */
@NullMarked
package org.commonwatt.benchmarks.storage;

import org.jspecify.annotations.NullMarked;
