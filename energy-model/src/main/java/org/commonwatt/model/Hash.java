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
  /** The hash of nothing: 32 zero bytes, the predecessor of a first record. */
  public static final Hash ZERO = new Hash("0".repeat(64));

  /** Checks that the text is 64 lower-case hexadecimal digits. */
  public Hash {
    if (hex.length() != 64 || !hex.chars().allMatch(Hash::isDigit)) {
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
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
