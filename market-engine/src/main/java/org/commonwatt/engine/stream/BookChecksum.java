package org.commonwatt.engine.stream;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.commonwatt.core.OrderBook;

/**
 * The CRC-32 of a book's levels, in eight hexadecimal digits: who keeps a book can compare. The
 * text is {@code price:energy:orders} of each level, buys first, best first, a {@code |} between
 * levels and a {@code /} between the sides.
 */
public final class BookChecksum {
  private static final int ROOM = 4096;
  private static final int LONGEST = 64; // three numbers of at most 20 digits

  private final CRC32 crc = new CRC32();
  private final byte[] text = new byte[ROOM];
  private int length;

  private BookChecksum() {}

  /** The checksum of two sides, each best first. */
  public static String of(Iterable<OrderBook.Level> buys, Iterable<OrderBook.Level> sells) {
    BookChecksum sum = new BookChecksum();
    sum.add(buys);
    sum.add('/');
    sum.add(sells);
    sum.crc.update(sum.text, 0, sum.length);
    return "%08x".formatted(sum.crc.getValue());
  }

  private void add(Iterable<OrderBook.Level> levels) {
    boolean first = true;
    for (OrderBook.Level level : levels) {
      if (length + LONGEST > ROOM) {
        crc.update(text, 0, length);
        length = 0;
      }
      if (!first) {
        add('|');
      }
      first = false;
      add(level.priceMicroPerKwh());
      add(':');
      add(level.energyWh());
      add(':');
      add(level.orders());
    }
  }

  private void add(char character) {
    text[length++] = (byte) character;
  }

  private void add(long number) {
    byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, text, length, digits.length);
    length += digits.length;
  }
}
