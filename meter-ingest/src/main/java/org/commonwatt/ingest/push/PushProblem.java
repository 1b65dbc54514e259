package org.commonwatt.ingest.push;

/** Why a request is refused; names are stable and stand in docs/metering.md. */
public enum PushProblem {
  /** No key was sent. */
  LOGIN_REQUIRED(401, "send Authorization: Bearer and the key of the gateway"),
  /** The key is none of the devices file's. */
  LOGIN_UNKNOWN(401, "compare the key with the one that `meter key` printed"),
  /** Nothing is at this path. */
  NO_SUCH_ROUTE(404, "readings are posted to /v1/readings"),
  /** A meter that is none of the key's. */
  UNKNOWN_METER(404, "push meters that the devices file names for this key"),
  /** The path knows POST only. */
  METHOD_NOT_ALLOWED(405, "readings are posted"),
  /** The body is too large. */
  BODY_TOO_LARGE(413, "send up to 500 readings and 131,072 bytes at a time"),
  /** The first line of the request is too long. */
  URI_TOO_LONG(414, "readings are posted to /v1/readings"),
  /** The headers are too large. */
  HEADERS_TOO_LARGE(431, "send fewer headers: Host, Authorization and Content-Type are enough"),
  /** The body is no JSON. */
  UNSUPPORTED_MEDIA_TYPE(415, "set Content-Type to application/json"),
  /** The body is not as it should be. */
  MALFORMED(400, "see docs/metering.md for the fields"),
  /** The key has sent too much. */
  TOO_MANY_REQUESTS(429, "wait as long as Retry-After says, and send more readings at a time"),
  /** The spool has no room. */
  SPOOL_FULL(503, "send them again later: the log has been away for long"),
  /** The disk of the spool fails. */
  SPOOL_FAILED(503, "send them again later; the log of the ingest says more"),
  /** A fault of ours; what was taken before it is answered as known when it comes again. */
  INTERNAL(500, "send them again; the log of the ingest has the cause, report it");

  private final int status;
  private final String hint;

  PushProblem(int status, String hint) {
    this.status = status;
    this.hint = hint;
  }

  /** Status of HTTP. */
  public int status() {
    return status;
  }

  /** How to put it right. */
  public String hint() {
    return hint;
  }
}
