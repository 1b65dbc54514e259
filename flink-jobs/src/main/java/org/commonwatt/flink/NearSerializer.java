package org.commonwatt.flink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.commonwatt.flink.registers.RegisterReading;
import org.jspecify.annotations.Nullable;

/** Keeps {@link NearReadings}. The first byte is the format's number. */
final class NearSerializer extends HandSerializer<NearReadings> {
  private static final long serialVersionUID = 1L;
  static final NearSerializer INSTANCE = new NearSerializer();
  static final int READING_BYTES = 192; // about
  private static final int FORMAT = 1;

  @Override
  public void serialize(NearReadings near, DataOutputView out) throws IOException {
    DataOutputSerializer whole = new DataOutputSerializer(READING_BYTES * near.size() + 32);
    whole.writeByte(FORMAT);
    write(near.usedMillis(), whole);
    write(near.earliestSlot(), whole);
    writeReadings(near.readings(), whole);
    write(whole, out);
  }

  /** Writes at once: a checkpoint's stream takes as long for four bytes as for a thousand. */
  static void write(DataOutputSerializer whole, DataOutputView out) throws IOException {
    out.write(whole.getSharedBuffer(), 0, whole.length());
  }

  @Override
  public NearReadings deserialize(DataInputView in) throws IOException {
    requireFormat(in.readByte(), FORMAT, "a meter's waiting readings are");
    return new NearReadings(read(in), read(in), readReadings(in));
  }

  /** Fails when something is kept in a format that this version does not know. */
  static void requireFormat(int format, int known, String what) throws IOException {
    if (format != known) {
      throw new IOException(
          what
              + " kept in format "
              + format
              + ", which this version does not know: start the job without its checkpoint");
    }
  }

  static void writeReadings(List<RegisterReading> readings, DataOutputView out) throws IOException {
    out.writeInt(readings.size());
    for (RegisterReading reading : readings) {
      ReadingSerializer.INSTANCE.serialize(reading, out);
    }
  }

  static List<RegisterReading> readReadings(DataInputView in) throws IOException {
    int size = in.readInt();
    List<RegisterReading> readings = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      readings.add(ReadingSerializer.INSTANCE.deserialize(in));
    }
    return readings;
  }

  private static void write(@Nullable Long value, DataOutputView out) throws IOException {
    out.writeBoolean(value != null);
    if (value != null) {
      out.writeLong(value);
    }
  }

  private static @Nullable Long read(DataInputView in) throws IOException {
    return in.readBoolean() ? in.readLong() : null;
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public NearReadings copy(NearReadings from) {
    return from.copy();
  }

  @Override
  public NearReadings createInstance() {
    return new NearReadings();
  }

  @Override
  public TypeSerializerSnapshot<NearReadings> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in a checkpoint that this serializer wrote it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<NearReadings> {
    /** Flink makes one. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
