package org.commonwatt.identity;

import java.time.Instant;
import java.util.Set;
import org.commonwatt.model.Ids;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a key but its secret, which {@link MasterKey} derives.
 *
 * @param id of the key
 * @param account whose key it is
 * @param label what its owner calls it
 * @param scopes what it may be used for
 * @param life when it begins and ends
 * @param certificate the SHA-256 of the client certificate by which it is used, 64 hexadecimal
 *     digits; null: by its secret
 */
public record ApiKey(
    String id,
    String account,
    String label,
    Set<Scope> scopes,
    Life life,
    @Nullable String certificate) {
  /** One that is used by its secret. */
  public ApiKey(String id, String account, String label, Set<Scope> scopes, Life life) {
    this(id, account, label, scopes, life, null);
  }

  /**
   * When a key may be used.
   *
   * @param issuedAt when it was made
   * @param expiresAt it may not be used from then on; null: never
   * @param revokedAt when it was taken back; null: it was not
   */
  public record Life(Instant issuedAt, @Nullable Instant expiresAt, @Nullable Instant revokedAt) {}

  /** Checks the ids. */
  public ApiKey {
    Ids.require("key", id);
    Ids.require("account", account);
    scopes = Set.copyOf(scopes);
  }

  /** Whether its time is over. */
  public boolean isExpired(Instant now) {
    Instant end = life.expiresAt();
    return end != null && !now.isBefore(end);
  }

  /** Whether it was taken back. */
  public boolean isRevoked() {
    return life.revokedAt() != null;
  }
}
