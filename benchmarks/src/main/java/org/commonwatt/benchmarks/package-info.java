/** Programs that measure; they assert nothing and are no part of the product. */
@NullMarked
package org.commonwatt.benchmarks;

import org.jspecify.annotations.NullMarked;
