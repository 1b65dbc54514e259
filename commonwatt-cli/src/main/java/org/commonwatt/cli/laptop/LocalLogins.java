package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.commonwatt.cli.UserError;
import org.commonwatt.engine.http.AccountLogins;
import org.commonwatt.engine.http.Logins;
import org.commonwatt.engine.issuer.BuiltInIssuer;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.ApiKey;
import org.commonwatt.identity.Authenticator;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.MasterKey;
import org.commonwatt.identity.Principal;
import org.commonwatt.identity.oidc.Provider;
import org.commonwatt.identity.oidc.TokenLogins;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a market, with one key each whose login is in a file of the market's folder: for
 * whoever runs the market, to hand on. A key that was revoked stays revoked.
 */
public final class LocalLogins implements AutoCloseable {
  /** The folder of the logins, within the market's. */
  public static final String FOLDER = "logins";

  /** The file of the master key, within the market's folder, where no other is named. */
  public static final String MASTER_KEY = "logins.key";

  /** Before the id of an account in the id of its first key. */
  static final String KEY_PREFIX = "local.";

  private final Identity identity;
  private @Nullable BuiltInIssuer issuer;
  private @Nullable TokenLogins tokens;

  private LocalLogins(Identity identity) {
    this.identity = identity;
  }

  /**
   * Makes what is missing: the master key, the accounts, their keys and the files of their logins.
   *
   * @param settings the file of the master key, the same key at every engine of the market, and how
   *     people log in
   * @param folder of the files, one named as each account
   * @param accounts of the market
   * @throws UserError when a file or the database cannot be used
   */
  public static LocalLogins open(
      LoginSettings settings, Path folder, LocalAccounts accounts, Database.Access database) {
    MasterKey master = masterKey(settings.masterKey());
    Identity.Access access =
        new Identity.Access(database.url(), database.user(), database.password());
    LocalLogins logins;
    try {
      logins =
          new LocalLogins(Identity.open(access, accounts.market(), master, InstantSource.system()));
    } catch (FlywayException | IllegalStateException e) {
      throw new UserError("the accounts cannot be opened: " + e.getMessage(), e);
    }
    try {
      for (Account account : accounts.all()) {
        logins.identity.ensure(account, KEY_PREFIX + account.id(), account.role().scopes());
        if (!logins.isRevoked(account)) {
          logins.write(folder, account.id());
        }
      }
      logins.open(settings.people(), List.copyOf(accounts.all()));
      return logins;
    } catch (SQLException | IOException e) {
      logins.close();
      throw new UserError("the logins cannot be made: " + e.getMessage(), e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      logins.close();
      throw new UserError(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      logins.close();
      throw e;
    }
  }

  private void open(LoginSettings.People people, List<Account> accounts) {
    @Nullable Provider provider = people.provider().orElse(null);
    BuiltInIssuer.@Nullable Place place = people.builtIn().orElse(null);
    if (provider == null && place != null) {
      Optional<BuiltInIssuer.Proof> proof =
          people.isDemo() ? Optional.empty() : Optional.of(this::key);
      issuer =
          BuiltInIssuer.start(
              new BuiltInIssuer.Settings(place, accounts, proof, InstantSource.system()));
      provider = issuer.provider();
    }
    if (provider != null) {
      tokens = TokenLogins.start(provider, identity, InstantSource.system());
    }
  }

  /** Which key's login a text is. */
  private Optional<ApiKey> key(String login) {
    return identity
        .authenticator()
        .authenticate(new Authenticator.Request("Bearer " + login, "GET", "/", new byte[0]))
        .principal()
        .map(Principal::key);
  }

  /** Says where on this machine the page is to which people who log in come back. */
  void serve(URI api) {
    if (issuer != null) {
      issuer.serve(api);
    }
  }

  /** How people log in, as a sentence; empty when they do not. */
  public Optional<String> people() {
    return Optional.ofNullable(tokens)
        .map(TokenLogins::provider)
        .map(provider -> "People log in by " + provider.name() + ": " + provider.issuer());
  }

  /** What the API asks. */
  public Logins logins() {
    AccountLogins keys = new AccountLogins(identity, InstantSource.system());
    return tokens == null ? keys : keys.with(tokens);
  }

  /** The login of an account's first key, as its file has it. */
  public String login(String account) {
    return identity.token(KEY_PREFIX + account).text();
  }

  @Override
  public void close() {
    if (tokens != null) {
      tokens.close();
    }
    if (issuer != null) {
      issuer.close();
    }
    identity.close();
  }

  private static MasterKey masterKey(Path file) {
    try {
      return MasterKey.open(file);
    } catch (IOException e) {
      throw new UserError("cannot use the master key of logins: " + e.getMessage(), e);
    }
  }

  private boolean isRevoked(Account account) {
    String keyId = KEY_PREFIX + account.id();
    return identity.keys(account.id()).stream()
        .anyMatch(key -> key.id().equals(keyId) && key.isRevoked());
  }

  /** A file of another master key would let nobody in, so it is written anew. */
  private void write(Path folder, String account) throws IOException {
    Path file = folder.resolve(account);
    String text = login(account) + "\n";
    if (Files.exists(file)) {
      if (Files.readString(file).equals(text)) {
        return;
      }
      Files.delete(file);
    }
    MasterKey.writeOwnerOnly(file, text);
  }
}
