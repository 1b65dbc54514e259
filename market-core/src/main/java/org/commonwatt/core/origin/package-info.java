/**
 * Guarantees of origin: what a settled slot's injections, trades and withdrawals give. Computed
 * from bill lines, so beside the market's state and not a part of it: {@code
 * docs/guarantees-of-origin.md}.
 */
@NullMarked
package org.commonwatt.core.origin;

import org.jspecify.annotations.NullMarked;
