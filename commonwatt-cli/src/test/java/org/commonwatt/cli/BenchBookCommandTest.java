package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code bench book} opens, prints and returns. */
class BenchBookCommandTest {
  private static final byte[] MAGIC = {0x31, 0x30, 0x30, 0x5F, 0x57, 0x42, 0x45, 0x4D};

  /** SHA-256 of the line {@code 0,0,0,7,90,4}. */
  private static final String REPORT =
      "8b4aceb016650edd9a189723a2bcb56c5ad413320a42771b07c40721c0445008";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path file;

  @BeforeEach
  void aStreamOfOneOrder() throws IOException {
    ByteBuffer stream = ByteBuffer.allocate(16 + 40).order(ByteOrder.LITTLE_ENDIAN);
    stream.put(MAGIC).putInt(1).putInt(1);
    stream.putInt(0).putInt(4).putLong(0).putLong(7).putLong(90).putLong(0); // buy 4 at 90
    file = Files.write(folder.resolve("orders.bin"), stream.array());
  }

  @Test
  void printsItsFiguresAsJson() {
    assertThat(bench(file.toString(), "--rounds", "2")).isZero();
    assertThat(out.toString()).matches(figures(2));
  }

  @Test
  void measuresFiveRoundsUnlessToldOtherwise() {
    assertThat(bench(file.toString())).isZero();
    assertThat(out.toString()).matches(figures(5));
  }

  @Test
  void refusesToMeasureNoRounds() {
    assertThat(bench(file.toString(), "--rounds", "0")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--rounds must be at least 1");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void saysWhereABadStreamIsWrong() throws IOException {
    Files.write(file, new byte[40]);
    assertThat(bench(file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("cannot replay " + file + ": offset 0: not an order stream");
    assertThat(out.toString()).isEmpty();
  }

  private static String figures(int rounds) {
    return "\\{\"messages\":1,\"sha256\":\""
        + REPORT
        + "\",\"nanosPerMessage\":[0-9.]+,\"messagesPerSecond\":[0-9]+,\"rounds\":"
        + rounds
        + "}\\R";
  }

  private int bench(String... arguments) {
    CommandLine command =
        new CommandLine(new BenchCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    String[] all = new String[arguments.length + 1];
    all[0] = "book";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return command.execute(all);
  }
}
