/**
 * The coupled call auction: areas with orders, joined by links with limits and fees, cleared
 * together at maximal welfare with prices that support the result. Pure functions of a case in
 * exact integers; {@code docs/market-core.md} has the model and the proof.
 *
 * <p>Whoever clears uses {@link org.commonwatt.core.coupled.CaseBuilder} and {@link
 * org.commonwatt.core.coupled.CoupledAuction}.
 */
@NullMarked
package org.commonwatt.core.coupled;

import org.jspecify.annotations.NullMarked;
