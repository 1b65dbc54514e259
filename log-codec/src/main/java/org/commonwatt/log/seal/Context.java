package org.commonwatt.log.seal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a payload is and where it belongs. A seal is bound to it: under another context it does not
 * open. Texts stand behind their length, numbers have 8 bytes, so no two contexts have equal bytes.
 */
public final class Context {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Context() {}

  /** A context that names a kind of payload and whose it is. */
  public static Context of(String kind, Subject subject) {
    return new Context().text(kind).text(subject.toString());
  }

  /** Adds a text. */
  public Context text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    bytes.writeBytes(utf8);
    return this;
  }

  /** Adds a number. */
  public Context number(long number) {
    bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
