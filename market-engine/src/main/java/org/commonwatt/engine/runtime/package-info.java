/**
 * The engine over the log: takes over, replays, applies commands, publishes events. It runs the
 * rules of {@code market-core} and has none of its own.
 */
@NullMarked
package org.commonwatt.engine.runtime;

import org.jspecify.annotations.NullMarked;
