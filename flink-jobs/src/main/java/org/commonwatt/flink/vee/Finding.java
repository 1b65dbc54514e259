package org.commonwatt.flink.vee;

/**
 * What a check found.
 *
 * @param check which check
 * @param fromMillis the first instant that it is about, UTC
 * @param untilMillis the last instant, exclusive; equal to the first for a single instant
 * @param detail a sentence with the values and units
 */
public record Finding(VeeCheck check, long fromMillis, long untilMillis, String detail) {}
