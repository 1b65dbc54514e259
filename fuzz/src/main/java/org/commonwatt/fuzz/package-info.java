/**
 * Every parser of the product against inputs that a fuzzer grows by coverage: nothing that comes in
 * may be answered otherwise than the parser's Javadoc says. A program of its own, which nothing
 * else uses.
 */
@NullMarked
package org.commonwatt.fuzz;

import org.jspecify.annotations.NullMarked;
