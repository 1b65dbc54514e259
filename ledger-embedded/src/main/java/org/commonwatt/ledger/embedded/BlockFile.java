package org.commonwatt.ledger.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.commonwatt.ledger.LedgerException;

/**
 * Records one after the other in a file that only grows: {@code docs/formats/ledger.md}. A record
 * is durable before it counts. A record that the file ends in was never acknowledged and is cut
 * off; a record that is complete but wrong is an error. Not a {@code FileChannel}: that one closes
 * itself when a reading thread is interrupted.
 */
final class BlockFile implements Closeable {
  private static final byte[] PREAMBLE = Bytes.utf8("commonwatt embedded ledger 2\n");

  /** Length, CRC-32C of the length, CRC-32C of the body. */
  private static final int HEADER = 3 * Integer.BYTES;

  private final Path path;
  private final RandomAccessFile file;
  private final List<Long> offsets = new ArrayList<>();
  private long end;

  private BlockFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Opens or creates a file, checks every record's sums, and cuts off a torn tail.
   *
   * @throws LedgerException naming the record that is wrong
   */
  static BlockFile open(Path path) {
    RandomAccessFile file;
    try {
      file = new RandomAccessFile(path.toFile(), "rw");
    } catch (IOException e) {
      throw new LedgerException("cannot open " + path, e);
    }
    BlockFile opened = new BlockFile(path, file);
    try {
      opened.start();
      opened.scan();
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e instanceof LedgerException known
          ? known
          : new LedgerException("cannot read " + path, e);
    }
  }

  /** The number of records. */
  synchronized int size() {
    return offsets.size();
  }

  /** Appends a record; it is on the disk when this returns. */
  synchronized void append(byte[] body) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + body.length);
    bytes.putInt(body.length).putInt(sumOfLength(body.length)).putInt(sum(body)).put(body);
    file.seek(end);
    file.write(bytes.array());
    file.getFD().sync();
    offsets.add(end);
    end += bytes.capacity();
  }

  /**
   * A record.
   *
   * @throws LedgerException when its bytes are not those that were appended
   */
  synchronized byte[] read(int index) {
    try {
      file.seek(offsets.get(index));
      byte[] header = new byte[HEADER];
      file.readFully(header);
      return body(index, ByteBuffer.wrap(header));
    } catch (IOException e) {
      throw new LedgerException("cannot read block " + index + " in " + path, e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new LedgerException("cannot close " + path, e);
    }
  }

  private void start() throws IOException {
    byte[] begin = new byte[(int) Math.min(file.length(), PREAMBLE.length)];
    file.readFully(begin);
    if (!Arrays.equals(begin, Arrays.copyOf(PREAMBLE, begin.length))) {
      throw new LedgerException(path + " is not a block file of the embedded ledger, version 1");
    }
    if (begin.length < PREAMBLE.length) {
      file.setLength(0);
      file.write(PREAMBLE);
      file.getFD().sync();
    }
    end = PREAMBLE.length;
  }

  private void scan() throws IOException {
    while (file.length() - end >= HEADER) {
      file.seek(end);
      byte[] bytes = new byte[HEADER];
      file.readFully(bytes);
      ByteBuffer header = ByteBuffer.wrap(bytes);
      int length = header.getInt(0);
      if (length < 0 || header.getInt(Integer.BYTES) != sumOfLength(length)) {
        throw broken(offsets.size());
      }
      if (file.length() - end - HEADER < length) {
        break;
      }
      body(offsets.size(), header);
      offsets.add(end);
      end += HEADER + length;
    }
    if (file.length() > end) {
      file.setLength(end);
      file.getFD().sync();
    }
  }

  private byte[] body(int index, ByteBuffer header) throws IOException {
    int length = header.getInt(0);
    if (header.getInt(Integer.BYTES) != sumOfLength(length)) {
      throw broken(index);
    }
    byte[] body = new byte[length];
    file.readFully(body);
    if (header.getInt(2 * Integer.BYTES) != sum(body)) {
      throw broken(index);
    }
    return body;
  }

  private LedgerException broken(int index) {
    return new LedgerException(
        "block " + index + " in " + path + " has changed since it was written: restore the file");
  }

  private static int sumOfLength(int length) {
    return sum(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
  }

  private static int sum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }
}
