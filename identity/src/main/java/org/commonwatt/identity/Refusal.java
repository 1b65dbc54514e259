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
  REVOKED("The key was revoked, or the logins of its account were recovered since."),
  /** The token is for another service. */
  WRONG_AUDIENCE("The token is for another audience."),
  /** The token may be used from a later moment on. */
  NOT_YET("The token is of a time to come."),
  /** The token is the provider's, but stands for nobody here. */
  NO_ACCOUNT("The token stands for no account of this market, or not for its role."),
  /** The provider is being asked for the key of the token. */
  KEY_AWAITED("The key that signed the token is not known yet; the provider is being asked."),
  /** The request was signed too long ago, or in the future. */
  OUTSIDE_WINDOW("The time of the signature is more than 30 seconds from the server's."),
  /** The nonce was made for another process. */
  FOREIGN_NONCE("The nonce does not begin with the prefix of this engine."),
  /** The nonce was used before. */
  REPLAYED("The nonce was used before: the request is a replay."),
  /** The keys of the account have sent too much within the window. */
  TOO_MANY("The account has signed too many requests within a minute.");

  private final String text;

  Refusal(String text) {
    this.text = text;
  }

  /** What is wrong, as a sentence. */
  public String text() {
    return text;
  }
}
