package org.commonwatt.identity;

/** Why a login is not taken. */
public enum Refusal {
  /** The header says nothing that is known here. */
  MALFORMED("The Authorization header is none that this market knows."),
  /** There is no such key, or the secret or signature is not its own; nobody learns which. */
  UNKNOWN("The login is not known, or the signature is not its own."),
  /** The key's time is over. */
  EXPIRED("The key has expired."),
  /** The key was taken back. */
  REVOKED("The key was revoked."),
  /** The request was signed too long ago, or in the future. */
  OUTSIDE_WINDOW("The time of the signature is more than 30 seconds from the server's."),
  /** The nonce was made for another process. */
  FOREIGN_NONCE("The nonce does not begin with the prefix of this engine."),
  /** The nonce was used before. */
  REPLAYED("The nonce was used before: the request is a replay."),
  /** The key has sent too much within the window. */
  TOO_MANY("The key has signed too many requests within a minute.");

  private final String text;

  Refusal(String text) {
    this.text = text;
  }

  /** What is wrong, as a sentence. */
  public String text() {
    return text;
  }
}
