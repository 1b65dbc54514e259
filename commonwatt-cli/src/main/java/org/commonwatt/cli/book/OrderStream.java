package org.commonwatt.cli.book;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.Side;

/**
 * The messages of a stream in the format of the public matching-engine benchmark (docs/formats/
 * order-stream.md), checked and decoded.
 */
final class OrderStream {
  static final int NEW = 0;
  static final int CANCEL = 1;
  static final int MODIFY = 2;

  private static final long MAGIC = 0x4D45_4257_5F30_3031L; // MEBW_001, the last byte first
  private static final int HEADER = 16;
  private static final int RECORD = 40;
  private static final Side[] SIDES = {Side.BUY, Side.SELL};

  private final int size;
  private final byte[] types;
  private final byte[] sides;
  private final boolean[] immediate;
  private final long[] energies;
  private final long[] sequences;
  private final long[] ids;
  private final long[] prices;

  private OrderStream(int size) {
    this.size = size;
    this.types = new byte[size];
    this.sides = new byte[size];
    this.immediate = new boolean[size];
    this.energies = new long[size];
    this.sequences = new long[size];
    this.ids = new long[size];
    this.prices = new long[size];
  }

  /** Reads a whole stream, plain or compressed by gzip. */
  static OrderStream read(InputStream in) throws IOException, StreamException {
    ByteBuffer bytes = ByteBuffer.wrap(unpacked(in)).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.limit() < HEADER || bytes.getLong(0) != MAGIC) {
      throw new StreamException(
          "offset 0: not an order stream, which starts with the 16 bytes of its header");
    }
    int size = bytes.getInt(12);
    if (size < 0 || bytes.limit() != HEADER + (long) RECORD * size) {
      throw new StreamException(
          "offset 12: the header promises "
              + size
              + " messages of 40 bytes each, but "
              + (bytes.limit() - HEADER)
              + " bytes follow it");
    }
    OrderStream stream = new OrderStream(size);
    for (int i = 0; i < size; i++) {
      stream.decode(bytes, i);
    }
    return stream;
  }

  int size() {
    return size;
  }

  int type(int message) {
    return types[message];
  }

  Side side(int message) {
    return SIDES[sides[message]];
  }

  boolean isImmediate(int message) {
    return immediate[message];
  }

  long energy(int message) {
    return energies[message];
  }

  long sequence(int message) {
    return sequences[message];
  }

  long id(int message) {
    return ids[message];
  }

  long price(int message) {
    return prices[message];
  }

  /** Says where a message is wrong. */
  static StreamException wrong(int message, String what) {
    return new StreamException(
        "message " + message + " at offset " + (HEADER + (long) RECORD * message) + ": " + what);
  }

  private void decode(ByteBuffer bytes, int message) throws StreamException {
    int at = HEADER + RECORD * message;
    types[message] = bytes.get(at);
    sides[message] = bytes.get(at + 1);
    immediate[message] = bytes.get(at + 2) != 0;
    energies[message] = bytes.getInt(at + 4);
    sequences[message] = bytes.getLong(at + 8);
    ids[message] = bytes.getLong(at + 16);
    prices[message] = bytes.getLong(at + 24);
    if (types[message] < NEW || types[message] > MODIFY) {
      throw wrong(message, "the type is 0 (new), 1 (cancel) or 2 (modify), not " + types[message]);
    }
    if (sides[message] < 0 || sides[message] > 1) {
      throw wrong(message, "the side is 0 (buy) or 1 (sell), not " + sides[message]);
    }
    if (types[message] != CANCEL && energies[message] <= 0) {
      throw wrong(message, "the quantity must be positive, not " + energies[message]);
    }
    if (types[message] != CANCEL && !Amounts.isPrice(prices[message])) {
      throw wrong(message, "the price must be within ±10^10 ticks, not " + prices[message]);
    }
  }

  private static byte[] unpacked(InputStream in) throws IOException, StreamException {
    BufferedInputStream buffered = new BufferedInputStream(in);
    buffered.mark(2);
    boolean packed = buffered.read() == 0x1F && buffered.read() == 0x8B;
    buffered.reset();
    if (!packed) {
      return buffered.readAllBytes();
    }
    try (GZIPInputStream unpacked = new GZIPInputStream(buffered)) {
      return unpacked.readAllBytes();
    } catch (java.io.EOFException | java.util.zip.ZipException e) {
      throw new StreamException("the gzip file is damaged: " + e.getMessage());
    }
  }
}
