package org.commonwatt.identity;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
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
  private static final int POOL_SIZE = 3;
  private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;

  private final HikariDataSource pool;
  private final String market;

  private IdentityStore(HikariDataSource pool, String market) {
    this.pool = pool;
    this.market = market;
  }

  /** Work in a transaction. */
  private interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Creates what is missing and connects.
   *
   * @throws org.flywaydb.core.api.FlywayException when the tables cannot be brought up to date
   */
  static IdentityStore open(Identity.Access access, String market) {
    migrate(access);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(access.url());
    config.setUsername(access.user());
    config.setPassword(access.password());
    config.setSchema(SCHEMA);
    config.setMaximumPoolSize(POOL_SIZE);
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    config.setPoolName("identity");
    config.addDataSourceProperty("socketTimeout", "30");
    config.addDataSourceProperty("options", "-c TimeZone=UTC");
    return new IdentityStore(new HikariDataSource(config), market);
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
          return new Directory(revision, accounts(connection), keys(connection));
        });
  }

  /** Adds an account, and participants that it does not act for yet. What is there stays. */
  void ensure(Account account, Instant now) throws SQLException {
    transaction(
        connection -> {
          int changed =
              update(
                  connection,
                  "insert into account values (?, ?, ?, ?) on conflict do nothing",
                  market,
                  account.id(),
                  account.role().word(),
                  now);
          for (String participant : account.participants().stream().sorted().toList()) {
            changed +=
                update(
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

  /** Adds a key; false when there is one of that id already, which stays as it is. */
  boolean add(ApiKey key) throws SQLException {
    return transaction(
        connection -> {
          int added =
              update(
                  connection,
                  "insert into api_key values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                  market,
                  key.id(),
                  key.account(),
                  key.label(),
                  Scope.text(key.scopes()),
                  key.life().issuedAt(),
                  key.life().expiresAt(),
                  key.life().revokedAt());
          if (added > 0) {
            changed(connection);
          }
          return added > 0;
        });
  }

  /** Takes a key back for good; one that was taken back before stays so. */
  void revoke(String keyId, Instant now) throws SQLException {
    transaction(
        connection -> {
          update(
              connection,
              "update api_key set revoked_at = ? where market = ? and key_id = ? and revoked_at is"
                  + " null",
              now,
              market,
              keyId);
          return changed(connection);
        });
  }

  /** Keeps who looked at what, all or nothing. */
  void add(List<PersonalView> views) throws SQLException {
    transaction(
        connection -> {
          for (PersonalView view : views) {
            update(
                connection,
                "insert into personal_view (market, participant, viewer, role, purpose, what,"
                    + " seen_at) values (?, ?, ?, ?, ?, ?, ?)",
                market,
                view.participant(),
                view.viewer(),
                view.role().word(),
                view.look().purpose(),
                view.look().what(),
                view.look().at());
          }
          return views.size();
        });
  }

  /** Who looked at a participant's data, latest first. */
  List<PersonalView> views(String participant, int limit) throws SQLException {
    return transaction(
        connection -> {
          List<PersonalView> found = new ArrayList<>();
          try (PreparedStatement query =
              connection.prepareStatement(
                  "select viewer, role, purpose, what, seen_at from personal_view where market = ?"
                      + " and participant = ? order by id desc limit ?")) {
            bind(query, market, participant, limit);
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                found.add(
                    new PersonalView(
                        participant,
                        rows.getString(1),
                        role(rows.getString(2)),
                        new PersonalView.Look(
                            rows.getString(3), rows.getString(4), requireInstant(rows, 5))));
              }
            }
          }
          return found;
        });
  }

  @Override
  public void close() {
    pool.close();
  }

  private long revision(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select number from revision where market = ?")) {
      bind(query, market);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  private int changed(Connection connection) throws SQLException {
    return update(
        connection,
        "insert into revision values (?, 1) on conflict (market) do update set number ="
            + " revision.number + 1",
        market);
  }

  private Map<String, Account> accounts(Connection connection) throws SQLException {
    Map<String, Set<String>> participants = new HashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select account, participant from acts_for where market = ? and until is null")) {
      bind(query, market);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          participants
              .computeIfAbsent(rows.getString(1), id -> new HashSet<>())
              .add(rows.getString(2));
        }
      }
    }
    Map<String, Account> accounts = new HashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement("select account, role from account where market = ?")) {
      bind(query, market);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          String id = rows.getString(1);
          accounts.put(
              id,
              new Account(id, role(rows.getString(2)), participants.getOrDefault(id, Set.of())));
        }
      }
    }
    return accounts;
  }

  private Map<String, ApiKey> keys(Connection connection) throws SQLException {
    Map<String, ApiKey> keys = new HashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select key_id, account, label, scopes, issued_at, expires_at, revoked_at from api_key"
                + " where market = ?")) {
      bind(query, market);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          ApiKey.Life life =
              new ApiKey.Life(requireInstant(rows, 5), instant(rows, 6), instant(rows, 7));
          Set<Scope> scopes = Scope.parse(rows.getString(4));
          String id = rows.getString(1);
          keys.put(id, new ApiKey(id, rows.getString(2), rows.getString(3), scopes, life));
        }
      }
    }
    return keys;
  }

  private <T> T transaction(Work<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    }
  }

  private static int update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof Instant instant) {
        statement.setTimestamp(i + 1, Timestamp.from(instant));
      } else if (value == null) {
        statement.setNull(i + 1, java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }

  private static Role role(String word) throws SQLException {
    return Role.of(word).orElseThrow(() -> new SQLException("no role is called " + word));
  }

  private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
    Timestamp stamp = rows.getTimestamp(column);
    return stamp == null ? null : stamp.toInstant();
  }

  private static Instant requireInstant(ResultSet rows, int column) throws SQLException {
    Instant instant = instant(rows, column);
    if (instant == null) {
      throw new SQLException("column " + column + " is null");
    }
    return instant;
  }
}
