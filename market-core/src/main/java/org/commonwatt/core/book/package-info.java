/**
 * The continuous order book of all products of a market: exact, deterministic, without allocation
 * once it is warm.
 *
 * <p>{@link org.commonwatt.core.book.ContinuousBook} is the only entry point; the market, the
 * benchmark of the command line and {@code benchmarks} use it. What it does is written in {@code
 * docs/market-rules.md}, how and why in {@code docs/continuous-book.md}. One thread at a time.
 */
@NullMarked
package org.commonwatt.core.book;

import org.jspecify.annotations.NullMarked;
