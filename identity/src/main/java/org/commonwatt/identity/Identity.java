package org.commonwatt.identity;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.commonwatt.model.Ids;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accounts and keys of one market. What logins need is kept in memory and brought up to date once a
 * second, so a database that is away stops no login; keys that somebody else revokes meanwhile are
 * revoked here when it is back. Thread-safe.
 */
public final class Identity implements AutoCloseable {
  /** How many keys an account may have that are neither expired nor revoked. */
  public static final int MAX_KEYS = 50;

  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final int ID_BYTES = 9;

  private final MasterKey master;
  private final IdentityStore store;
  private final InstantSource wall;
  private final Authenticator authenticator;
  private final SecureRandom random = new SecureRandom();
  private final ScheduledExecutorService looking;
  private volatile Directory directory;
  private volatile @Nullable String trouble;

  /**
   * Where the tables are.
   *
   * @param url {@code jdbc:postgresql://…}
   * @param user role that may create a schema
   * @param password its password, empty where none is asked
   */
  public record Access(String url, String user, String password) {}

  private Identity(MasterKey master, IdentityStore store, InstantSource wall) throws SQLException {
    this.master = master;
    this.store = store;
    this.wall = wall;
    directory = store.directory();
    authenticator = new Authenticator(master, id -> directory.principal(id), wall);
    looking =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "identity");
              thread.setDaemon(true);
              return thread;
            });
    looking.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Creates what is missing and reads what is there.
   *
   * @param master derives the secrets of keys; the same for every engine of the market
   * @param wall wall-clock time, by which keys expire
   * @throws org.flywaydb.core.api.FlywayException when the database does not answer
   */
  public static Identity open(Access access, String market, MasterKey master, InstantSource wall) {
    IdentityStore store = IdentityStore.open(access, Ids.require("market", market));
    try {
      return new Identity(master, store, wall);
    } catch (SQLException e) {
      store.close();
      throw new IllegalStateException("the accounts cannot be read: " + e.getMessage(), e);
    }
  }

  /** Says who sends a request. */
  public Authenticator authenticator() {
    return authenticator;
  }

  /** What a new key shall be. */
  public record NewKey(String label, Set<Scope> scopes, @Nullable Instant expiresAt) {}

  /** A key that was made, and its login, which is told this one time. */
  public record Issued(ApiKey key, KeyToken token) {}

  /**
   * Makes sure that there are an account and a key of known ids; what is there stays as it is, a
   * revoked key stays revoked.
   *
   * @param keyId id of the key, the same at every engine
   */
  public void ensure(Account account, String keyId, Set<Scope> scopes) throws SQLException {
    Instant now = wall.instant();
    store.ensure(account, now);
    store.add(new ApiKey(keyId, account.id(), "local", scopes, new ApiKey.Life(now, null, null)));
    reload();
  }

  /** The login of a key. */
  public KeyToken token(String keyId) {
    return master.token(keyId);
  }

  /**
   * Makes a key for an account.
   *
   * @return empty when the account has {@link #MAX_KEYS} keys already
   */
  public Optional<Issued> issue(String account, NewKey wanted) throws SQLException {
    Instant now = wall.instant();
    long valid =
        keys(account).stream().filter(key -> !key.isRevoked() && !key.isExpired(now)).count();
    if (valid >= MAX_KEYS) {
      return Optional.empty();
    }
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    ApiKey key =
        new ApiKey(
            "k" + Base64.getUrlEncoder().withoutPadding().encodeToString(id),
            account,
            wanted.label(),
            wanted.scopes(),
            new ApiKey.Life(now, wanted.expiresAt(), null));
    if (!store.add(key)) {
      throw new SQLException("a random key id was taken already");
    }
    reload();
    return Optional.of(new Issued(key, master.token(key.id())));
  }

  /** The keys of an account, newest first. */
  public List<ApiKey> keys(String account) {
    return directory.keys().values().stream()
        .filter(key -> key.account().equals(account))
        .sorted(
            Comparator.comparing((ApiKey key) -> key.life().issuedAt())
                .reversed()
                .thenComparing(ApiKey::id))
        .toList();
  }

  /** Takes a key of an account back for good, empty when it has none of that id. */
  public Optional<ApiKey> revoke(String account, String keyId) throws SQLException {
    ApiKey key = directory.keys().get(keyId);
    if (key == null || !key.account().equals(account)) {
      return Optional.empty();
    }
    store.revoke(keyId, wall.instant());
    reload();
    return Optional.ofNullable(directory.keys().get(keyId));
  }

  /** Keeps who looked at what; when it throws, nothing may be shown. */
  public void saw(List<PersonalView> views) throws SQLException {
    if (!views.isEmpty()) {
      store.add(views);
    }
  }

  /** Who looked at a participant's data, latest first. */
  public List<PersonalView> views(String participant, int limit) throws SQLException {
    return store.views(participant, limit);
  }

  /** What is wrong, empty when nothing is. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {
    looking.shutdownNow();
    store.close();
  }

  private void look() {
    try {
      if (store.revision() != directory.revision()) {
        reload();
      }
      trouble = null;
    } catch (SQLException | RuntimeException e) {
      if (trouble == null) {
        LOG.warn("the accounts cannot be read", e);
      }
      trouble = "the database of the accounts does not answer: logins are as they were before";
    }
  }

  /** Never goes back to an older state, whoever reads first. */
  private void reload() throws SQLException {
    Directory read = store.directory();
    synchronized (this) {
      if (read.revision() >= directory.revision()) {
        directory = read;
      }
    }
  }
}
