/**
 * The market's service: the engine over the log, its bridges, read models and HTTP API, tied
 * together by {@link org.commonwatt.engine.MarketService}. The command line uses this package;
 * nothing else does.
 */
@NullMarked
package org.commonwatt.engine;

import org.jspecify.annotations.NullMarked;
