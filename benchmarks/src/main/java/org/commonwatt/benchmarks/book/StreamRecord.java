package org.commonwatt.benchmarks.book;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** What a book did with each message of a stream, kept as numbers; its report is hashed later. */
final class StreamRecord {
  private static final int WORDS = 3; // of a fill: price, quantity, maker

  private final OrderStream stream;
  private final long[] fills;
  private final int[] ends;
  private final boolean[] found; // by a cancel or a modify
  private final boolean[] cut; // an immediate order with a rest
  private int size;

  StreamRecord(OrderStream stream) {
    this.stream = stream;
    fills = new long[WORDS * 4 * stream.size];
    ends = new int[stream.size];
    found = new boolean[stream.size];
    cut = new boolean[stream.size];
  }

  /** One pass of a book over the stream. */
  void run(StreamBook book) {
    size = 0;
    for (int i = 0; i < stream.size; i++) {
      cut[i] = false;
      if (stream.types[i] == OrderStream.NEW) {
        book.place(stream, i, stream.immediate[i], this);
      } else {
        found[i] = book.cancel(stream.ids[i]);
        if (stream.types[i] != OrderStream.CANCEL && found[i]) {
          book.place(stream, i, false, this);
        }
      }
      ends[i] = size;
    }
  }

  void fill(long price, long quantity, long maker) {
    fills[size] = price;
    fills[size + 1] = quantity;
    fills[size + 2] = maker;
    size += WORDS;
  }

  void cut(int message) {
    cut[message] = true;
  }

  /** SHA-256 of the report lines. */
  String hash() {
    StringBuilder text = new StringBuilder();
    Map<Long, Integer> placed = new HashMap<>();
    for (int i = 0; i < stream.size; i++) {
      boolean cancels = stream.types[i] == OrderStream.CANCEL;
      if (stream.types[i] == OrderStream.NEW) {
        order(text, 0, i, i).append(',').append(stream.quantities[i]);
        placed.put(stream.ids[i], i);
        fills(text, i);
        if (cut[i]) {
          order(text, 2, i, i);
        }
      } else if (!found[i]) {
        line(text, cancels ? 4 : 5, i).append(',').append(stream.ids[i]);
      } else if (cancels) {
        order(text, 2, i, placed.getOrDefault(stream.ids[i], i));
      } else {
        placed.put(stream.ids[i], i);
        fills(text, i);
        order(text, 3, i, i).append(',').append(stream.quantities[i]);
      }
    }
    byte[] report = text.substring(text.length() == 0 ? 0 : 1).getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(report));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void fills(StringBuilder text, int message) {
    for (int f = message == 0 ? 0 : ends[message - 1]; f < ends[message]; f += WORDS) {
      line(text, 1, message).append(',').append(fills[f]).append(',').append(fills[f + 1]);
      text.append(',').append(fills[f + 2]).append(',').append(stream.ids[message]);
    }
  }

  private StringBuilder order(StringBuilder text, int kind, int message, int placedBy) {
    line(text, kind, message).append(',').append(stream.sides[placedBy]);
    text.append(',').append(stream.ids[message]);
    return text.append(',').append(stream.prices[placedBy]);
  }

  private StringBuilder line(StringBuilder text, int kind, int message) {
    return text.append('\n').append(kind).append(',').append(stream.sequences[message]);
  }
}
