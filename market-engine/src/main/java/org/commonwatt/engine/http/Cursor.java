package org.commonwatt.engine.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * Where the next page of a list begins: opaque to clients, and good only for the question that it
 * was given for. It does not age: whatever comes or goes in between, no row is told twice.
 */
final class Cursor {
  private Cursor() {}

  /**
   * Writes a cursor.
   *
   * @param question what was asked, without the cursor and the size of pages
   * @param position of the last row that was told
   */
  static String write(String question, long position) {
    return write(question, ByteBuffer.allocate(Long.BYTES).putLong(position).array());
  }

  /** The same of a list whose rows stand by a text. */
  static String writeText(String question, String position) {
    return write(question, position.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The position in a cursor.
   *
   * @throws ProblemException with status 400 when it was not written for the question
   */
  static long read(String question, String text) {
    byte[] position = position(question, text);
    if (position.length != Long.BYTES) {
      throw notOfThis(text);
    }
    return ByteBuffer.wrap(position).getLong();
  }

  /** The same of a list whose rows stand by a text. */
  static String readText(String question, String text) {
    return new String(position(question, text), StandardCharsets.UTF_8);
  }

  private static String write(String question, byte[] position) {
    ByteBuffer bytes = ByteBuffer.allocate(position.length + Integer.BYTES).put(position);
    bytes.putInt(check(question, position));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static byte[] position(String question, String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length >= Integer.BYTES) {
        byte[] position = Arrays.copyOf(bytes, bytes.length - Integer.BYTES);
        if (write(question, position).equals(text)) {
          return position;
        }
      }
    } catch (IllegalArgumentException e) {
      // Falls through: no Base64, and so no cursor of ours.
    }
    throw notOfThis(text);
  }

  private static ProblemException notOfThis(String text) {
    return new ProblemException(
        Problem.malformed(
            "cursor " + Params.quote(text) + " is not one of this list.",
            "Give the next of the last answer, with the same other parameters."));
  }

  private static int check(String question, byte[] position) {
    CRC32 crc = new CRC32();
    crc.update(question.getBytes(StandardCharsets.UTF_8));
    crc.update(position);
    return (int) crc.getValue();
  }
}
