package org.commonwatt.core;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All accounts that guarantees or settlement ever touched, by id. */
final class Accounts {
  private final TreeMap<String, Account> byId = new TreeMap<>();

  /** An account, made when there is none. */
  Account at(String id) {
    return byId.computeIfAbsent(id, Account::new);
  }

  /** An account, null when nothing ever touched it. */
  @Nullable Account find(String id) {
    return byId.get(id);
  }

  /** All of them, by id. */
  Collection<Account> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  void save(StateWriter out) {
    out.number(byId.size());
    byId.values().forEach(account -> account.save(out));
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      Account account = Account.restore(in);
      byId.put(account.id(), account);
    }
  }
}
