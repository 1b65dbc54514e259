package org.commonwatt.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 hash, as 64 lower-case hexadecimal digits.
 *
 * @param hex the digits
 */
public record Hash(String hex) {
  private static final int DIGITS = 64;

  /** The hash of nothing: 32 zero bytes, the predecessor of a first record. */
  public static final Hash ZERO = new Hash("0".repeat(64));

  /** Checks that the text is 64 lower-case hexadecimal digits. */
  public Hash {
    if (!isHash(hex)) {
      throw new IllegalArgumentException(
          "a SHA-256 hash has 64 lower-case hexadecimal digits, not \"" + hex + "\"");
    }
  }

  /** The SHA-256 of the parts, one after the other. */
  public static Hash of(byte[]... parts) {
    MessageDigest digest = digest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return ofBytes(digest.digest());
  }

  /** Wraps 32 bytes. */
  public static Hash ofBytes(byte[] bytes) {
    return new Hash(HexFormat.of().formatHex(bytes));
  }

  /** The 32 bytes, a fresh copy. */
  public byte[] bytes() {
    byte[] bytes = new byte[DIGITS / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (value(hex.charAt(2 * i)) << 4 | value(hex.charAt(2 * i + 1)));
    }
    return bytes;
  }

  @Override
  public String toString() {
    return hex;
  }

  // Plain loops: every event on the log carries a hash, and streams took a sixth of an engine's
  // time.
  private static boolean isHash(String hex) {
    if (hex.length() != DIGITS) {
      return false;
    }
    for (int i = 0; i < DIGITS; i++) {
      char c = hex.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  private static int value(char digit) {
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
