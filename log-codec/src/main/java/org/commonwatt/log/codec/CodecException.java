package org.commonwatt.log.codec;

import org.commonwatt.log.seal.Subject;

/**
 * The bytes are not a record that this version can read. The message names what is wrong with them.
 *
 * <p>The core halts on every reason. A read model may skip and count the records whose {@link
 * Reason#isFromNewerWriter() reason} says that a newer version wrote them.
 */
public final class CodecException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is wrong with the bytes. */
  public enum Reason {
    /** The bytes are no record at all, or damaged. */
    NOT_A_RECORD,
    /** A well-formed record of another type than the reader asked for. */
    OTHER_TYPE,
    /** A type, or a kind of command or event, that this version does not know. */
    UNKNOWN_TYPE,
    /** A known type in a version that this version does not know. */
    UNSUPPORTED_VERSION,
    /** A field that must be there is not. */
    MISSING_FIELD,
    /** A field's value is outside its range. */
    OUT_OF_RANGE,
    /** A payload is sealed under a key that is not at hand and was not erased. */
    KEY_MISSING,
    /** A sealed payload was changed, moved, or sealed under another key. */
    SEAL_BROKEN;

    /** Whether the record is fit to be read, but only by a newer version of this code. */
    public boolean isFromNewerWriter() {
      return this == UNKNOWN_TYPE || this == UNSUPPORTED_VERSION;
    }
  }

  private final Reason reason;

  private CodecException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  private CodecException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What is wrong with the bytes. */
  public Reason reason() {
    return reason;
  }

  static CodecException notARecord(String what) {
    return new CodecException(Reason.NOT_A_RECORD, "not a record: " + what);
  }

  static CodecException notARecord(Throwable cause) {
    return new CodecException(Reason.NOT_A_RECORD, "not a record: " + cause.getMessage(), cause);
  }

  static CodecException otherType(RecordType found, RecordType expected) {
    return new CodecException(
        Reason.OTHER_TYPE, "a record of type " + found + " where " + expected + " is expected");
  }

  static CodecException unknownType(String what) {
    return new CodecException(Reason.UNKNOWN_TYPE, "unknown type " + what);
  }

  static CodecException unsupportedVersion(int version, RecordType type) {
    return new CodecException(
        Reason.UNSUPPORTED_VERSION,
        "unsupported version " + Integer.toUnsignedString(version) + " of type " + type);
  }

  static CodecException missingField(String field) {
    return new CodecException(Reason.MISSING_FIELD, "missing field " + field);
  }

  static CodecException keyMissing(Subject subject, String keyId) {
    return new CodecException(
        Reason.KEY_MISSING,
        "key "
            + keyId
            + " of "
            + subject
            + " is not at hand and was not erased: give the right folder of keys, or restore it");
  }

  static CodecException sealBroken(Subject subject, Throwable cause) {
    return new CodecException(
        Reason.SEAL_BROKEN, "data of " + subject + ": " + cause.getMessage(), cause);
  }

  static CodecException outOfRange(String what) {
    return new CodecException(Reason.OUT_OF_RANGE, "out of range: " + what);
  }

  static CodecException outOfRange(IllegalArgumentException cause) {
    return new CodecException(Reason.OUT_OF_RANGE, "out of range: " + cause.getMessage(), cause);
  }
}
