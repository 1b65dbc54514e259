package org.commonwatt.benchmarks.book;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The messages of the public workload, decoded; the format is docs/formats/order-stream.md. */
final class OrderStream {
  static final int NEW = 0;
  static final int CANCEL = 1;

  private static final int HEADER = 16;
  private static final int RECORD = 40;

  final int size;
  final byte[] types;
  final byte[] sides;
  final boolean[] immediate;
  final int[] quantities;
  final long[] sequences;
  final long[] ids;
  final long[] prices;

  private OrderStream(ByteBuffer bytes) {
    size = bytes.getInt(12);
    types = new byte[size];
    sides = new byte[size];
    immediate = new boolean[size];
    quantities = new int[size];
    sequences = new long[size];
    ids = new long[size];
    prices = new long[size];
    for (int i = 0; i < size; i++) {
      int at = HEADER + RECORD * i;
      types[i] = bytes.get(at);
      sides[i] = bytes.get(at + 1);
      immediate[i] = bytes.get(at + 2) != 0;
      quantities[i] = bytes.getInt(at + 4);
      sequences[i] = bytes.getLong(at + 8);
      ids[i] = bytes.getLong(at + 16);
      prices[i] = bytes.getLong(at + 24);
    }
  }

  /** Reads a stream that is packed by gzip. */
  static OrderStream read(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new OrderStream(ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  boolean buys(int message) {
    return sides[message] == 0;
  }
}
