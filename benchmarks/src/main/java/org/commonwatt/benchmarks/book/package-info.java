/** The continuous book against exchange-core and a plain TreeMap book, same commands, same run. */
@NullMarked
package org.commonwatt.benchmarks.book;

import org.jspecify.annotations.NullMarked;
