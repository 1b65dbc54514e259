package org.commonwatt.identity;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one market's accounts, in a schema of their own: a system of record, which no
 * rebuild of read models touches. What it throws is {@link SQLException} when the database does not
 * answer; then nothing was changed, or nobody can say.
 */
final class IdentityStore implements AutoCloseable {
  private static final String SCHEMA = "identity";
  private static final long MIGRATION_LOCK = 0x6964_656e_7469_7479L; // "identity"

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
    migrate(access);
    return new IdentityStore(Transactions.open(access, SCHEMA), market);
  }

  /** One engine after the other: two that make the schema at once would fail. */
  private static void migrate(Identity.Access access) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(access.url(), access.user(), access.password())
            .schemas(SCHEMA)
            .locations("classpath:db/identity")
            .connectRetries(3)
            .load();
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        PreparedStatement lock = connection.prepareStatement("select pg_advisory_lock(?)")) {
      lock.setLong(1, MIGRATION_LOCK);
      lock.execute();
      flyway.migrate(); // the lock ends with the connection
    } catch (SQLException e) {
      throw new FlywayException("the database of the accounts does not answer", e);
    }
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
          return new Directory(
              revision, accounts(connection), keys(connection), loginsSince(connection));
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
          List<Object[]> rows = new ArrayList<>();
          for (PersonalView view : views) {
            PersonalView.Look look = view.look();
            rows.add(
                new Object[] {
                  market,
                  view.participant(),
                  view.viewer(),
                  view.role().word(),
                  look.purpose(),
                  look.what(),
                  look.at()
                });
          }
          Sql.insert(
              connection,
              "insert into personal_view (market, participant, viewer, role, purpose, what,"
                  + " seen_at) values (?, ?, ?, ?, ?, ?, ?)",
              rows);
          return views.size();
        });
  }

  /** Who looked at a participant's data, latest first. */
  List<PersonalView> views(String participant, int limit) throws SQLException {
    return transaction(
        connection -> {
          List<PersonalView> found = new ArrayList<>();
          Sql.query(
              connection,
              "select viewer, role, purpose, what, seen_at from personal_view where market = ?"
                  + " and participant = ? order by id desc limit ?",
              rows -> {
                while (rows.next()) {
                  found.add(
                      new PersonalView(
                          participant,
                          rows.getString(1),
                          Sql.role(rows.getString(2)),
                          new PersonalView.Look(
                              rows.getString(3), rows.getString(4), Sql.requireInstant(rows, 5))));
                }
                return found;
              },
              market,
              participant,
              limit);
          return found;
        });
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

  private Map<String, Account> accounts(Connection connection) throws SQLException {
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

  private Map<String, Instant> loginsSince(Connection connection) throws SQLException {
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

  private Map<String, ApiKey> keys(Connection connection) throws SQLException {
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

  /** Work that is done as a whole, or not at all. */
  <T> T transaction(Transactions.Work<T> work) throws SQLException {
    return transactions.run(work);
  }
}
