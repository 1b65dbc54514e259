package org.commonwatt.flink.surveillance;

/**
 * Where on the log an event stands.
 *
 * @param sequence the engine's number of it, from 1
 * @param commandOffset offset of its command's frame on {@code commands}
 * @param timeMillis the market's clock, UTC
 */
public record Place(long sequence, long commandOffset, long timeMillis) {}
