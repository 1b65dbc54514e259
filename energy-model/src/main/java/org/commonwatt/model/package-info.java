/**
 * The market's words: units, ids, delivery slots, the rulebook, commands and events.
 *
 * <p>Everything here is a value: immutable, validated where it is built, without I/O, clock or
 * framework. Every other module may use this one; it uses none.
 *
 * <p>Units and signs, everywhere: energy in watt-hours, prices in micro-currency per kilowatt-hour,
 * money in nano-currency ({@code Wh × µ/kWh} is exactly nano), time in UTC. Injection into the grid
 * and money received are positive.
 */
@NullMarked
package org.commonwatt.model;

import org.jspecify.annotations.NullMarked;
