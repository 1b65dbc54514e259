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
    byte[] bytes = JsonBytes.of(json);
    return new Message(new String(bytes, StandardCharsets.UTF_8), bytes.length);
  }
}
