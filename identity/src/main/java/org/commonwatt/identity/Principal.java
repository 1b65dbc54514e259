package org.commonwatt.identity;

/**
 * Who sends a request: an account, by one of its keys.
 *
 * @param account who
 * @param key by which key
 */
public record Principal(Account account, ApiKey key) {
  /** Whether a participant's orders, bills and positions are its own. */
  public boolean actsFor(String participant) {
    return account.participants().contains(participant);
  }

  /** Whether its key may be used for something. */
  public boolean has(Scope scope) {
    return key.scopes().contains(scope);
  }
}
