package org.commonwatt.identity;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads the accounts and keys of a market, within one transaction. */
record DirectoryRows(Connection connection, String market) {
  /** All of them, as of a revision that was read before. */
  Directory directory(long revision) throws SQLException {
    return new Directory(revision, accounts(), keys(), loginsSince());
  }

  private Map<String, Account> accounts() throws SQLException {
    Map<String, Set<String>> participants = new HashMap<>();
    Sql.each(
        connection,
        "select account, participant from acts_for where market = ? and until is null",
        rows -> {
          participants
              .computeIfAbsent(rows.getString(1), id -> new HashSet<>())
              .add(rows.getString(2));
        },
        market);
    Map<String, Account> accounts = new HashMap<>();
    Sql.each(
        connection,
        "select account, role from account where market = ?",
        rows -> {
          String id = rows.getString(1);
          accounts.put(
              id,
              new Account(
                  id, Sql.role(rows.getString(2)), participants.getOrDefault(id, Set.of())));
        },
        market);
    return accounts;
  }

  private Map<String, Instant> loginsSince() throws SQLException {
    Map<String, Instant> since = new HashMap<>();
    String sql =
        "select account, logins_since from account where market = ? and logins_since is not null";
    Sql.each(
        connection,
        sql,
        rows -> {
          since.put(rows.getString(1), Sql.requireInstant(rows, 2));
        },
        market);
    return since;
  }

  private Map<String, ApiKey> keys() throws SQLException {
    Map<String, ApiKey> keys = new HashMap<>();
    Sql.each(
        connection,
        "select key_id, account, label, scopes, issued_at, expires_at, revoked_at, certificate from"
            + " api_key where market = ?",
        rows -> {
          ApiKey.Life life =
              new ApiKey.Life(
                  Sql.requireInstant(rows, 5), Sql.instant(rows, 6), Sql.instant(rows, 7));
          Set<Scope> scopes = Scope.parse(rows.getString(4));
          String id = rows.getString(1);
          keys.put(
              id,
              new ApiKey(
                  id, rows.getString(2), rows.getString(3), scopes, life, rows.getString(8)));
        },
        market);
    return keys;
  }
}
