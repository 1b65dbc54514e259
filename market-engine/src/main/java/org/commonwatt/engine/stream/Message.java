package org.commonwatt.engine.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * A message as it is sent, written once for all who get it.
 *
 * @param text JSON
 * @param bytes its length in UTF-8
 */
public record Message(String text, int bytes) {
  /** Writes a message. */
  public static Message of(JsonNode json) {
    String text = json.toString();
    return new Message(text, text.getBytes(StandardCharsets.UTF_8).length);
  }
}
