package org.commonwatt.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.commonwatt.model.Hash;

/** Writes the byte layouts of {@code docs/formats/settlement-batch.md}: big-endian, no padding. */
final class Layout {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Layout u8(int value) {
    out.write(value);
    return this;
  }

  Layout i32(int value) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    return this;
  }

  Layout i64(long value) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    return this;
  }

  /** A text of at most 65,535 bytes; ids are far shorter. */
  Layout text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) bytes.length).array());
    out.writeBytes(bytes);
    return this;
  }

  Layout hash(Hash hash) {
    out.writeBytes(hash.bytes());
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
