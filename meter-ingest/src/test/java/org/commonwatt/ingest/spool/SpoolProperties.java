package org.commonwatt.ingest.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Random work with random deaths. A death is a copy of the files as they are, the last one cut at a
 * random byte behind what was appended before the last append began: what {@code kill -9} leaves.
 */
class SpoolProperties {
  private static final int STEPS = 60;

  @Property(tries = 60)
  void nothingIsLostAndTheOrderIsKeptWhereverTheProcessDies(@ForAll long seed) throws IOException {
    Path root = Files.createTempDirectory("spool");
    try {
      new Life(root, new Random(seed)).live();
    } finally {
      delete(root);
    }
  }

  private static final class Life {
    private final Path root;
    private final Random random;
    private final List<Integer> published = new ArrayList<>();
    private Path directory;
    private int generation;
    private Spool spool;
    private int next;
    private int safelyAppended;
    private long safeEnd;

    Life(Path root, Random random) throws IOException {
      this.root = root;
      this.random = random;
      this.directory = root.resolve("0");
      this.spool = Spool.open(options());
    }

    void live() throws IOException {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(6)) {
          case 0, 1, 2 -> append();
          case 3, 4 -> publish();
          default -> die();
        }
      }
      while (!spool.read(1).isEmpty()) {
        publish();
      }
      spool.close();
      assertEachNumberAppearsInOrder();
    }

    private SpoolOptions options() {
      return new SpoolOptions(directory, 4_000, 200, FsyncPolicy.NEVER);
    }

    private void append() throws IOException {
      int count = 1 + random.nextInt(4);
      List<byte[]> payloads = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        payloads.add(payload(next + i));
      }
      safelyAppended = next;
      safeEnd = spool.end();
      if (spool.append(payloads) instanceof SpoolAppend.Appended) {
        next += count;
      }
    }

    private byte[] payload(int number) {
      return ByteBuffer.allocate(4 + random.nextInt(40)).putInt(number).array();
    }

    private void publish() throws IOException {
      List<SpoolEntry> entries = spool.read(1 + random.nextInt(5));
      for (SpoolEntry entry : entries) {
        published.add(ByteBuffer.wrap(entry.payload()).getInt());
      }
      if (!entries.isEmpty() && random.nextInt(4) > 0) {
        spool.acknowledge(entries.get(entries.size() - 1).endPosition());
        safelyAppended = next;
        safeEnd = spool.end();
        spool.prune();
      }
    }

    private void die() throws IOException {
      Path survivor = root.resolve(Integer.toString(++generation));
      Files.createDirectory(survivor);
      for (Path file : files(directory)) {
        Files.copy(file, survivor.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
      long end = spool.end();
      spool.close();
      directory = survivor;
      if (random.nextBoolean() && end > safeEnd) {
        tear(end);
      }
      spool = Spool.open(options());
      next = safelyAppended;
      List<Integer> found = new ArrayList<>();
      spool.replay(entry -> found.add(ByteBuffer.wrap(entry.payload()).getInt()));
      if (!found.isEmpty()) {
        next = Math.max(next, found.get(found.size() - 1) + 1);
      }
      safelyAppended = next;
      safeEnd = spool.end();
    }

    /** The append that was under way reached the disk only in part. */
    private void tear(long end) throws IOException {
      List<Path> segments =
          files(directory).stream().filter(file -> file.toString().endsWith(".spool")).toList();
      Path last = segments.get(segments.size() - 1);
      long size = Files.size(last);
      long torn = Math.min(end - safeEnd, size);
      long keep = size - 1 - random.nextInt((int) torn);
      byte[] bytes = Files.readAllBytes(last);
      Files.write(last, Arrays.copyOf(bytes, (int) Math.max(keep, 0)));
    }

    private void assertEachNumberAppearsInOrder() {
      List<Integer> firstSeen = published.stream().distinct().toList();
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < next; i++) {
        expected.add(i);
      }
      assertThat(firstSeen).isEqualTo(expected);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
