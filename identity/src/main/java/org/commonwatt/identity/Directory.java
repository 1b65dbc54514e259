package org.commonwatt.identity;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All accounts and keys of a market at one moment. Immutable: who checks a login asks no database.
 *
 * @param revision goes up with every change
 * @param accounts by id
 * @param keys by id
 * @param loginsSince by account whose logins were recovered: tokens from before are not taken
 * @param certificates ids of keys by the certificate that they are used by; of several the one that
 *     was not taken back
 */
record Directory(
    long revision,
    Map<String, Account> accounts,
    Map<String, ApiKey> keys,
    Map<String, Instant> loginsSince,
    Map<String, String> certificates) {

  Directory {
    accounts = Map.copyOf(accounts);
    keys = Map.copyOf(keys);
    loginsSince = Map.copyOf(loginsSince);
    certificates = Map.copyOf(certificates);
  }

  Directory(
      long revision,
      Map<String, Account> accounts,
      Map<String, ApiKey> keys,
      Map<String, Instant> loginsSince) {
    this(revision, accounts, keys, loginsSince, certificates(keys));
  }

  private static Map<String, String> certificates(Map<String, ApiKey> keys) {
    Map<String, String> found = new HashMap<>();
    for (ApiKey key : keys.values()) {
      String certificate = key.certificate();
      if (certificate != null && (!key.isRevoked() || !found.containsKey(certificate))) {
        found.put(certificate, key.id());
      }
    }
    return found;
  }

  /** Whether a login that is not by a key of the directory stands for an account as it is now. */
  boolean isCurrent(Principal principal) {
    Account account = principal.account();
    Instant since = loginsSince.get(account.id());
    return account.equals(accounts.get(account.id()))
        && (since == null || !principal.key().life().issuedAt().isBefore(since))
        && principal.proof().stream().allMatch(proof -> proof.equals(keys.get(proof.id())));
  }

  /** Whose key it is, empty when there is no such key. */
  Optional<Principal> principal(String keyId) {
    ApiKey key = keys.get(keyId);
    Account account = key == null ? null : accounts.get(key.account());
    return key == null || account == null
        ? Optional.empty()
        : Optional.of(new Principal(account, key));
  }
}
