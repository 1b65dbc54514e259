package org.commonwatt.identity.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.ApiKey;
import org.commonwatt.identity.Authenticator;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.Principal;
import org.commonwatt.identity.Refusal;
import org.commonwatt.identity.Scope;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logins of people by the tokens of a provider. What the provider says of itself and its keys are
 * fetched beside, so that no request waits for it. Thread-safe.
 */
public final class TokenLogins implements AutoCloseable {
  /** Before the hash of a subject, in place of the id of a key. */
  public static final String PREFIX = "oidc.";

  /** The claim of the built-in issuer that names the key for which it gave a token. */
  public static final String KEY_CLAIM = "commonwatt_key";

  private static final Logger LOG = LoggerFactory.getLogger(TokenLogins.class);
  private static final long LOOK_MILLIS = 250;
  private static final int SEEN = 10_000;
  private static final int SUBJECT_DIGITS = 32;

  private final Provider provider;
  private final Identity identity;
  private final InstantSource wall;
  private final ProviderClient client;
  private final SigningKeys keys;
  private final TokenVerifier verifier;
  private final ScheduledExecutorService looking;
  private final Map<Hash, Boolean> seen =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Hash, Boolean> eldest) {
              return size() > SEEN;
            }
          });
  private volatile @Nullable Metadata metadata;
  private volatile @Nullable String trouble;

  private TokenLogins(Provider provider, Identity identity, InstantSource wall) {
    this.provider = provider;
    this.identity = identity;
    this.wall = wall;
    client = new ProviderClient(provider);
    keys = new SigningKeys(System::nanoTime);
    verifier = new TokenVerifier(provider.issuer().toString(), keys::find);
    looking =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "oidc");
              thread.setDaemon(true);
              return thread;
            });
    looking.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Begins to ask the provider; that it is away for the moment is no reason not to start.
   *
   * @param identity the accounts; stays open when this closes
   * @param wall wall-clock time, by which tokens expire
   */
  public static TokenLogins start(Provider provider, Identity identity, InstantSource wall) {
    return new TokenLogins(provider, identity, wall);
  }

  /** Who the provider is. */
  public Provider provider() {
    return provider;
  }

  /** What it says of itself, empty while it has not answered yet. */
  public Optional<Metadata> metadata() {
    return Optional.ofNullable(metadata);
  }

  /** What is wrong, empty when nothing is. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /**
   * Whether a token was found to be genuine, one of the last {@value #SEEN}: whoever makes tokens
   * up has none, and each costs the check of a signature.
   */
  public boolean hasSeen(String token) {
    return seen.containsKey(hash(token));
  }

  /** Who sends an access token. Does not block. */
  public Authenticator.Outcome authenticate(String token) {
    Hash hash = hash(token);
    try {
      Claims claims = verified(token, provider.client().audience());
      seen.put(hash, true);
      return identity
          .account(provider.mapping().account(claims).orElse(""))
          .filter(account -> provider.mapping().allows(claims, account.role()))
          .map(account -> login(account, claims))
          .orElseGet(() -> Authenticator.Outcome.of(Refusal.NO_ACCOUNT));
    } catch (TokenVerifier.RefusedException e) {
      seen.remove(hash);
      return Authenticator.Outcome.of(e.refusal());
    }
  }

  private static Hash hash(String token) {
    return Hash.of(token.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A login that somebody made at the provider.
   *
   * @param code what the provider sent back
   * @param verifier of the code's challenge (RFC 7636)
   * @param redirect where it sent it
   * @param nonce that the login was begun with
   */
  public record Code(String code, String verifier, String redirect, String nonce) {}

  /**
   * The access token for a code. Blocks for some seconds at most.
   *
   * @return empty when the provider does not take the code, or its identity token is not of this
   *     login
   * @throws IOException when the provider does not answer as it should
   */
  public Optional<String> exchange(Code code) throws IOException, InterruptedException {
    Metadata known = metadata;
    if (known == null) {
      throw new IOException("the provider has not answered yet");
    }
    Map<String, String> form =
        Map.of(
            "grant_type", "authorization_code",
            "code", code.code(),
            "code_verifier", code.verifier(),
            "redirect_uri", code.redirect());
    Optional<Map<String, Object>> answer = client.token(known, form);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    try {
      String identityToken = text(answer.get(), "id_token");
      Claims claims = verified(identityToken, provider.client().id());
      boolean isOfThis = claims.text("nonce").equals(Optional.of(code.nonce()));
      return isOfThis ? Optional.of(text(answer.get(), "access_token")) : Optional.empty();
    } catch (ParseException e) {
      throw new IOException("the provider's tokens: " + e.getMessage(), e);
    } catch (TokenVerifier.RefusedException e) {
      if (e.refusal() == Refusal.KEY_AWAITED) {
        throw new IOException("the key of the provider's token is not known yet", e);
      }
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }

  private Claims verified(String token, String audience) throws TokenVerifier.RefusedException {
    try {
      return verifier.verify(token, audience, wall.instant());
    } catch (TokenVerifier.RefusedException e) {
      if (e.refusal() == Refusal.KEY_AWAITED && !keys.want()) {
        throw new TokenVerifier.RefusedException(Refusal.UNKNOWN);
      }
      throw e;
    }
  }

  private Authenticator.Outcome login(Account account, Claims claims) {
    Optional<String> keyId = provider.builtIn() ? claims.text(KEY_CLAIM) : Optional.empty();
    Optional<ApiKey> proof =
        keyId.flatMap(identity::key).filter(key -> key.account().equals(account.id()));
    if (keyId.isPresent() && proof.filter(key -> !key.isRevoked()).isEmpty()) {
      return Authenticator.Outcome.of(Refusal.REVOKED);
    }
    return current(principal(account, claims, proof));
  }

  /**
   * A token stands in for a key that nobody made, and that may do what its account may; one that
   * was given for a key may do what that may, and lasts no longer.
   */
  private Principal principal(Account account, Claims claims, Optional<ApiKey> proof) {
    String subject =
        Hash.of((provider.issuer() + "\n" + claims.subject()).getBytes(StandardCharsets.UTF_8))
            .hex()
            .substring(0, SUBJECT_DIGITS);
    Instant ends =
        proof
            .map(key -> key.life().expiresAt())
            .filter(end -> end.isBefore(claims.life().expiresAt()))
            .orElse(claims.life().expiresAt());
    ApiKey.Life life = new ApiKey.Life(claims.life().issuedAt(), ends, null);
    Set<Scope> scopes = proof.map(ApiKey::scopes).orElse(account.role().scopes());
    ApiKey key = new ApiKey(PREFIX + subject, account.id(), provider.name(), scopes, life);
    return new Principal(account, key, Principal.By.TOKEN, proof);
  }

  private Authenticator.Outcome current(Principal principal) {
    return identity.isCurrent(principal)
        ? Authenticator.Outcome.of(principal)
        : Authenticator.Outcome.of(Refusal.REVOKED);
  }

  private void look() {
    if (!keys.isDue()) {
      return;
    }
    try {
      Metadata found = client.metadata();
      keys.take(client.keys(found));
      metadata = found;
      trouble = null;
    } catch (IOException | RuntimeException e) {
      if (trouble == null) {
        LOG.warn("the provider of logins {} does not answer as it should", provider.issuer(), e);
      }
      trouble = "the provider of logins does not answer as it should; the log says why";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String text(Map<String, Object> answer, String name) throws ParseException {
    String text = JSONObjectUtils.getString(answer, name);
    if (text == null) {
      throw new ParseException("there is no " + name, 0);
    }
    return text;
  }
}
