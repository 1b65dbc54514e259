package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a savepoint has of a reading: its bytes stay as they are. */
class ReadingSerializerTest {
  private static final String HEAD =
      "000000036d2d31" // m-1
          + "00000000" // nobody's
          + "0000000000000004" // its number
          + "00000000000dbba0" // 900,000 ms
          + "000000000000000a" // Wh imported
          + "0000000000000014" // Wh exported
          + "fffffffffffffff9"; // -7 W
  private static final String RAW = "00000003" + "00ff66"; // the bytes on the log

  @ParameterizedTest
  @CsvSource({"ACTUAL,01", "FINAL,02", "SUBSTITUTED,03", "ESTIMATED,04", "NULL,05"})
  void aReadingIsTheseBytesAndComesBack(Quality quality, String code) throws IOException {
    RegisterReading reading = reading(quality);
    DataOutputSerializer out = new DataOutputSerializer(64);
    ReadingSerializer.INSTANCE.serialize(reading, out);
    String bytes = "02" + HEAD + code + RAW;
    assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer())).isEqualTo(bytes);
    assertThat(read(bytes)).isEqualTo(reading);
  }

  /** Of the version before: the bytes on the log are a text, in hexadecimal. */
  @ParameterizedTest
  @CsvSource({"ACTUAL,01", "FINAL,02", "SUBSTITUTED,03", "ESTIMATED,04", "NULL,05"})
  void aReadingOfTheFirstFormatIsRead(Quality quality, String code) throws IOException {
    String hex = "00000006" + "303066663636"; // 00ff66
    RegisterReading reading = read("01" + HEAD + code + hex);
    assertThat(reading).isEqualTo(reading(quality));
    assertThat(reading.rawHex()).isEqualTo("00ff66");
  }

  @Test
  void anotherFormatIsRefusedAndSaysWhatToDo() {
    for (String format : new String[] {"00", "03"}) {
      assertThatThrownBy(() -> read(format + HEAD + "01" + RAW))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("start the job without its checkpoint");
    }
  }

  @Test
  void anUnknownQualityIsRefused() {
    for (String code : new String[] {"00", "06", "ff"}) {
      assertThatThrownBy(() -> read("02" + HEAD + code + RAW))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no quality");
    }
  }

  private static RegisterReading reading(Quality quality) {
    return new RegisterReading("m-1", "", 4, 900_000, 10, 20, -7, quality, "\0\u00fff");
  }

  private static RegisterReading read(String bytes) throws IOException {
    return ReadingSerializer.INSTANCE.deserialize(
        new DataInputDeserializer(HexFormat.of().parseHex(bytes)));
  }
}
