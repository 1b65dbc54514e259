/**
 * SunSpec register maps: finding a device's models and turning those of meters, energy resources
 * and inverters into energies and power with our units and signs.
 *
 * <p>Used by the poller and, for the layout of the registers, by the simulator.
 */
@NullMarked
package org.commonwatt.ingest.sunspec;

import org.jspecify.annotations.NullMarked;
