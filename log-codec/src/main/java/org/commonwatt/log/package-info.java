/**
 * The log as a port: what the engine needs of it, whatever it is made of.
 *
 * <p>The engine and its bridges use these types; {@code log-kafka} implements them, and so does the
 * log of the simulation. Faults are unchecked exceptions: {@link
 * org.commonwatt.log.LogUnavailableException} leaves the outcome of a write unknown, {@link
 * org.commonwatt.log.FencedException} says that another writer has taken over.
 *
 * <p>Offsets have gaps, because the end of a transaction takes one: a reader goes on from where it
 * stands, never from the last offset plus one.
 */
@NullMarked
package org.commonwatt.log;

import org.jspecify.annotations.NullMarked;
