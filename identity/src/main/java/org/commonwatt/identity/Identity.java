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
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
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

  /** How many ended keys of an account are remembered of those that were made with another. */
  public static final int MAX_ENDED_KEYS = 200;

  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final int ID_BYTES = 9;

  private final MasterKey master;
  private final IdentityStore store;
  private final InstantSource wall;
  private final Authenticator authenticator;
  private final Recoveries recoveries;
  private final SecureRandom random = new SecureRandom();
  private final ScheduledExecutorService looking;
  private final ReadWriteLock changing = new ReentrantReadWriteLock();
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

  private Identity(MasterKey master, IdentityStore store, String market, InstantSource wall)
      throws SQLException {
    recoveries = new Recoveries(store, market, wall);
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
      return new Identity(master, store, market, wall);
    } catch (SQLException e) {
      store.close();
      throw new IllegalStateException("the accounts cannot be read: " + e.getMessage(), e);
    }
  }

  /** Says who sends a request. */
  public Authenticator authenticator() {
    return authenticator;
  }

  /** Whether a login that was taken would be taken now, for the same account by the same key. */
  public boolean isCurrent(Principal principal) {
    if (principal.key().isExpired(wall.instant())) {
      return false;
    }
    return principal.by() == Principal.By.KEY
        ? directory.principal(principal.key().id()).filter(principal::equals).isPresent()
        : directory.isCurrent(principal);
  }

  /**
   * Does what a login asks for, if it is still taken. When {@link #revoke} or {@link #recover} has
   * returned, everything was done that a login that it ended got done, and no more of it is.
   *
   * @param what it may not wait for anything
   * @return empty when the login has ended: then nothing was done
   */
  public <T> Optional<T> whileCurrent(Principal principal, Supplier<T> what) {
    changing.readLock().lock();
    try {
      return isCurrent(principal) ? Optional.of(what.get()) : Optional.empty();
    } finally {
      changing.readLock().unlock();
    }
  }

  /**
   * Who sends a request over a connection whose client has shown a certificate, and its key.
   *
   * @param certificate its SHA-256, 64 hexadecimal digits
   */
  public Authenticator.Outcome byCertificate(String certificate) {
    String keyId = directory.certificates().get(certificate);
    return keyId == null
        ? Authenticator.Outcome.of(Refusal.UNKNOWN)
        : authenticator.known(keyId, certificate);
  }

  /** Whether a certificate stands for a key that has not ended. */
  public boolean isTaken(String certificate) {
    String keyId = directory.certificates().get(certificate);
    return keyId != null
        && key(keyId).filter(key -> !key.isRevoked() && !key.isExpired(wall.instant())).isPresent();
  }

  /** An account by its id, empty when there is none. */
  public Optional<Account> account(String id) {
    return Optional.ofNullable(directory.accounts().get(id));
  }

  /**
   * What a new key shall be.
   *
   * @param label what its owner calls it
   * @param scopes what it may be used for
   * @param expiresAt it may not be used from then on; null: never
   * @param maker whose login makes it, and takes it along when its key is revoked; null: nobody's
   * @param certificate the SHA-256 of the client certificate by which it is used, 64 hexadecimal
   *     digits; null: by a secret
   */
  public record NewKey(
      String label,
      Set<Scope> scopes,
      @Nullable Instant expiresAt,
      @Nullable Principal maker,
      @Nullable String certificate) {
    /** One that is used by its secret. */
    public NewKey(
        String label, Set<Scope> scopes, @Nullable Instant expiresAt, @Nullable Principal maker) {
      this(label, scopes, expiresAt, maker, null);
    }

    /** One that no login makes. */
    public NewKey(String label, Set<Scope> scopes, @Nullable Instant expiresAt) {
      this(label, scopes, expiresAt, null);
    }

    /** The same with another end. */
    public NewKey until(@Nullable Instant end) {
      return new NewKey(label, scopes, end, maker, certificate);
    }
  }

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
    ApiKey.Life life = new ApiKey.Life(now, null, null);
    store.add(new ApiKey(keyId, account.id(), "local", scopes, life));
    reload();
  }

  /**
   * Makes an account with its first key, which may do what its role may. When the database goes
   * away right then, the key is taken a little later.
   *
   * @param label what the key is called
   * @return empty when there is an account of this id; nothing was changed then
   * @throws CommitException when nobody can say whether it was made
   */
  public Optional<Issued> create(Account account, String label) throws SQLException {
    ApiKey.Life life = new ApiKey.Life(wall.instant(), null, null);
    ApiKey key = new ApiKey(newKeyId(), account.id(), label, account.role().scopes(), life);
    boolean made = store.create(account, key);
    look();
    return made ? Optional.of(new Issued(key, master.token(key.id()))) : Optional.empty();
  }

  /** The login of a key. */
  public KeyToken token(String keyId) {
    return master.token(keyId);
  }

  /**
   * Makes a key for an account. Of its ended keys that were made with another the last {@link
   * #MAX_ENDED_KEYS} stay.
   *
   * @return empty when the account has {@link #MAX_KEYS} keys already, the login that makes it has
   *     just ended, or its certificate stands for another key
   */
  public Optional<Issued> issue(String account, NewKey wanted) throws SQLException {
    ApiKey key =
        new ApiKey(
            newKeyId(),
            account,
            wanted.label(),
            wanted.scopes(),
            new ApiKey.Life(wall.instant(), wanted.expiresAt(), null),
            wanted.certificate());
    boolean made = store.make(key, wanted.maker());
    reload();
    if (!made) {
      return Optional.empty();
    }
    return Optional.of(new Issued(key, master.token(key.id())));
  }

  /** Lost logins. */
  public Recoveries recoveries() {
    return recoveries;
  }

  /** An account whose logins were replaced, and its only key. */
  public record Recovered(Account account, Issued issued) {}

  /**
   * Gives an account a new key for the code of a recovery, which is used up, and ends all its
   * logins from before.
   *
   * @throws RecoveryException when there is no such recovery, or the code is not its own
   */
  public Recovered recover(String recoveryId, String code) throws SQLException, RecoveryException {
    String keyId = newKeyId();
    recoveries.complete(recoveryId, code, keyId);
    reload();
    Principal principal = directory.principal(keyId).orElseThrow();
    return new Recovered(
        principal.account(), new Issued(principal.key(), master.token(principal.key().id())));
  }

  private String newKeyId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return "k" + Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  /** A key by its id, also one that has ended; empty when there is none. */
  public Optional<ApiKey> key(String id) {
    return Optional.ofNullable(directory.keys().get(id));
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

  /** Takes a key of an account, and all that it made, back for good; empty when there is none. */
  public Optional<ApiKey> revoke(String account, String keyId) throws SQLException {
    ApiKey key = directory.keys().get(keyId);
    if (key == null || !key.account().equals(account)) {
      return Optional.empty();
    }
    store.revoke(key, wall.instant());
    reload();
    return Optional.ofNullable(directory.keys().get(keyId));
  }

  /** Keeps who looked at what; when it throws, nothing may be shown. */
  public void saw(List<PersonalView> views) throws SQLException {
    if (!views.isEmpty()) {
      store.add(views);
    }
  }

  /**
   * Who looked at a participant's data, latest first; looks of one day that are alike are one.
   *
   * @param before the number of the last that was told, {@link Long#MAX_VALUE} for the first page
   */
  public List<KeptView> views(String participant, long before, int limit) throws SQLException {
    return store.views(participant, before, limit);
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
    changing.writeLock().lock();
    try {
      if (read.revision() >= directory.revision()) {
        directory = read;
      }
    } finally {
      changing.writeLock().unlock();
    }
  }
}
