/**
 * The engine, its bridges, submitter and clients under faults, in one thread on a virtual clock.
 * {@link org.commonwatt.simulation.Simulation} runs a seed; the same seed gives the same run.
 *
 * <p>The real classes work here: engine, sequencer, bridge, submitter, core and codecs. Fakes are
 * the log, the ledger, the network, the processes and time. For the command line and for tests.
 */
@NullMarked
package org.commonwatt.simulation;

import org.jspecify.annotations.NullMarked;
