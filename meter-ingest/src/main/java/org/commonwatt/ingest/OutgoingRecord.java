package org.commonwatt.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A record on its way to the log, with exactly the bytes that the log will store.
 *
 * @param kind which topic, and how it is keyed
 * @param meter id of the meter; empty for a tick
 * @param bytes the record
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record OutgoingRecord(Kind kind, String meter, byte[] bytes) {

  /** Where a record goes. */
  public enum Kind {
    /** A reading: to {@code readings}, keyed by its meter. */
    READING(1),
    /** A tick: to every partition of {@code readings}, after all readings before it. */
    TICK(2),
    /** A rejected reading: to {@code rejected-readings}. */
    REJECTED(3);

    private final byte code;

    /** With the number that stands for it in spool files; numbers are never reused. */
    Kind(int code) {
      this.code = (byte) code;
    }

    private static Kind of(byte code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "the spool has a record of the unknown kind "
              + code
              + ": was it written by a newer version?");
    }
  }

  /** For the spool: kind (1 byte), length of the meter id (1 byte), the id, the record. */
  byte[] toSpool() {
    byte[] id = meter.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(2 + id.length + bytes.length)
        .put(kind.code)
        .put((byte) id.length)
        .put(id)
        .put(bytes)
        .array();
  }

  /** Back from the spool, whose checksum has been verified. */
  static OutgoingRecord fromSpool(byte[] payload) {
    ByteBuffer buffer = ByteBuffer.wrap(payload);
    Kind kind = Kind.of(buffer.get());
    byte[] id = new byte[buffer.get()];
    buffer.get(id);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return new OutgoingRecord(kind, new String(id, StandardCharsets.US_ASCII), bytes);
  }
}
