package org.commonwatt.flink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.commonwatt.flink.chain.MeterMemory;
import org.commonwatt.flink.registers.BorderRegisters;
import org.commonwatt.flink.registers.MeterState;
import org.commonwatt.flink.registers.RegisterOffsets;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.vee.ClockChecks.Rhythm;
import org.commonwatt.flink.vee.DayBuffer;
import org.commonwatt.flink.vee.PastDay;
import org.commonwatt.flink.vee.SimilarDays;
import org.jspecify.annotations.Nullable;

/** Keeps what is remembered of a meter. The first byte is the format's number. */
final class MemorySerializer extends HandSerializer<MeterMemory> {
  private static final long serialVersionUID = 1L;
  static final MemorySerializer INSTANCE = new MemorySerializer();
  private static final int FORMAT = 1;

  @Override
  public void serialize(MeterMemory memory, DataOutputView target) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(4 * NearSerializer.READING_BYTES);
    out.writeByte(FORMAT);
    write(memory.meter().border(), out);
    write(memory.meter().lastUsed(), out);
    NearSerializer.writeReadings(memory.meter().waiting(), out);
    write(memory.meter().registers(), out);
    write(memory.day(), out);
    out.writeInt(memory.similar().days().size());
    for (PastDay day : memory.similar().days()) {
      write(day, out);
    }
    NearSerializer.write(out, target);
  }

  @Override
  public MeterMemory deserialize(DataInputView in) throws IOException {
    NearSerializer.requireFormat(in.readByte(), FORMAT, "what is known of a meter is");
    MeterState meter =
        new MeterState(
            readBorder(in),
            readReading(in),
            NearSerializer.readReadings(in),
            new MeterState.Registers(
                new RegisterOffsets(in.readLong(), in.readLong()),
                readReading(in),
                new Rhythm(in.readLong(), in.readInt())));
    DayBuffer day = readDay(in);
    List<PastDay> similar = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      similar.add(new PastDay(in.readLong(), in.readBoolean(), readInts(in), readInts(in)));
    }
    return new MeterMemory(
        meter, day, similar.isEmpty() ? SimilarDays.NONE : new SimilarDays(similar));
  }

  private static void write(@Nullable BorderRegisters border, DataOutputView out)
      throws IOException {
    out.writeBoolean(border != null);
    if (border != null) {
      out.writeLong(border.timeMillis());
      out.writeLong(border.importWh());
      out.writeLong(border.exportWh());
      out.writeByte(ReadingSerializer.code(border.quality()));
    }
  }

  private static @Nullable BorderRegisters readBorder(DataInputView in) throws IOException {
    return in.readBoolean()
        ? new BorderRegisters(
            in.readLong(), in.readLong(), in.readLong(), ReadingSerializer.quality(in.readByte()))
        : null;
  }

  private static void write(@Nullable RegisterReading reading, DataOutputView out)
      throws IOException {
    out.writeBoolean(reading != null);
    if (reading != null) {
      ReadingSerializer.INSTANCE.serialize(reading, out);
    }
  }

  private static @Nullable RegisterReading readReading(DataInputView in) throws IOException {
    return in.readBoolean() ? ReadingSerializer.INSTANCE.deserialize(in) : null;
  }

  private static void write(MeterState.Registers registers, DataOutputView out) throws IOException {
    out.writeLong(registers.offsets().importWh());
    out.writeLong(registers.offsets().exportWh());
    write(registers.suspect(), out);
    out.writeLong(registers.rhythm().distanceMillis());
    out.writeInt(registers.rhythm().count());
  }

  private static void write(DayBuffer day, DataOutputView out) throws IOException {
    out.writeInt(day.startMillis().length);
    for (long start : day.startMillis()) {
      out.writeLong(start);
    }
    writeInts(day.importWh(), out);
    writeInts(day.exportWh(), out);
    out.writeInt(day.quality().length);
    out.write(day.quality());
  }

  private static DayBuffer readDay(DataInputView in) throws IOException {
    long[] starts = new long[in.readInt()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = in.readLong();
    }
    int[] importWh = readInts(in);
    int[] exportWh = readInts(in);
    byte[] quality = new byte[in.readInt()];
    in.readFully(quality);
    return starts.length == 0
        ? DayBuffer.EMPTY
        : new DayBuffer(starts, importWh, exportWh, quality);
  }

  private static void write(PastDay day, DataOutputView out) throws IOException {
    out.writeLong(day.epochDay());
    out.writeBoolean(day.workday());
    writeInts(day.importWh(), out);
    writeInts(day.exportWh(), out);
  }

  private static void writeInts(int[] values, DataOutputView out) throws IOException {
    out.writeInt(values.length);
    for (int value : values) {
      out.writeInt(value);
    }
  }

  private static int[] readInts(DataInputView in) throws IOException {
    int[] values = new int[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readInt();
    }
    return values;
  }

  @Override
  public MeterMemory createInstance() {
    return MeterMemory.NEW;
  }

  @Override
  public TypeSerializerSnapshot<MeterMemory> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in a checkpoint that this serializer wrote it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<MeterMemory> {
    /** Flink makes one. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
