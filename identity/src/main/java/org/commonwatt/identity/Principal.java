package org.commonwatt.identity;

import java.util.Optional;

/**
 * Who sends a request: an account, by one of its keys, or by what stands in for one.
 *
 * @param account who
 * @param key by which key
 * @param by what the login is
 * @param proof the API key that a token was given for: the token ends with it; empty for every
 *     other login
 */
public record Principal(Account account, ApiKey key, By by, Optional<ApiKey> proof) {
  /** What a login is. */
  public enum By {
    /** An API key. */
    KEY,
    /** A token of a provider: the key says what it may do, and until when. */
    TOKEN
  }

  /** By an API key. */
  public Principal(Account account, ApiKey key) {
    this(account, key, By.KEY, Optional.empty());
  }

  /** The API key that the login rests on, or what stands in for one: what it makes ends with it. */
  public ApiKey root() {
    return proof.orElse(key);
  }

  /** Whether a participant's orders, bills and positions are its own. */
  public boolean actsFor(String participant) {
    return account.participants().contains(participant);
  }

  /** Whether its key may be used for something. */
  public boolean has(Scope scope) {
    return key.scopes().contains(scope);
  }
}
