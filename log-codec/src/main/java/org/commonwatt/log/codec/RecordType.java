package org.commonwatt.log.codec;

/** The types of record on the log. Numbers are part of the stored format; append only. */
enum RecordType {
  COMMAND_FRAME(1, FormatVersions.HIGHEST),
  EVENT_FRAME(2, FormatVersions.FIRST),
  METER_READING(3, FormatVersions.HIGHEST),
  READING_TICK(4, FormatVersions.FIRST),
  METERED_POSITION(5, FormatVersions.HIGHEST),
  REJECTED_READING(6, FormatVersions.HIGHEST),
  ENGINE_KEY(7, FormatVersions.FIRST),
  ALERT(8, FormatVersions.FIRST),
  SIGNED_READING(9, FormatVersions.FIRST),
  BOUNDARY_FLOW(10, FormatVersions.FIRST);

  private final int code;
  private final int highest; // version that is written and read

  RecordType(int code, int highest) {
    this.code = code;
    this.highest = highest;
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
    requireVersion(version, highest);
  }

  /** Checks that a version, of this type or of what it holds, is known. */
  void requireVersion(int version, int highestKnown) {
    if (version == 0) {
      throw CodecException.missingField("version");
    }
    if (version < 0 || version > highestKnown) {
      throw CodecException.unsupportedVersion(version, this);
    }
  }

  @Override
  public String toString() {
    return code + " (" + name() + ")";
  }
}
