package org.commonwatt.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the market that says what became of a command.
 *
 * @param asked what was asked
 * @param status of HTTP
 * @param body what of its body is checked
 * @param path which way it took, and when
 */
record Said(Asked asked, int status, Body body, Path path) {
  /**
   * What of a body is checked.
   *
   * @param code of a problem, empty without one
   * @param number the order's id, or how many orders were cancelled; 0 without either
   * @param place where the receipt says that the command stands, null without a receipt
   */
  record Body(String code, long number, @Nullable Place place) {
    static Body of(JsonNode json) {
      JsonNode receipt = json.path("receipt");
      return new Body(
          json.path("code").asText(),
          json.path("orderId").asLong(json.path("cancelled").asLong()),
          receipt.isObject()
              ? new Place(
                  receipt.required("commandOffset").asLong(),
                  receipt.required("commandIndex").asInt())
              : null);
    }
  }

  /** A command's place on the log. */
  record Place(long offset, int index) {}

  /** Who answered, and {@link System#nanoTime} of question and answer. */
  record Path(URI engine, long asked, long answered) {}

  /** Whether the command did what it was to do. */
  boolean isDone() {
    return status < 300;
  }
}
