package org.commonwatt.audit;

/**
 * A record as a topic of the log keeps it.
 *
 * @param offset its place in the topic; offsets grow but may skip numbers
 * @param bytes the stored bytes; the audit does not change them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: the audit hashes and decodes the bytes
public record StoredRecord(long offset, byte[] bytes) {}
