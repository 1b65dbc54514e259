package org.commonwatt.ingest.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One file of a spool: frames of length (4 bytes), CRC32C of length and payload (4 bytes), payload.
 * Positions count bytes through all files of the spool; the file's name is the position of its
 * first byte.
 *
 * <p>Not a FileChannel: that one closes itself when the calling thread is interrupted.
 */
final class SegmentFile {
  /** Bytes that a frame takes beyond its payload. */
  static final int OVERHEAD = 8;

  /** The largest payload, bytes. */
  static final int LARGEST_PAYLOAD = 1 << 20;

  static final String SUFFIX = ".spool";

  private final Path path;
  private final long base;
  private final RandomAccessFile file;
  private long end;

  private SegmentFile(Path path, long base) throws IOException {
    this.path = path;
    this.base = base;
    this.file = new RandomAccessFile(path.toFile(), "rw");
    this.end = base + file.length();
  }

  static SegmentFile create(Path directory, long base) throws IOException {
    return open(directory.resolve("%020d".formatted(base) + SUFFIX), base);
  }

  static SegmentFile open(Path path, long base) throws IOException {
    return new SegmentFile(path, base);
  }

  long base() {
    return base;
  }

  long end() {
    return end;
  }

  long size() {
    return end - base;
  }

  Path path() {
    return path;
  }

  /** Writes whole frames behind the end; when that fails, the file is as before. */
  void append(byte[] frames) throws IOException {
    try {
      file.seek(end - base);
      file.write(frames);
      end += frames.length;
    } catch (IOException e) {
      file.setLength(end - base);
      throw e;
    }
  }

  void force() throws IOException {
    file.getFD().sync();
  }

  /** The frame that begins at a position, or empty when no whole, undamaged frame does. */
  Optional<SpoolEntry> read(long position) throws IOException {
    long left = end - position;
    if (left < OVERHEAD) {
      return Optional.empty();
    }
    ByteBuffer header = ByteBuffer.wrap(readFully(position, OVERHEAD));
    int length = header.getInt();
    int checksum = header.getInt();
    if (length < 0 || length > LARGEST_PAYLOAD || length > left - OVERHEAD) {
      return Optional.empty();
    }
    byte[] payload = readFully(position + OVERHEAD, length);
    return checksum == checksum(payload)
        ? Optional.of(new SpoolEntry(position + OVERHEAD + length, payload))
        : Optional.empty();
  }

  /**
   * Cuts everything off from a position; what is cut is kept in a file beside it.
   *
   * @return where the cut bytes are
   */
  Path cut(long position) throws IOException {
    byte[] torn = readFully(position, (int) Math.min(end - position, LARGEST_PAYLOAD));
    Path kept = path.resolveSibling("cut-%020d".formatted(position));
    Files.write(kept, torn);
    file.setLength(position - base);
    end = position;
    return kept;
  }

  void close() throws IOException {
    file.close();
  }

  void delete() throws IOException {
    file.close();
    Files.delete(path);
  }

  static void putFrame(ByteBuffer frames, byte[] payload) {
    frames.putInt(payload.length).putInt(checksum(payload)).put(payload);
  }

  private static int checksum(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, payload.length));
    crc.update(payload);
    return (int) crc.getValue();
  }

  private byte[] readFully(long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(position - base);
    file.readFully(bytes);
    return bytes;
  }
}
