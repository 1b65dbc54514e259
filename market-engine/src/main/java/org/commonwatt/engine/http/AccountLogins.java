package org.commonwatt.engine.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.InstantSource;
import java.util.Optional;
import org.commonwatt.identity.Authenticator;
import org.commonwatt.identity.Credentials;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.Refusal;
import org.commonwatt.identity.RequestSigner;
import org.commonwatt.identity.oidc.TokenLogins;
import org.jspecify.annotations.Nullable;

/**
 * The logins of a market's accounts. It is opened over an {@link Identity}, which stays open when
 * the service closes: {@code new AccountLogins(Identity.open(access, market, MasterKey.open(file),
 * wall), wall)}.
 */
public final class AccountLogins implements Logins {
  private static final String SCHEMES =
      Credentials.BEARER + " realm=\"commonwatt\", " + Credentials.SIGNED;

  private final AccountVisitor.Setting setting;
  private final @Nullable TokenLogins tokens;

  /**
   * Of the accounts of a market, within the rates that nobody changed.
   *
   * @param identity accounts, keys and who looked at whose data
   * @param wall wall-clock time of looks at personal data
   */
  public AccountLogins(Identity identity, InstantSource wall) {
    this(identity, wall, RateRules.DEFAULT);
  }

  /** The same within other rates. */
  public AccountLogins(Identity identity, InstantSource wall, RateRules rates) {
    this(identity, wall, new RateLimits(rates, System::nanoTime), null);
  }

  AccountLogins(
      Identity identity, InstantSource wall, RateLimits limits, @Nullable TokenLogins tokens) {
    this(new AccountVisitor.Setting(identity, wall, limits, every -> true), tokens);
  }

  private AccountLogins(AccountVisitor.Setting setting, @Nullable TokenLogins tokens) {
    this.setting = setting;
    this.tokens = tokens;
  }

  /** The same, and the logins of people by a provider's tokens. */
  public AccountLogins with(TokenLogins provider) {
    return new AccountLogins(setting, provider);
  }

  @Override
  public Logins within(Admission admission) {
    return new AccountLogins(
        new AccountVisitor.Setting(
            setting.identity(), setting.wall(), setting.limits(), admission::isActive),
        tokens);
  }

  @Override
  public boolean needsBody(HttpServerRequest request) {
    String header = authorization(request);
    if (header == null) {
      return false;
    }
    Optional<Credentials> credentials = Credentials.parse(header);
    if (credentials.isEmpty()) {
      throw refused(request, Refusal.MALFORMED);
    }
    if (credentials.get() instanceof Credentials.Signed signed) {
      setting.limits().requireKey(signed.keyId());
      return true;
    }
    return false;
  }

  @Override
  public void countCode(HttpServerRequest request) {
    setting.limits().countCode(address(request));
  }

  @Override
  public Visitor stranger(HttpServerRequest request, boolean counted) {
    if (counted) {
      setting.limits().countAddress(address(request), 1);
    }
    return new Stranger(address(request), setting.limits());
  }

  @Override
  public Visitor visitor(HttpServerRequest request, byte[] body) {
    String header = authorization(request);
    Optional<ClientCertificate> shown =
        header == null ? ClientCertificate.of(request) : Optional.empty();
    if (header == null && shown.isEmpty()) {
      return stranger(request, true);
    }
    Authenticator.Outcome outcome =
        header == null
            ? setting.identity().byCertificate(shown.orElseThrow().fingerprint())
            : outcome(header, request, body);
    outcome
        .refusal()
        .ifPresent(
            refusal -> {
              throw refused(request, refusal);
            });
    return new AccountVisitor(outcome.principal().orElseThrow(), setting, address(request), false);
  }

  private Authenticator.Outcome outcome(String header, HttpServerRequest request, byte[] body) {
    if (tokens != null
        && Credentials.parse(header).orElse(null) instanceof Credentials.Token token) {
      if (!tokens.hasSeen(token.text())) {
        setting
            .limits()
            .requireAddress(address(request)); // before the work of checking a signature
      }
      return tokens.authenticate(token.text());
    }
    return setting
        .identity()
        .authenticator()
        .authenticate(
            new Authenticator.Request(header, request.method().name(), request.uri(), body));
  }

  /** Whoever guesses counts as somebody who is not known. */
  private ProblemException refused(HttpServerRequest request, Refusal refusal) {
    setting.limits().countAddress(address(request), 1);
    return new ProblemException(LoginProblems.refused(refusal));
  }

  private static String address(HttpServerRequest request) {
    return String.valueOf(request.remoteAddress().hostAddress());
  }

  @Override
  public void challenge(HttpServerResponse response) {
    response
        .putHeader("WWW-Authenticate", SCHEMES)
        .putHeader(RequestSigner.PREFIX_HEADER, setting.identity().authenticator().noncePrefix());
  }

  @Override
  public Optional<TokenLogins> provider() {
    return Optional.ofNullable(tokens);
  }

  @Override
  public Optional<Identity> accounts() {
    return Optional.of(setting.identity());
  }

  private static @Nullable String authorization(HttpServerRequest request) {
    return request.getHeader(HttpHeaders.AUTHORIZATION);
  }
}
