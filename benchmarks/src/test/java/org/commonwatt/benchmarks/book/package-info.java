@NullMarked
package org.commonwatt.benchmarks.book;

import org.jspecify.annotations.NullMarked;
