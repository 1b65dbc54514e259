package org.commonwatt.identity;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one market's accounts, in a schema of their own: a system of record, which no
 * rebuild of read models touches. What it throws is {@link SQLException} when the database does not
 * answer; then nothing was changed, or nobody can say.
 */
final class IdentityStore implements AutoCloseable {
  private final Transactions transactions;
  private final String market;

  private IdentityStore(Transactions transactions, String market) {
    this.transactions = transactions;
    this.market = market;
  }

  /**
   * Creates what is missing and connects.
   *
   * @throws org.flywaydb.core.api.FlywayException when the tables cannot be brought up to date
   */
  static IdentityStore open(Identity.Access access, String market) {
    IdentitySchema.migrate(access);
    return new IdentityStore(Transactions.open(access, IdentitySchema.NAME), market);
  }

  /** Goes up with every change of accounts and keys. */
  long revision() throws SQLException {
    return transaction(this::revision);
  }

  /** Everything at one moment. */
  Directory directory() throws SQLException {
    return transaction(
        connection -> {
          // Before the rows: a change in between is read again later, none is missed.
          long revision = revision(connection);
          return new DirectoryRows(connection, market).directory(revision);
        });
  }

  /** Adds an account, and participants that it does not act for yet. What is there stays. */
  void ensure(Account account, Instant now) throws SQLException {
    transaction(
        connection -> {
          int changed =
              Sql.update(
                  connection,
                  "insert into account (market, account, role, created_at) values (?, ?, ?, ?) on"
                      + " conflict do nothing",
                  market,
                  account.id(),
                  account.role().word(),
                  now);
          for (String participant : account.participants().stream().sorted().toList()) {
            changed +=
                Sql.update(
                    connection,
                    "insert into acts_for select ?, ?, ?, ?, null where not exists (select 1 from"
                        + " acts_for where market = ? and account = ? and participant = ?)",
                    market,
                    account.id(),
                    participant,
                    now,
                    market,
                    account.id(),
                    participant);
          }
          return changed > 0 ? changed(connection) : 0;
        });
  }

  /** Adds an account with its first key; false when there is one of that id, which stays. */
  boolean create(Account account, ApiKey key) throws SQLException {
    Instant now = key.life().issuedAt();
    return transaction(
        connection -> {
          int made =
              Sql.update(
                  connection,
                  "insert into account (market, account, role, created_at) values (?, ?, ?, ?) on"
                      + " conflict do nothing",
                  market,
                  account.id(),
                  account.role().word(),
                  now);
          if (made == 0) {
            return false;
          }
          for (String participant : account.participants().stream().sorted().toList()) {
            Sql.update(
                connection,
                "insert into acts_for values (?, ?, ?, ?, null)",
                market,
                account.id(),
                participant,
                now);
          }
          insert(connection, key, null);
          changed(connection);
          return true;
        });
  }

  /** Adds a key; false when there is one of that id already, which stays as it is. */
  boolean add(ApiKey key) throws SQLException {
    return transaction(
        connection -> {
          boolean added = insert(connection, key, null);
          if (added) {
            changed(connection);
          }
          return added;
        });
  }

  /**
   * Makes a key, one after the other of an account whichever engine makes them, and forgets those
   * that ended first while too many have ended.
   *
   * @param maker whose login makes it, null for nobody's
   * @return false when its account has as many as it may, the login that makes it has ended, or its
   *     certificate stands for another
   */
  boolean make(ApiKey key, @Nullable Principal maker) throws SQLException {
    return transaction(
        connection -> {
          lock(connection, key.account());
          Instant now = key.life().issuedAt();
          String valid =
              "select count(*) from api_key where market = ? and account = ? and revoked_at is null"
                  + " and (expires_at is null or expires_at > ?)";
          if (maker != null && hasEnded(connection, maker, now)) {
            return false;
          }
          if (Sql.count(connection, valid, market, key.account(), now) >= Identity.MAX_KEYS) {
            return false;
          }
          if (key.certificate() != null) {
            endExpired(connection, key.certificate(), now);
          }
          if (!insert(connection, key, maker == null ? null : maker.root().id())) {
            return false;
          }
          Sql.update(
              connection,
              "delete from api_key where market = ? and key_id in (select key_id from api_key where"
                  + " market = ? and account = ? and issued_by is not null and (revoked_at is not"
                  + " null or expires_at <= ?) order by least(revoked_at, expires_at) desc, key_id"
                  + " offset ?)",
              market,
              market,
              key.account(),
              now,
              Identity.MAX_ENDED_KEYS);
          changed(connection);
          return true;
        });
  }

