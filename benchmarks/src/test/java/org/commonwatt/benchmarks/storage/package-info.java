/** That what is measured is what was meant. */
@NullMarked
package org.commonwatt.benchmarks.storage;

import org.jspecify.annotations.NullMarked;
