package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.commonwatt.identity.ApiKey;
import org.commonwatt.identity.Principal;
import org.commonwatt.identity.oidc.Metadata;
import org.commonwatt.identity.oidc.Provider;
import org.commonwatt.identity.oidc.TokenLogins;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logins of people over a page: where they log in, the token for a code, and who they are. */
final class PageLogins {
  private static final Logger LOG = LoggerFactory.getLogger(PageLogins.class);
  private static final int MAX_TEXT = 2_048;
  private static final Set<String> FIELDS = Set.of("code", "verifier", "redirectUri", "nonce");
  private static final String HINT =
      "Send code, verifier, redirectUri and nonce of a login that was begun at the provider.";

  private final ApiContext api;

  PageLogins(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/login}: where people log in. */
  ObjectNode provider(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    ObjectNode answer = Views.object().put("logins", api.logins().accounts().isPresent());
    @Nullable TokenLogins tokens = api.logins().provider().orElse(null);
    if (tokens == null) {
      return answer.putNull("provider");
    }
    Provider provider = tokens.provider();
    @Nullable Metadata known = tokens.metadata().orElse(null);
    answer
        .putObject("provider")
        .put("name", provider.name())
        .put("issuer", provider.issuer().toString())
        .put("builtIn", provider.builtIn())
        .put("clientId", provider.client().id())
        .put("authorizationEndpoint", known == null ? null : known.authorization().toString());
    return answer;
  }

  /** Counts what the provider is asked for somebody whom nobody knows, before it waits its turn. */
  void count(RoutingContext ctx) {
    try {
      api.logins().countCode(ctx.request());
    } catch (ProblemException e) {
      api.logins().challenge(ctx.response());
      Answers.problem(ctx, e.problem());
      return;
    }
    ctx.next();
  }

  /** {@code POST /v1/login/token}: what the provider gives for a code. May block. */
  ObjectNode token(RoutingContext ctx) throws InterruptedException {
    Params.only(ctx, Set.of());
    JsonBody body = JsonBody.read(JsonBody.bytes(ctx), FIELDS, HINT);
    TokenLogins.Code code =
        new TokenLogins.Code(
            body.sentence("code", MAX_TEXT),
            body.sentence("verifier", MAX_TEXT),
            body.sentence("redirectUri", MAX_TEXT),
            body.sentence("nonce", MAX_TEXT));
    TokenLogins tokens = api.logins().provider().orElseThrow(PageLogins::noProvider);
    requireOwnPage(ctx, code.redirect());
    try {
      String token = tokens.exchange(code).orElseThrow(PageLogins::refused);
      return Views.object().put("accessToken", token);
    } catch (IOException e) {
      LOG.warn("the provider of logins does not answer", e);
      throw new ProblemException(
          LoginProblems.providerUnavailable("The provider of logins does not answer."));
    }
  }

  /** {@code GET /v1/whoami}: the caller's account, and what its login may do. */
  ObjectNode whoami(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    Principal principal =
        Caller.of(ctx).principal().orElseThrow(() -> new ProblemException(Keys.withoutAccounts()));
    ApiKey key = principal.key();
    @Nullable Instant end = key.life().expiresAt();
    ObjectNode answer =
        Views.object()
            .put("account", principal.account().id())
            .put("role", principal.account().role().word());
    ArrayNode participants = answer.putArray("participants");
    principal.account().participants().stream().sorted().forEach(participants::add);
    ArrayNode scopes = answer.putArray("scopes");
    key.scopes().stream().sorted().forEach(scope -> scopes.add(scope.word()));
    return answer
        .put("by", principal.by().name().toLowerCase(Locale.ROOT))
        .put("login", key.label())
        .put("expiresAt", end == null ? null : Views.instant(end.toEpochMilli()));
  }

  /** The provider is not asked about what cannot be a login of the page of this service. */
  private static void requireOwnPage(RoutingContext ctx, String redirect) {
    String page = Tls.ownOrigin(ctx.request()) + "/";
    if (!redirect.equals(page)) {
      throw new ProblemException(
          Problem.malformed(
              "redirectUri is not the page of this service, " + page + ".",
              "Exchange the code under the name and port that the login was begun with."));
    }
  }

  private static ProblemException noProvider() {
    return new ProblemException(
        Problem.notFound(
            "NO_PROVIDER",
            "This service has no provider of logins for people.",
            "Use an API key."));
  }

  private static ProblemException refused() {
    return new ProblemException(
        new Problem(
            422,
            "CODE_REFUSED",
            "The provider does not take this code, or its answer is of another login.",
            "Begin the login anew: a code is taken once, and soon."));
  }
}
