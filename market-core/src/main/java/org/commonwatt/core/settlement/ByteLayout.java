package org.commonwatt.core.settlement;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.commonwatt.model.Hash;

/** Writes the big-endian, separator-free layouts that are hashed. */
final class ByteLayout {
  private static final int MAX_TEXT_BYTES = 0xFFFF;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** One byte, 0 to 255. */
  ByteLayout u8(int value) {
    out.write(value);
    return this;
  }

  /** Four bytes, two's complement. */
  ByteLayout i32(int value) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    return this;
  }

  /** Eight bytes, two's complement. */
  ByteLayout i64(long value) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    return this;
  }

  /** 32 bytes. */
  ByteLayout hash(Hash hash) {
    out.writeBytes(hash.bytes());
    return this;
  }

  /**
   * A byte count of two bytes, then UTF-8.
   *
   * @throws IllegalArgumentException when the count does not fit
   */
  ByteLayout text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException("a text of " + bytes.length + " bytes is too long");
    }
    out.write(bytes.length >> 8);
    out.write(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** The SHA-256 of what was written. */
  Hash sha256() {
    return Hash.of(bytes());
  }
}
