package org.commonwatt.log.codec;

/** The types of record on the log. Numbers are part of the stored format; append only. */
enum RecordType {
  COMMAND_FRAME(1),
  EVENT_FRAME(2),
  METER_READING(3),
  READING_TICK(4),
  METERED_POSITION(5),
  REJECTED_READING(6);

  /** The version that is written, and the highest that is read, of every type. */
  static final int VERSION = 1;

  private final int code;

  RecordType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The type with a number; a {@link CodecException} when there is none. */
  static RecordType of(int code) {
    for (RecordType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw CodecException.unknownType(Integer.toUnsignedString(code));
  }

  /** Checks that a version of this type can be read. */
  void requireVersion(int version) {
    if (version == 0) {
      throw CodecException.missingField("version");
    }
    if (version != VERSION) {
      throw CodecException.unsupportedVersion(version, this);
    }
  }

  @Override
  public String toString() {
    return code + " (" + name() + ")";
  }
}
