package org.commonwatt.identity;

import java.util.Map;
import java.util.Optional;

/**
 * All accounts and keys of a market at one moment. Immutable: who checks a login asks no database.
 *
 * @param revision goes up with every change
 * @param accounts by id
 * @param keys by id
 */
record Directory(long revision, Map<String, Account> accounts, Map<String, ApiKey> keys) {
  static final Directory EMPTY = new Directory(0, Map.of(), Map.of());

  Directory {
    accounts = Map.copyOf(accounts);
    keys = Map.copyOf(keys);
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