  /** Takes a key and all that it made back for good; what was taken back before stays so. */
  void revoke(ApiKey key, Instant now) throws SQLException {
    transaction(
        connection -> {
          lock(connection, key.account()); // a key that is being made is there, or is refused
          Sql.update(
              connection,
              "with recursive made as (select key_id from api_key where market = ? and key_id = ?"
                  + " union select k.key_id from api_key k join made on k.issued_by = made.key_id"
                  + " where k.market = ?) update api_key set revoked_at = ? where market = ? and"
                  + " revoked_at is null and key_id in (select key_id from made)",
              market,
              key.id(),
              market,
              now,
              market);
          return changed(connection);
        });
  }

  /** Keeps who looked at what, all or nothing. */
  void add(List<PersonalView> views) throws SQLException {
    transaction(
        connection -> {
          LookRows.add(connection, market, views);
          return views.size();
        });
  }

  /** Who looked at a participant's data, before a number, latest first. */
  List<KeptView> views(String participant, long before, int limit) throws SQLException {
    return transaction(
        connection -> LookRows.before(connection, market, participant, before, limit));
  }

  @Override
  public void close() {
    transactions.close();
  }

  /** Ends all logins of an account, of which a new key is the only one then. */
  void renewLogins(Connection connection, String account, String keyId, Instant now)
      throws SQLException {
    Sql.update(
        connection,
        "update api_key set revoked_at = ? where market = ? and account = ? and revoked_at is null",
        now,
        market,
        account);
    Sql.update(
        connection,
        "update account set logins_since = ? where market = ? and account = ?",
        now,
        market,
        account);
    Role role =
        Sql.query(
            connection,
            "select role from account where market = ? and account = ?",
            rows -> {
              if (!rows.next()) {
                throw new SQLException("the account " + account + " is gone");
              }
              return Sql.role(rows.getString(1));
            },
            market,
            account);
    ApiKey.Life life = new ApiKey.Life(now, null, null);
    insert(connection, new ApiKey(keyId, account, "recovered", role.scopes(), life), null);
    changed(connection);
  }

  private boolean insert(Connection connection, ApiKey key, @Nullable String issuedBy)
      throws SQLException {
    return Sql.update(
            connection,
            "insert into api_key values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
            market,
            key.id(),
            key.account(),
            key.label(),
            Scope.text(key.scopes()),
            key.life().issuedAt(),
            key.life().expiresAt(),
            key.life().revokedAt(),
            issuedBy,
            key.certificate())
        > 0;
  }

  /** A certificate whose key has expired stands for no key any more, whosesoever that was. */
  private void endExpired(Connection connection, String certificate, Instant now)
      throws SQLException {
    Sql.update(
        connection,
        "update api_key set revoked_at = expires_at where market = ? and certificate = ? and"
            + " revoked_at is null and expires_at <= ?",
        market,
        certificate,
        now);
  }

  /** A token that was given for no key has no row, and ends when its account is recovered. */
  private boolean hasEnded(Connection connection, Principal maker, Instant now)
      throws SQLException {
    String key =
        "select count(*) from api_key where market = ? and key_id = ? and (revoked_at is not null"
            + " or expires_at <= ?)";
    String account =
        "select count(*) from account where market = ? and account = ? and logins_since > ?";
    return Sql.count(connection, key, market, maker.root().id(), now) > 0
        || (maker.by() == Principal.By.TOKEN
            && Sql.count(
                    connection,
                    account,
                    market,
                    maker.account().id(),
                    maker.key().life().issuedAt())
                > 0);
  }

  /**
   * Sees to it that nobody else changes the keys of an account before this transaction ends.
   *
   * @return whether there is such an account
   */
  boolean lock(Connection connection, String account) throws SQLException {
    String sql = "select account from account where market = ? and account = ? for update";
    return Sql.query(connection, sql, ResultSet::next, market, account);
  }

  private long revision(Connection connection) throws SQLException {
    return Sql.count(connection, "select number from revision where market = ?", market);
  }

  private int changed(Connection connection) throws SQLException {
    return Sql.update(
        connection,
        "insert into revision values (?, 1) on conflict (market) do update set number ="
            + " revision.number + 1",
        market);
  }

  /** Work that is done as a whole, or not at all. */
  <T> T transaction(Transactions.Work<T> work) throws SQLException {
    return transactions.run(work);
  }
}
