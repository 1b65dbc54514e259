/**
 * Simulated meters: real household profiles behind real Modbus TCP servers with SunSpec maps, so
 * that everything downstream of the wire is the real thing.
 *
 * <p>Used by the demo, {@code simulate devices} and tests; nothing else in the ingest depends on
 * it.
 */
@NullMarked
package org.commonwatt.ingest.simulator;

import org.jspecify.annotations.NullMarked;
