package org.commonwatt.audit.bundle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.audit.StoredRecord;

/** Records one after the other: offset (8 bytes, big-endian), length (4), the stored bytes. */
final class RecordFile {
  private static final int HEADER = Long.BYTES + Integer.BYTES;

  private RecordFile() {}

  /**
   * @throws BundleException when they are longer than a Java array
   */
  static byte[] write(List<StoredRecord> records) {
    long size = 0;
    for (StoredRecord record : records) {
      size += HEADER + record.bytes().length;
    }
    if (size > Integer.MAX_VALUE / 2) {
      throw new BundleException("the log up to there has " + size + " bytes: take earlier slots");
    }
    ByteBuffer file = ByteBuffer.allocate((int) size);
    records.forEach(
        record -> file.putLong(record.offset()).putInt(record.bytes().length).put(record.bytes()));
    return file.array();
  }

  /**
   * @throws BundleException when the bytes end inside a record; naming it
   */
  static List<StoredRecord> read(byte[] bytes) {
    List<StoredRecord> records = new ArrayList<>();
    ByteBuffer file = ByteBuffer.wrap(bytes);
    while (file.hasRemaining()) {
      boolean whole = file.remaining() >= HEADER;
      long offset = whole ? file.getLong() : 0;
      int length = whole ? file.getInt() : -1;
      if (length < 0 || length > file.remaining()) {
        throw new BundleException("record " + records.size() + " is not whole");
      }
      byte[] record = new byte[length];
      file.get(record);
      records.add(new StoredRecord(offset, record));
    }
    return records;
  }
}
