package org.commonwatt.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 hash; its text is 64 lower-case hexadecimal digits.
 *
 * <p>Every event on the log carries one, so it is kept as four numbers, and the text is made only
 * for those who read it. A record, because the stream jobs keep readings with their hashes and take
 * no type whose fields they do not see.
 *
 * @param first the first 8 bytes, big-endian
 * @param second the next 8
 * @param third the next 8
 * @param fourth the last 8
 */
public record Hash(long first, long second, long third, long fourth) {
  private static final int BYTES = 32;
  private static final int DIGITS = 2 * BYTES;
  private static final MessageDigest FRESH = fresh();

  /** The hash of nothing: 32 zero bytes, the predecessor of a first record. */
  public static final Hash ZERO = new Hash(ByteBuffer.allocate(BYTES));

  /**
   * The hash of a text.
   *
   * @throws IllegalArgumentException when it is not 64 lower-case hexadecimal digits
   */
  public Hash(String hex) {
    this(ByteBuffer.wrap(parse(hex)));
  }

  private Hash(ByteBuffer bytes) {
    this(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  /** The SHA-256 of the parts, one after the other. */
  public static Hash of(byte[]... parts) {
    Digest digest = new Digest();
    for (byte[] part : parts) {
      digest.add(part, 0, part.length);
    }
    return digest.hash();
  }

  /**
   * The hash that has these bytes.
   *
   * @throws IllegalArgumentException when they are not 32
   */
  public static Hash ofBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a SHA-256 hash has 32 bytes, not " + bytes.length);
    }
    return new Hash(ByteBuffer.wrap(bytes));
  }

  /** The 32 bytes, a fresh copy. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(first)
        .putLong(second)
        .putLong(third)
        .putLong(fourth)
        .array();
  }

  /** The 64 lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  @Override
  public String toString() {
    return hex();
  }

  private static byte[] parse(String hex) {
    byte[] bytes = new byte[BYTES];
    boolean known = hex.length() == DIGITS;
    for (int i = 0; known && i < BYTES; i++) {
      int high = value(hex.charAt(2 * i));
      int low = value(hex.charAt(2 * i + 1));
      known = high >= 0 && low >= 0;
      bytes[i] = (byte) (high << 4 | low);
    }
    if (!known) {
      throw new IllegalArgumentException(
          "a SHA-256 hash has 64 lower-case hexadecimal digits, not \"" + hex + "\"");
    }
    return bytes;
  }

  /** The value of a lower-case digit, negative when it is none. */
  private static int value(char digit) {
    if (digit >= '0' && digit <= '9') {
      return digit - '0';
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
  }

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Hashes bytes that come piece by piece. For one thread. */
  public static final class Digest {
    private final MessageDigest digest = copyOfFresh();

    /** Adds bytes. */
    public void add(byte[] bytes, int from, int length) {
      digest.update(bytes, from, length);
    }

    /** The hash of all that was added; a new one begins. */
    public Hash hash() {
      return ofBytes(digest.digest());
    }

    /** To look up the provider costs more than to hash an event. */
    private static MessageDigest copyOfFresh() {
      try {
        return (MessageDigest) FRESH.clone();
      } catch (CloneNotSupportedException e) {
        return fresh();
      }
    }
  }
}
