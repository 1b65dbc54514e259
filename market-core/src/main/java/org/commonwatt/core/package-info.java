/**
 * The rules of one market as a deterministic state machine: commands in, events out.
 *
 * <p>{@link org.commonwatt.core.MarketStateMachine} is the only entry point. The market engine
 * drives it from one thread and asks it for state; simulation, command line and benchmarks replay
 * logs and read its constants. Nothing here knows a clock, thread, file, socket or framework, and
 * no result depends on the iteration order of a hash map.
 */
@NullMarked
package org.commonwatt.core;

import org.jspecify.annotations.NullMarked;
