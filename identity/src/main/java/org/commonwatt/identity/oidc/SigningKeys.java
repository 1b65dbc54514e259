package org.commonwatt.identity.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The keys that a provider signs with, as it said last. They are asked for anew every few minutes,
 * and when a token names another, but not for every one that somebody makes up. A key that the
 * provider no longer names is no longer taken, nor is any when it has not answered for long.
 * Thread-safe.
 */
final class SigningKeys {
  /** How often they are asked for. */
  static final Duration EVERY = Duration.ofMinutes(5);

  /** How long the provider may be away. */
  static final Duration KEPT = Duration.ofHours(1);

  /** How soon after one question the next is asked. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private final LongSupplier nanos;
  private Map<String, JWK> byId = Map.of();
  private boolean isFetched;
  private long fetchedNanos;
  private boolean isAsked;
  private long askedNanos;
  private boolean isWanted = true;

  /**
   * None yet.
   *
   * @param nanos time that passes, of which only differences count
   */
  SigningKeys(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A key by its id, empty when the provider does not name it or has been away for too long. */
  synchronized Optional<JWK> find(String keyId) {
    return isFresh() ? Optional.ofNullable(byId.get(keyId)) : Optional.empty();
  }

  /**
   * Notes that a key is missing.
   *
   * @return whether the provider will be asked before long, so that it is worth to come again
   */
  synchronized boolean want() {
    long now = nanos.getAsLong();
    if (!isFresh() || !isAsked || now - askedNanos >= PAUSE.toNanos()) {
      isWanted = true;
    }
    return isWanted;
  }

  /** Whether the provider is to be asked now; who asks says so by this question. */
  synchronized boolean isDue() {
    long now = nanos.getAsLong();
    boolean isOld = isFetched && now - fetchedNanos >= EVERY.toNanos();
    boolean mayAsk = !isAsked || now - askedNanos >= PAUSE.toNanos();
    if (mayAsk && (isWanted || isOld || !isFetched)) {
      isAsked = true;
      askedNanos = now;
      return true;
    }
    return false;
  }

  /** Takes what the provider names now in place of what it named before. */
  synchronized void take(JWKSet set) {
    Map<String, JWK> found = new HashMap<>();
    for (JWK key : set.getKeys()) {
      // Of two that are called the same none is known; what is no key pair signs nothing here.
      if (key.getKeyID() != null && found.put(key.getKeyID(), key.toPublicJWK()) != null) {
        found.put(key.getKeyID(), null);
      }
    }
    found.values().removeIf(key -> key == null);
    byId = Map.copyOf(found);
    fetchedNanos = nanos.getAsLong();
    isFetched = true;
    isWanted = false;
  }

  private boolean isFresh() {
    return isFetched && nanos.getAsLong() - fetchedNanos < KEPT.toNanos();
  }
}
