package org.commonwatt.flink;

/**
 * An event of the market as it stands on the log; what is sealed in it stays so on its way.
 *
 * @param sequence the engine's number of it
 * @param bytes the stored bytes of the event
 */
public record LogEvent(long sequence, byte[] bytes) {}
