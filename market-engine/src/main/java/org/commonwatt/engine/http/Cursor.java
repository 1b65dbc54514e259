package org.commonwatt.engine.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * Where the next page of a list begins: opaque to clients, and good only for the question that it
 * was given for. It does not age: whatever comes or goes in between, no row is told twice.
 */
final class Cursor {
  private static final int BYTES = Long.BYTES + Integer.BYTES;

  private Cursor() {}

  /**
   * Writes a cursor.
   *
   * @param question what was asked, without the cursor and the size of pages
   * @param position of the last row that was told
   */
  static String write(String question, long position) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(position);
    bytes.putInt(check(question, position));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * The position in a cursor.
   *
   * @throws ProblemException with status 400 when it was not written for the question
   */
  static long read(String question, String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length == BYTES) {
        long position = ByteBuffer.wrap(bytes).getLong();
        if (write(question, position).equals(text)) {
          return position;
        }
      }
    } catch (IllegalArgumentException e) {
      // Falls through: no Base64, and so no cursor of ours.
    }
    throw new ProblemException(
        Problem.malformed(
            "cursor " + Params.quote(text) + " is not one of this list.",
            "Give the next of the last answer, with the same other parameters."));
  }

  private static int check(String question, long position) {
    CRC32 crc = new CRC32();
    crc.update(question.getBytes(StandardCharsets.UTF_8));
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(position).array());
    return (int) crc.getValue();
  }
}
