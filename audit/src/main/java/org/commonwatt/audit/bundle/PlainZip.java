package org.commonwatt.audit.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * ZIP files with one spelling: entries stored as they are, without times, comments and extra
 * fields. So whoever changes a byte of the file changes an entry or leaves the spelling.
 */
final class PlainZip {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int LOCAL_SIZE = 30;
  private static final int CENTRAL_SIZE = 46;
  private static final int END_SIZE = 22;
  private static final int SIZE_AT = 18;
  private static final short VERSION = 10;
  private static final short UTF_8 = 0x0800;
  private static final int FIRST_OF_JANUARY_1980 = 0x0021;
  private static final int MOST_ENTRIES = 1000;

  private PlainZip() {}

  /**
   * The file of some entries.
   *
   * @throws BundleException when it would be longer than a Java array
   */
  static byte[] write(List<Entry> entries) {
    long size = END_SIZE;
    for (Entry entry : entries) {
      size += LOCAL_SIZE + CENTRAL_SIZE + 2L * utf8(entry).length + entry.bytes().length;
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new BundleException("the bundle would have " + size + " bytes: take earlier slots");
    }
    ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> offsets = new ArrayList<>();
    for (Entry entry : entries) {
      offsets.add(file.position());
      file.putInt(LOCAL);
      describe(file, entry);
      file.put(utf8(entry)).put(entry.bytes());
    }
    int directory = file.position();
    for (int i = 0; i < entries.size(); i++) {
      file.putInt(CENTRAL).putShort(VERSION);
      describe(file, entries.get(i));
      file.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
      file.putInt(offsets.get(i)).put(utf8(entries.get(i)));
    }
    int length = file.position() - directory;
    short count = (short) entries.size();
    file.putInt(END).putShort((short) 0).putShort((short) 0).putShort(count).putShort(count);
    file.putInt(length).putInt(directory).putShort((short) 0);
    return file.array();
  }

  /**
   * The entries of a file, as far as they can be read; not whether it has the one spelling.
   *
   * @return in the order of the file; those before whatever is no entry
   */
  static List<Entry> read(byte[] bytes) {
    List<Entry> entries = new ArrayList<>();
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (file.remaining() >= LOCAL_SIZE
        && file.getInt(file.position()) == LOCAL
        && entries.size() < MOST_ENTRIES) {
      int start = file.position();
      long size = Integer.toUnsignedLong(file.getInt(start + SIZE_AT));
      int name = Short.toUnsignedInt(file.getShort(start + LOCAL_SIZE - 4));
      int extra = Short.toUnsignedInt(file.getShort(start + LOCAL_SIZE - 2));
      if (LOCAL_SIZE + name + extra + size > file.remaining()) {
        break;
      }
      int content = start + LOCAL_SIZE + name + extra;
      byte[] data = new byte[(int) size];
      file.get(content, data);
      String called = new String(bytes, start + LOCAL_SIZE, name, StandardCharsets.UTF_8);
      entries.add(new Entry(called, data));
      file.position(content + data.length);
    }
    return entries;
  }

  /** The fields that an entry's header and its line of the directory share. */
  private static void describe(ByteBuffer file, Entry entry) {
    CRC32 sum = new CRC32();
    sum.update(entry.bytes());
    file.putShort(VERSION).putShort(UTF_8).putShort((short) 0); // stored
    file.putInt(FIRST_OF_JANUARY_1980 << Short.SIZE);
    file.putInt((int) sum.getValue()).putInt(entry.bytes().length).putInt(entry.bytes().length);
    file.putShort((short) utf8(entry).length).putShort((short) 0);
  }

  private static byte[] utf8(Entry entry) {
    return entry.name().getBytes(StandardCharsets.UTF_8);
  }
}
