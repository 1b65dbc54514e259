/**
 * The call auction of one area: who trades how much, at which price. Pure functions of a list of
 * orders, used by the market core at a slot's gate.
 */
@NullMarked
package org.commonwatt.core.auction;

import org.jspecify.annotations.NullMarked;
