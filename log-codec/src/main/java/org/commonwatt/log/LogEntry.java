package org.commonwatt.log;

/**
 * One record of a topic partition.
 *
 * @param offset place on the partition; increasing, with gaps
 * @param value the stored bytes; belongs to the receiver
 */
@SuppressWarnings("ArrayRecordComponent")
public record LogEntry(long offset, byte[] value) {}
