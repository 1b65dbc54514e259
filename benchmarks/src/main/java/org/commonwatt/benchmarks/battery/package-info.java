/** How long questions about batteries on the ledger take, and what a battery takes there. */
@NullMarked
package org.commonwatt.benchmarks.battery;

import org.jspecify.annotations.NullMarked;
