package org.commonwatt.engine.stream;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message as it is sent, written once for all who get it.
 *
 * @param text JSON
 * @param bytes its length in UTF-8
 */
public record Message(String text, int bytes) {
  /** Writes a message. */
  public static Message of(JsonNode json) {
    return of(new JsonBytes().value(json));
  }

  /** A message that was written. */
  public static Message of(JsonBytes json) {
    return new Message(json.toText(), json.length());
  }
}
