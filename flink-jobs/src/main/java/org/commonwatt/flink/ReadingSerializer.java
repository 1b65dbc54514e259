package org.commonwatt.flink;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.Quality;

/**
 * Writes readings by hand. Flink's own serializer of records goes by reflection and writes texts
 * character by character, which took most of the time that the job had for a reading.
 *
 * <p>The first byte is the format's number; the codes of qualities never change. Format 1 had the
 * stored bytes in hexadecimal; it is read, so that a savepoint from then goes on, and not written.
 */
final class ReadingSerializer extends HandSerializer<RegisterReading> {
  private static final long serialVersionUID = 1L;
  static final ReadingSerializer INSTANCE = new ReadingSerializer();
  private static final int HEXADECIMAL = 1;
  private static final int FORMAT = 2;

  /** Texts up to this length are read by way of an array that the thread has at hand. */
  private static final int AT_HAND = 1_024;

  private static final ThreadLocal<byte[]> HANDS = ThreadLocal.withInitial(() -> new byte[AT_HAND]);

  private static final RegisterReading NONE =
      new RegisterReading("", "", 0, 0, 0, 0, 0, Quality.NULL, "");

  @Override
  public void serialize(RegisterReading reading, DataOutputView out) throws IOException {
    out.writeByte(FORMAT);
    writeText(reading.meter(), out);
    writeText(reading.participant(), out);
    out.writeLong(reading.sequence());
    out.writeLong(reading.timeMillis());
    out.writeLong(reading.importWh());
    out.writeLong(reading.exportWh());
    out.writeLong(reading.powerW());
    out.writeByte(code(reading.quality()));
    writeBytes(reading.raw().getBytes(StandardCharsets.ISO_8859_1), out);
  }

  @Override
  public RegisterReading deserialize(DataInputView in) throws IOException {
    int format = in.readByte();
    if (format != FORMAT && format != HEXADECIMAL) {
      throw new IOException(
          "readings are kept in format "
              + format
              + ", which this version does not know: start the job without its checkpoint");
    }
    return new RegisterReading(
        readText(in, StandardCharsets.UTF_8),
        readText(in, StandardCharsets.UTF_8),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        quality(in.readByte()),
        format == FORMAT
            ? readText(in, StandardCharsets.ISO_8859_1)
            : rawOf(readText(in, StandardCharsets.UTF_8)));
  }

  private static String rawOf(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
  }

  static int code(Quality quality) {
    return switch (quality) {
      case ACTUAL -> 1;
      case FINAL -> 2;
      case SUBSTITUTED -> 3;
      case ESTIMATED -> 4;
      case NULL -> 5;
    };
  }

  static Quality quality(int code) throws IOException {
    return switch (code) {
      case 1 -> Quality.ACTUAL;
      case 2 -> Quality.FINAL;
      case 3 -> Quality.SUBSTITUTED;
      case 4 -> Quality.ESTIMATED;
      case 5 -> Quality.NULL;
      default -> throw new IOException("no quality of a reading has the code " + code);
    };
  }

  /** ASCII, as nearly all of them are, becomes bytes by copying. */
  private static void writeText(String text, DataOutputView out) throws IOException {
    writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  private static void writeBytes(byte[] bytes, DataOutputView out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputView in, Charset charset) throws IOException {
    int length = in.readInt();
    byte[] bytes = length <= AT_HAND ? HANDS.get() : new byte[length];
    in.readFully(bytes, 0, length);
    return new String(bytes, 0, length, charset);
  }

  @Override
  public RegisterReading createInstance() {
    return NONE;
  }

  @Override
  public TypeSerializerSnapshot<RegisterReading> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in a checkpoint that this serializer wrote it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RegisterReading> {
    /** Flink makes one. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
