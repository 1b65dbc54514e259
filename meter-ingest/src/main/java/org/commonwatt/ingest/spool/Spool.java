package org.commonwatt.ingest.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue of byte records on disk.
 *
 * <p>Records are appended, read in order from the acknowledged position, and acknowledged after
 * they have been published. After a crash, what was not acknowledged is read again: at least once,
 * in order, nothing lost. A record that was being written when the process died is cut off; its
 * append never returned. All methods may be called from several threads.
 */
public final class Spool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Spool.class);

  private final SpoolOptions options;
  private final FileChannel lockChannel;
  private final TreeMap<Long, SegmentFile> segments = new TreeMap<>();
  private final AcknowledgedFile acknowledgedFile;
  private long acknowledged;

  private Spool(SpoolOptions options, FileChannel lockChannel) throws IOException {
    this.options = options;
    this.lockChannel = lockChannel;
    this.acknowledgedFile = new AcknowledgedFile(options.directory());
  }

  /**
   * Opens a spool, cutting off a torn end.
   *
   * @throws IOException when the directory cannot be used, belongs to another process, or a file
   *     that is not the last one is damaged
   */
  public static Spool open(SpoolOptions options) throws IOException {
    Files.createDirectories(options.directory());
    Spool spool = new Spool(options, lock(options.directory()));
    try {
      spool.recover();
      return spool;
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  /**
   * Appends records, all or none.
   *
   * @param payloads in order, each at most 1 MiB
   * @return the end position, or that the spool is full
   */
  public synchronized SpoolAppend append(List<byte[]> payloads) throws IOException {
    long bytes = framedBytes(payloads);
    if (usedBytes() + bytes > options.capacityBytes()) {
      return new SpoolAppend.Full(usedBytes(), options.capacityBytes());
    }
    ByteBuffer frames = ByteBuffer.allocate(Math.toIntExact(bytes));
    payloads.forEach(payload -> SegmentFile.putFrame(frames, payload));
    if (active().size() >= options.segmentBytes()) {
      startSegment(active().end());
    }
    active().append(frames.array());
    if (forces()) {
      active().force();
    }
    return new SpoolAppend.Appended(active().end());
  }

  /** Whether so many more bytes of payload would not fit, each record counted with its frame. */
  public synchronized boolean isFullFor(long payloadBytes, int records) {
    return usedBytes() + payloadBytes + (long) records * SegmentFile.OVERHEAD
        > options.capacityBytes();
  }

  /** The first records that are not acknowledged, in order. */
  public synchronized List<SpoolEntry> read(int most) throws IOException {
    List<SpoolEntry> entries = new ArrayList<>();
    long position = acknowledged;
    while (entries.size() < most && position < active().end()) {
      SpoolEntry entry = entryAt(position);
      entries.add(entry);
      position = entry.endPosition();
    }
    return entries;
  }

  /** Hands over every record that is still on disk, acknowledged ones included, in order. */
  public synchronized void replay(Consumer<SpoolEntry> consumer) throws IOException {
    for (SegmentFile segment : segments.values()) {
      for (long position = segment.base(); position < segment.end(); ) {
        SpoolEntry entry = entryAt(position);
        consumer.accept(entry);
        position = entry.endPosition();
      }
    }
  }

  /**
   * Says that all records before a position are published; a smaller one changes nothing.
   *
   * @param position the end position of a record that was read
   */
  public synchronized void acknowledge(long position) throws IOException {
    if (position > active().end()) {
      throw new IllegalArgumentException(
          "position %d lies beyond the end %d".formatted(position, active().end()));
    }
    if (position > acknowledged) {
      acknowledgedFile.write(position, forces());
      acknowledged = position;
    }
  }

  /** Whether {@link #prune} would delete anything. */
  public synchronized boolean canPrune() {
    return isFinished(active()) || hasFinishedFirst();
  }

  /** Deletes files of which every record is acknowledged. */
  public synchronized void prune() throws IOException {
    if (isFinished(active())) {
      startSegment(active().end());
    }
    while (hasFinishedFirst()) {
      segments.pollFirstEntry().getValue().delete();
    }
  }

  /** The position up to which records are published. */
  public synchronized long acknowledged() {
    return acknowledged;
  }

  /** The position after the last record. */
  public synchronized long end() {
    return active().end();
  }

  /** Bytes on disk, published ones that are not deleted yet included. */
  public synchronized long usedBytes() {
    return segments.values().stream().mapToLong(SegmentFile::size).sum();
  }

  @Override
  public synchronized void close() throws IOException {
    for (SegmentFile segment : segments.values()) {
      segment.close();
    }
    acknowledgedFile.close();
    lockChannel.close();
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new IOException("the spool in " + directory + " is open in this process already", e);
    }
    channel.close();
    throw new IOException("the spool in " + directory + " is in use by another process");
  }

  private void recover() throws IOException {
    for (Path path : segmentPaths()) {
      long base = baseOf(path);
      segments.put(base, SegmentFile.open(path, base));
    }
    if (segments.isEmpty()) {
      startSegment(acknowledgedFile.read().orElse(0));
    }
    for (SegmentFile segment : segments.values()) {
      verify(segment);
    }
    long first = segments.firstKey();
    acknowledged = Math.max(acknowledgedFile.read().orElse(first), first);
    if (acknowledged > active().end()) {
      // The machine lost records that were published already: positions must not be used twice.
      startSegment(acknowledged);
    }
  }

  private List<Path> segmentPaths() throws IOException {
    try (Stream<Path> files = Files.list(options.directory())) {
      return files
          .filter(path -> path.getFileName().toString().matches("[0-9]{20}\\.spool"))
          .sorted()
          .toList();
    }
  }

  private static long baseOf(Path path) {
    String name = path.getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - SegmentFile.SUFFIX.length()));
  }

  private void verify(SegmentFile segment) throws IOException {
    long position = segment.base();
    Optional<SpoolEntry> entry = segment.read(position);
    while (entry.isPresent()) {
      position = entry.get().endPosition();
      entry = segment.read(position);
    }
    if (position == segment.end()) {
      return;
    }
    long damaged = segment.end() - position;
    if (segment != active()) {
      throw new IOException(
          "%s is damaged at position %d: restore it, or move the files before it away"
              .formatted(segment.path(), position));
    }
    Path kept = segment.cut(position);
    log.warn("Cut {} bytes of a torn record off {}; they are in {}", damaged, segment.path(), kept);
  }

  private SpoolEntry entryAt(long position) throws IOException {
    SegmentFile segment = segmentOf(position);
    return segment
        .read(position)
        .orElseThrow(
            () -> new IOException(segment.path() + " has no whole record at position " + position));
  }

  private SegmentFile segmentOf(long position) throws IOException {
    Map.Entry<Long, SegmentFile> entry = segments.floorEntry(position);
    if (entry == null) {
      throw new IOException("position " + position + " lies before the first file");
    }
    return entry.getValue();
  }

  private boolean isFinished(SegmentFile segment) {
    return segment.size() >= options.segmentBytes() && segment.end() <= acknowledged;
  }

  private boolean hasFinishedFirst() {
    return segments.size() > 1 && segments.firstEntry().getValue().end() <= acknowledged;
  }

  private void startSegment(long base) throws IOException {
    segments.put(base, SegmentFile.create(options.directory(), base));
  }

  private SegmentFile active() {
    return segments.lastEntry().getValue();
  }

  private boolean forces() {
    return options.fsync() == FsyncPolicy.EACH_APPEND;
  }

  private static long framedBytes(List<byte[]> payloads) {
    long bytes = 0;
    for (byte[] payload : payloads) {
      if (payload.length > SegmentFile.LARGEST_PAYLOAD) {
        throw new IllegalArgumentException(
            "a record has at most %d bytes, not %d"
                .formatted(SegmentFile.LARGEST_PAYLOAD, payload.length));
      }
      bytes += payload.length + SegmentFile.OVERHEAD;
    }
    return bytes;
  }
}
