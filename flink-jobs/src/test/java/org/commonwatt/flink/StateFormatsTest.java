package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.commonwatt.flink.chain.MeterMemory;
import org.commonwatt.flink.registers.BorderRegisters;
import org.commonwatt.flink.registers.MeterState;
import org.commonwatt.flink.registers.RegisterOffsets;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.vee.ClockChecks.Rhythm;
import org.commonwatt.flink.vee.DayBuffer;
import org.commonwatt.flink.vee.PastDay;
import org.commonwatt.flink.vee.SimilarDays;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Test;

/** What a savepoint has of a meter: its bytes stay as they are. */
class StateFormatsTest {
  private static final RegisterReading READING =
      new RegisterReading("m-1", "", 4, 900_000, 10, 20, -7, Quality.ACTUAL, "\0\u00fff");
  private static final String READING_BYTES =
      "02000000036d2d310000000000000000000000040000" // as ReadingSerializerTest has it
          + "0000000dbba0000000000000000a0000000000000014fffffffffffffff901"
          + "0000000300ff66";
  private static final MeterMemory FULL =
      new MeterMemory(
          new MeterState(
              new BorderRegisters(900_000, 1, 2, Quality.ESTIMATED),
              READING,
              List.of(READING),
              new MeterState.Registers(new RegisterOffsets(5, 6), READING, new Rhythm(7, 8))),
          new DayBuffer(new long[] {1}, new int[] {2}, new int[] {3}, new byte[] {4}),
          SimilarDays.NONE.with(new PastDay(9, true, new int[] {10}, new int[] {11}), 1));
  private static final String FULL_BYTES =
      "01"
          + "01" // a border
          + "00000000000dbba0" // 900,000 ms
          + "0000000000000001" // Wh imported
          + "0000000000000002" // Wh exported
          + "04" // estimated
          + "01" // a last reading
          + READING_BYTES
          + "00000001" // waiting
          + READING_BYTES
          + "0000000000000005" // offsets
          + "0000000000000006"
          + "01" // a suspect
          + READING_BYTES
          + "0000000000000007" // distance
          + "00000008" // so often
          + "00000001" // intervals of the day: starts
          + "0000000000000001"
          + "00000001" // imported
          + "00000002"
          + "00000001" // exported
          + "00000003"
          + "00000001" // qualities
          + "04"
          + "00000001" // similar days
          + "0000000000000009" // date
          + "01" // a workday
          + "00000001" // imported
          + "0000000a"
          + "00000001" // exported
          + "0000000b";

  @Test
  void whatIsRememberedOfAMeterIsTheseBytesAndComesBack() throws IOException {
    assertThat(hex(FULL, MemorySerializer.INSTANCE)).isEqualTo(FULL_BYTES);
    assertThat(read(FULL_BYTES, MemorySerializer.INSTANCE)).isEqualTo(FULL);
  }

  @Test
  void anEmptyMemoryComesBackAsTheOneThatEveryMeterBeginsWith() throws IOException {
    String bytes = hex(MeterMemory.NEW, MemorySerializer.INSTANCE);
    MeterMemory back = read(bytes, MemorySerializer.INSTANCE);
    assertThat(back).isEqualTo(MeterMemory.NEW);
    assertThat(back.day()).isSameAs(DayBuffer.EMPTY);
    assertThat(back.similar()).isSameAs(SimilarDays.NONE);
  }

  @Test
  void theReadingsNearTheLastOneAreTheseBytesAndComeBack() throws IOException {
    String bytes = "01" + "010000000000000001" + "010000000000000002" + "00000001" + READING_BYTES;
    NearReadings near = new NearReadings(1L, 2L, new ArrayList<>(List.of(READING)));
    assertThat(hex(near, NearSerializer.INSTANCE)).isEqualTo(bytes);
    NearReadings back = read(bytes, NearSerializer.INSTANCE);
    assertThat(back.usedMillis()).isEqualTo(1);
    assertThat(back.earliestSlot()).isEqualTo(2);
    assertThat(back.readings()).containsExactly(READING);
    assertThat(back.isNew()).isFalse();
    assertThat(hex(new NearReadings(), NearSerializer.INSTANCE))
        .isEqualTo("01" + "0000" + "00000000");
    assertThat(read("01" + "0000" + "00000000", NearSerializer.INSTANCE).isNew()).isTrue();
  }

  @Test
  void aCopyOfWhatChangesInPlaceDoesNotChangeWithIt() {
    NearReadings near = new NearReadings(1L, null, new ArrayList<>());
    NearReadings copy = NearSerializer.INSTANCE.copy(near);
    assertThat(near.add(READING, 900_000)).isTrue();
    near.use(2L);
    near.waitsFrom(3L);
    assertThat(copy.readings()).isEmpty();
    assertThat(copy.usedMillis()).isEqualTo(1);
    assertThat(copy.earliestSlot()).isNull();
  }

  @Test
  void anotherFormatIsRefusedAndSaysWhatToDo() {
    assertThatThrownBy(() -> read("02" + FULL_BYTES.substring(2), MemorySerializer.INSTANCE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format 2")
        .hasMessageContaining("start the job without its checkpoint");
    assertThatThrownBy(() -> read("00" + "0000" + "00000000", NearSerializer.INSTANCE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format 0")
        .hasMessageContaining("start the job without its checkpoint");
  }

  private static <T> String hex(T value, TypeSerializer<T> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    return HexFormat.of().formatHex(out.getCopyOfBuffer());
  }

  private static <T> T read(String bytes, TypeSerializer<T> serializer) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(bytes));
    T value = serializer.deserialize(in);
    assertThat(in.available()).isZero();
    return value;
  }
}
