package org.commonwatt.ingest.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private final Path directory;

  SpoolTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void givesRecordsInOrderUntilTheyAreAcknowledged() throws IOException {
    try (Spool spool = Spool.open(SpoolOptions.of(directory))) {
      append(spool, "a", "b");
      append(spool, "c");
      assertThat(texts(spool.read(10))).containsExactly("a", "b", "c");
      assertThat(texts(spool.read(2))).containsExactly("a", "b");
      spool.acknowledge(spool.read(2).get(1).endPosition());
      assertThat(texts(spool.read(10))).containsExactly("c");
      spool.acknowledge(spool.end());
      assertThat(spool.read(10)).isEmpty();
    }
  }

  @Test
  void goesOnWhereItWasAfterARestart() throws IOException {
    try (Spool spool = Spool.open(SpoolOptions.of(directory))) {
      append(spool, "a", "b", "c");
      spool.acknowledge(spool.read(1).get(0).endPosition());
    }
    try (Spool spool =
        Spool.open(new SpoolOptions(directory, 4_096, 64, FsyncPolicy.EACH_APPEND))) {
      assertThat(texts(spool.read(10))).containsExactly("b", "c");
      append(spool, "d");
      assertThat(texts(spool.read(10))).containsExactly("b", "c", "d");
    }
  }

  @Test
  void refusesWhatDoesNotFitAndTakesItWhenThereIsRoomAgain() throws IOException {
    try (Spool spool = Spool.open(new SpoolOptions(directory, 100, 40, FsyncPolicy.NEVER))) {
      append(spool, "0123456789012345678901234567890123456789");
      append(spool, "0123456789012345678901234567890123456789");
      assertThat(spool.append(payloads("x"))).isEqualTo(new SpoolAppend.Full(96, 100));
      assertThat(spool.isFullFor(1, 1)).isTrue();
      assertThat(spool.read(10)).hasSize(2);
      spool.acknowledge(spool.read(1).get(0).endPosition());
      spool.prune();
      assertThat(spool.append(payloads("x"))).isEqualTo(new SpoolAppend.Appended(105));
      assertThat(spool.isFullFor(1, 1)).isFalse();
    }
  }

  @Test
  void takesAllRecordsOfAnAppendOrNone() throws IOException {
    try (Spool spool = Spool.open(new SpoolOptions(directory, 40, 20, FsyncPolicy.NEVER))) {
      assertThat(spool.append(payloads("0123456789", "0123456789", "0123456789")))
          .isInstanceOf(SpoolAppend.Full.class);
      assertThat(spool.read(10)).isEmpty();
    }
  }

  @Test
  void deletesPublishedFilesOnlyAndKeepsPositionsGoingUp() throws IOException {
    SpoolOptions options = new SpoolOptions(directory, 10_000, 30, FsyncPolicy.NEVER);
    long end;
    try (Spool spool = Spool.open(options)) {
      for (int i = 0; i < 20; i++) {
        append(spool, "record-" + i);
      }
      assertThat(segmentFiles()).hasSizeGreaterThan(5);
      spool.prune();
      assertThat(texts(spool.read(100))).hasSize(20);
      assertThat(spool.canPrune()).isFalse();
      spool.acknowledge(spool.end());
      assertThat(spool.canPrune()).isTrue();
      spool.prune();
      assertThat(spool.canPrune()).isFalse();
      assertThat(segmentFiles()).hasSize(1);
      end = spool.end();
    }
    try (Spool spool = Spool.open(options)) {
      append(spool, "after");
      assertThat(spool.end()).isGreaterThan(end);
      assertThat(texts(spool.read(10))).containsExactly("after");
    }
  }

  @Test
  void replaysEverythingThatIsOnDisk() throws IOException {
    try (Spool spool = Spool.open(new SpoolOptions(directory, 10_000, 30, FsyncPolicy.NEVER))) {
      List<String> all = IntStream.range(0, 12).mapToObj(i -> "record-" + i).toList();
      for (String text : all) {
        append(spool, text);
      }
      spool.acknowledge(spool.end());
      List<String> seen = new ArrayList<>();
      spool.replay(entry -> seen.add(text(entry)));
      assertThat(seen).isEqualTo(all);
    }
  }

  @Test
  void cutsATornEndOffAndKeepsTheCutBytes() throws IOException {
    try (Spool spool = Spool.open(SpoolOptions.of(directory))) {
      append(spool, "whole");
    }
    Path file = segmentFiles().get(0);
    byte[] bytes = Files.readAllBytes(file);
    byte[] torn = Arrays.copyOf(bytes, bytes.length + 7);
    torn[bytes.length + 3] = 50;
    Files.write(file, torn);
    try (Spool spool = Spool.open(SpoolOptions.of(directory))) {
      assertThat(texts(spool.read(10))).containsExactly("whole");
      append(spool, "next");
      assertThat(texts(spool.read(10))).containsExactly("whole", "next");
    }
    assertThat(directory.resolve("cut-%020d".formatted(bytes.length)))
        .hasBinaryContent(new byte[] {0, 0, 0, 50, 0, 0, 0});
  }

  @Test
  void aDamagedEarlierFileIsAFaultThatNamesIt() throws IOException {
    SpoolOptions options = new SpoolOptions(directory, 10_000, 10, FsyncPolicy.NEVER);
    try (Spool spool = Spool.open(options)) {
      append(spool, "first-record");
      append(spool, "second-record");
    }
    Path first = segmentFiles().get(0);
    byte[] bytes = Files.readAllBytes(first);
    bytes[10] ^= 1;
    Files.write(first, bytes);
    assertThatThrownBy(() -> Spool.open(options))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(first.getFileName().toString())
        .hasMessageContaining("position 0");
    bytes[10] ^= 1;
    Files.write(first, bytes);
    try (Spool spool = Spool.open(options)) {
      assertThat(spool.read(10)).as("a refused opening leaves no lock").hasSize(2);
    }
  }

  @Test
  void aDamagedAcknowledgementPublishesAgainRatherThanLosing() throws IOException {
    try (Spool spool = Spool.open(SpoolOptions.of(directory))) {
      append(spool, "a", "b");
      spool.acknowledge(spool.end());
    }
    Files.write(directory.resolve("acknowledged"), new byte[] {1, 2, 3});
    try (Spool spool = Spool.open(SpoolOptions.of(directory))) {
      assertThat(texts(spool.read(10))).containsExactly("a", "b");
    }
  }

  @Test
  void whenTheMachineLostPublishedRecordsPositionsAreNotUsedTwice() throws IOException {
    long end;
    try (Spool spool = Spool.open(SpoolOptions.of(directory))) {
      append(spool, "a", "b");
      end = spool.end();
      spool.acknowledge(end);
    }
    Path file = segmentFiles().get(0);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 9));
    try (Spool spool = Spool.open(SpoolOptions.of(directory))) {
      append(spool, "c");
      assertThat(texts(spool.read(10))).containsExactly("c");
      assertThat(spool.end()).isEqualTo(end + 9);
    }
  }

  @Test
  void anInterruptedThreadDoesNotCloseTheFiles() throws IOException {
    try (Spool spool = Spool.open(SpoolOptions.of(directory))) {
      Thread.currentThread().interrupt();
      append(spool, "a");
      assertThat(texts(spool.read(10))).containsExactly("a");
      spool.acknowledge(spool.end());
      assertThat(Thread.interrupted()).isTrue();
      append(spool, "b");
      assertThat(texts(spool.read(10))).containsExactly("b");
    }
  }

  @Test
  void belongsToOneOwner() throws IOException {
    Spool first = Spool.open(SpoolOptions.of(directory));
    assertThatThrownBy(() -> Spool.open(SpoolOptions.of(directory)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("open in this process already");
    first.close();
    Spool.open(SpoolOptions.of(directory)).close();
  }

  @Test
  void refusesNonsense() throws IOException {
    assertThatThrownBy(() -> new SpoolOptions(directory, 100, 51, FsyncPolicy.NEVER))
        .hasMessageContaining("two segments");
    try (Spool spool = Spool.open(SpoolOptions.of(directory))) {
      assertThatThrownBy(() -> spool.acknowledge(1)).hasMessageContaining("beyond the end");
      assertThatThrownBy(() -> spool.append(List.of(new byte[(1 << 20) + 1])))
          .hasMessageContaining("at most");
    }
  }

  private List<Path> segmentFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".spool")).sorted().toList();
    }
  }

  private static void append(Spool spool, String... texts) throws IOException {
    assertThat(spool.append(payloads(texts))).isInstanceOf(SpoolAppend.Appended.class);
  }

  private static List<byte[]> payloads(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static List<String> texts(List<SpoolEntry> entries) {
    return entries.stream().map(SpoolTest::text).toList();
  }

  private static String text(SpoolEntry entry) {
    return new String(entry.payload(), StandardCharsets.UTF_8);
  }
}
