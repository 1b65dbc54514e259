/**
 * The market's service: the engine over the log, its bridges, read models and HTTP API, tied
 * together by {@link org.commonwatt.engine.MarketService}. The command line and tests use this
 * package; simulation and benchmarks put the parts below it together for themselves.
 */
@NullMarked
package org.commonwatt.engine;

import org.jspecify.annotations.NullMarked;
