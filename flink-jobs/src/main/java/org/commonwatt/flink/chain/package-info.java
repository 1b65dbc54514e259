/**
 * One meter's way from readings to intervals and findings, with corrections, as pure functions: no
 * Flink, clock, thread or I/O.
 */
@NullMarked
package org.commonwatt.flink.chain;

import org.jspecify.annotations.NullMarked;
