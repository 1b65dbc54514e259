package org.commonwatt.ingest.spool;

/**
 * A record in the spool.
 *
 * @param endPosition position after it: what to acknowledge when it has been published
 * @param payload its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record SpoolEntry(long endPosition, byte[] payload) {}
