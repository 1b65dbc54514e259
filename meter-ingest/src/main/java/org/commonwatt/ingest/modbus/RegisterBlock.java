package org.commonwatt.ingest.modbus;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Consecutive 16-bit registers, big-endian, as read in one request. */
public final class RegisterBlock {
  private final byte[] bytes;

  /**
   * Copies the bytes of registers, high byte first.
   *
   * @throws IllegalArgumentException when the number of bytes is odd
   */
  public RegisterBlock(byte[] bytes) {
    if (bytes.length % 2 != 0) {
      throw new IllegalArgumentException(
          "registers have two bytes each, so " + bytes.length + " bytes are no registers");
    }
    this.bytes = bytes.clone();
  }

  /** The number of registers. */
  public int size() {
    return bytes.length / 2;
  }

  /** The register at an offset, 0 to 65,535. */
  public int unsigned16(int offset) {
    return ((bytes[2 * offset] & 0xff) << 8) | (bytes[2 * offset + 1] & 0xff);
  }

  /** The register at an offset as two's complement, −32,768 to 32,767. */
  public int signed16(int offset) {
    return (short) unsigned16(offset);
  }

  /** Two registers from an offset, high word first, 0 to 4,294,967,295. */
  public long unsigned32(int offset) {
    return ((long) unsigned16(offset) << 16) | unsigned16(offset + 1);
  }

  /**
   * Registers from an offset as one unsigned number, high word first.
   *
   * @param registers how many, at least 1
   */
  public BigInteger unsigned(int offset, int registers) {
    return new BigInteger(1, bytes, 2 * offset, 2 * registers);
  }

  /**
   * A text of two characters per register, up to the first zero byte, without blanks at its ends;
   * bytes that are not printable ASCII become {@code ?}.
   */
  public String text(int offset, int registers) {
    int end = 2 * offset;
    while (end < 2 * (offset + registers) && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 2 * offset, end - 2 * offset, StandardCharsets.ISO_8859_1)
        .replaceAll("[^ -~]", "?")
        .strip();
  }

  /** The bytes in hexadecimal, for messages and golden files. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
