package org.commonwatt.identity;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.commonwatt.model.Hash;

/**
 * What a signature is over.
 *
 * @param method of HTTP, upper case
 * @param target path and query as they stand in the first line of the request
 * @param bodyHash SHA-256 of the body; of no bytes where there is none
 * @param stamp when it was signed, and what makes it the only one
 */
public record SignedRequest(String method, String target, Hash bodyHash, Stamp stamp) {
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,16}");
  private static final Pattern TARGET = Pattern.compile("/[!-~]*");

  /**
   * What makes a signed request the only one of its kind.
   *
   * @param timeMillis wall-clock time, UTC, milliseconds since the epoch
   * @param nonce the server's prefix, a hyphen, and what the client never used before: 8 to 64 of
   *     {@code A-Z a-z 0-9 _ -}
   */
  public record Stamp(long timeMillis, String nonce) {
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    /** Checks the form. */
    public Stamp {
      if (timeMillis < 0 || !NONCE.matcher(nonce).matches()) {
        throw new IllegalArgumentException(
            "a nonce has 8 to 64 of A-Z a-z 0-9 _ -, and a time is not before 1970");
      }
    }
  }

  /** Checks the form: no part may hold a line break, so that no two requests look alike. */
  public SignedRequest {
    if (!METHOD.matcher(method).matches() || !TARGET.matcher(target).matches()) {
      throw new IllegalArgumentException("a request has a method and a path of visible ASCII");
    }
  }

  /** The bytes that are signed: one line for each part, the last one without an end. */
  public byte[] canonical() {
    return String.join(
            "\n",
            "commonwatt-request-1",
            method,
            target,
            bodyHash.hex(),
            Long.toString(stamp.timeMillis()),
            stamp.nonce())
        .getBytes(StandardCharsets.US_ASCII);
  }
}
