package org.commonwatt.cli.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays of the public streams, of small ones by hand, and of bad ones. */
class BookBenchTest {
  private static final byte[] MAGIC = {0x31, 0x30, 0x30, 0x5F, 0x57, 0x42, 0x45, 0x4D};
  private static final int NEW = 0;
  private static final int CANCEL = 1;
  private static final int MODIFY = 2;
  private static final int BUY = 0;
  private static final int SELL = 1;

  private final ByteBuffer messages = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);

  @ParameterizedTest
  @CsvSource({
    "normal_seed7.bin.gz, 9d5365ada21fb77ceddc93eb04225f9e9c9297cdec579bc3c0fdb516ce720338",
    "swing-25_seed7.bin.gz, 80667eb6456ea59e38312f94991d688d417a2bd6829cbee21e338c3b89a194f8"
  })
  void givesTheRightReportOfThePublicStreams(String file, String hash) throws Exception {
    BookBench.Figures figures = run(resource(file), 2);

    assertThat(figures.report().hex()).isEqualTo(hash);
    assertThat(figures.messages()).isEqualTo(50_056);
    assertThat(figures.rounds()).isEqualTo(2);
    assertThat(figures.nanosPerMessage()).isPositive();
    assertThat(figures.messagesPerSecond()).isPositive();
  }

  @Test
  void readsAStreamWithoutCompressionToo() throws Exception {
    byte[] plain;
    try (InputStream in = new GZIPInputStream(resource("normal_seed7.bin.gz"))) {
      plain = in.readAllBytes();
    }
    assertThat(run(new ByteArrayInputStream(plain), 1).report())
        .isEqualTo(run(resource("normal_seed7.bin.gz"), 1).report());
  }

  @Test
  void writesALineForEachThingThatHappens() throws Exception {
    message(NEW, SELL, false, 5, 11, 100);
    message(NEW, SELL, false, 5, 12, 101);
    message(NEW, BUY, true, 7, 13, 100); // takes 5, the rest is cancelled
    message(CANCEL, BUY, false, 0, 13, 0); // is not resting
    message(MODIFY, SELL, false, 9, 12, 102);
    message(NEW, BUY, false, 4, 14, 90);
    message(MODIFY, BUY, false, 4, 14, 102); // trades in full at once
    message(MODIFY, BUY, false, 4, 14, 102); // is not resting any more
    message(CANCEL, SELL, false, 0, 12, 0);

    assertThat(run(stream(), 1).report())
        .isEqualTo(
            Hash.of(
                String.join(
                        "\n",
                        "0,0,1,11,100,5",
                        "0,1,1,12,101,5",
                        "0,2,0,13,100,7",
                        "1,2,100,5,11,13",
                        "2,2,0,13,100",
                        "4,3,13",
                        "3,4,1,12,102,9",
                        "0,5,0,14,90,4",
                        "1,6,102,4,12,14",
                        "3,6,0,14,102,4",
                        "5,7,14",
                        "2,8,1,12,102")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Test
  void replaysAnEmptyStream() throws Exception {
    BookBench.Figures figures = run(stream(), 3);

    assertThat(figures.messages()).isZero();
    assertThat(figures.report()).isEqualTo(Hash.of(new byte[0]));
    assertThat(figures.messagesPerSecond()).isZero();
  }

  @Test
  void saysWhereABadStreamIsWrong() throws IOException {
    assertRefused(new byte[0], "offset 0: not an order stream");
    assertRefused(new byte[40], "offset 0: not an order stream");
    message(NEW, BUY, false, 1, 1, 1);
    byte[] good = bytes();
    assertRefused(Arrays.copyOf(good, good.length - 1), "offset 12: the header promises 1");
    assertRefused(Arrays.copyOf(good, good.length + 1), "offset 12: the header promises 1");
    assertRefused(with(good, 16, 3), "message 0 at offset 16: the type is 0");
    assertRefused(with(good, 17, 2), "message 0 at offset 16: the side is 0");
    assertRefused(with(good, 20, 0), "the quantity must be positive, not 0");
    assertRefused(with(good, 47, 0x7F), "the price must be within");
  }

  @Test
  void refusesAnIdThatIsInTheBook() throws IOException {
    message(NEW, BUY, false, 1, 1, 1);
    message(NEW, BUY, false, 1, 1, 1);

    assertRefused(bytes(), "message 1 at offset 56: the book refuses order 1");
  }

  @Test
  void refusesADamagedArchive() throws IOException {
    message(NEW, BUY, false, 1, 1, 1);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes());
    }
    byte[] whole = packed.toByteArray();

    assertRefused(Arrays.copyOf(whole, whole.length - 9), "the gzip file is damaged");
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> run(new ByteArrayInputStream(file), 1))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining(message);
  }

  private static byte[] with(byte[] bytes, int offset, int value) {
    byte[] changed = bytes.clone();
    changed[offset] = (byte) value;
    return changed;
  }

  private static BookBench.Figures run(InputStream in, int rounds) throws Exception {
    return BookBench.run(in, rounds, System::nanoTime);
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(BookBenchTest.class.getResourceAsStream("/mebw/" + name));
  }

  private void message(int type, int side, boolean immediate, int quantity, long id, long price) {
    int number = messages.position() / 40;
    messages.put((byte) type).put((byte) side).put((byte) (immediate ? 1 : 0)).put((byte) 0);
    messages.putInt(quantity).putLong(number).putLong(id).putLong(price).putLong(0);
  }

  private InputStream stream() {
    return new ByteArrayInputStream(bytes());
  }

  private byte[] bytes() {
    int size = messages.position();
    return ByteBuffer.allocate(16 + size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putInt(1)
        .putInt(size / 40)
        .put(messages.array(), 0, size)
        .array();
  }
}
