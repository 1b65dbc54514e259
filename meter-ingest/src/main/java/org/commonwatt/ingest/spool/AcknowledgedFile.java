package org.commonwatt.ingest.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * The acknowledged position on disk: 8 bytes and their CRC32C, written in one go. When it is
 * damaged the spool publishes from its start again, which the reader of the log tolerates.
 */
final class AcknowledgedFile {
  private static final int SIZE = Long.BYTES + Integer.BYTES;

  private final RandomAccessFile file;

  AcknowledgedFile(Path directory) throws IOException {
    file = new RandomAccessFile(directory.resolve("acknowledged").toFile(), "rw");
  }

  OptionalLong read() throws IOException {
    if (file.length() != SIZE) {
      return OptionalLong.empty();
    }
    ByteBuffer buffer = ByteBuffer.allocate(SIZE);
    file.seek(0);
    file.readFully(buffer.array());
    long position = buffer.getLong(0);
    return buffer.getInt(Long.BYTES) == checksum(position) && position >= 0
        ? OptionalLong.of(position)
        : OptionalLong.empty();
  }

  void write(long position, boolean force) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE).putLong(position).putInt(checksum(position));
    file.seek(0);
    file.write(buffer.array());
    if (force) {
      file.getFD().sync();
    }
  }

  void close() throws IOException {
    file.close();
  }

  private static int checksum(long position) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, position));
    return (int) crc.getValue();
  }
}
