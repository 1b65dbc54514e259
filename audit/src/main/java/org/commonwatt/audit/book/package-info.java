/**
 * The audit's continuous book: which trades an arriving order makes, by the plainest means.
 *
 * <p>Written from {@code docs/market-rules.md} alone, without a look at the market's own book. It
 * does what an arriving order would do step by step, and takes the steps back where the rules say
 * that the order has met nobody; so it needs no plan. It knows neither commands nor events: {@link
 * org.commonwatt.audit} translates.
 */
@NullMarked
package org.commonwatt.audit.book;

import org.jspecify.annotations.NullMarked;
