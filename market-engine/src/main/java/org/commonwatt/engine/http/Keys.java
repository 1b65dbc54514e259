package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonwatt.identity.ApiKey;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.Principal;
import org.commonwatt.identity.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers about the keys of the caller's account: list, make, take back. May block. */
final class Keys {
  private static final int MAX_LABEL = 100;
  private static final Set<String> FIELDS = Set.of("label", "scopes", "expiresAt", "certificate");
  private static final Map<String, Scope> SCOPES =
      Arrays.stream(Scope.values()).collect(Collectors.toUnmodifiableMap(Scope::word, s -> s));
  private static final String HINT =
      "Send {\"label\": \u2026, \"scopes\": [\"read\", \u2026]}, expiresAt for an end, and certificate"
          + " for one that is used by a client certificate.";

  private static final Logger LOG = LoggerFactory.getLogger(Keys.class);

  private final ApiContext api;
  private final Orders orders;
  private final LostKeysOrders cancelling;

  Keys(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
    this.cancelling = new LostKeysOrders(api, orders);
  }

  /** {@code GET /v1/keys}: newest first, those that have ended included. */
  ObjectNode list(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String account = principal(ctx).account().id();
    ObjectNode answer = Views.object().put("account", account);
    ArrayNode keys = answer.putArray("keys");
    identity().keys(account).forEach(key -> keys.add(key(key)));
    return answer;
  }

  /** {@code POST /v1/keys}: the only answer that tells the secret. */
  ObjectNode issue(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    JsonBody body = JsonBody.read(JsonBody.bytes(ctx), FIELDS, HINT);
    String label = body.sentence("label", MAX_LABEL);
    Set<Scope> scopes = body.words("scopes", SCOPES);
    Instant expiresAt =
        body.has("expiresAt")
            ? Instant.ofEpochMilli(Params.instantMillis("expiresAt", body.text("expiresAt")))
            : null;
    @Nullable String certificate = body.has("certificate") ? fingerprint(body) : null;
    Principal principal = principal(ctx);
    Caller.of(ctx).requireActive(); // one key is enough for who may not trade
    @Nullable ClientCertificate shown = certificate == null ? null : shown(ctx, certificate);
    Identity.NewKey wanted =
        endingWith(
            shown,
            within(
                principal, new Identity.NewKey(label, scopes, expiresAt, principal, certificate)));
    Identity.Issued issued =
        changed(() -> identity().issue(principal.account().id(), wanted))
            .orElseThrow(() -> notMade(principal, wanted));
    ObjectNode answer = key(issued.key());
    return shown == null ? answer.put("login", issued.token().text()) : answer;
  }

  private static String fingerprint(JsonBody body) {
    String text = body.text("certificate");
    if (!text.matches("[0-9a-f]{64}")) {
      throw new ProblemException(
          Problem.malformed(
              "The field certificate must be 64 hexadecimal digits, lower case.",
              "It is the SHA-256 of the certificate's DER."));
    }
    return text;
  }

  /**
   * The certificate of this request's connection, which must be the one that is named: nobody takes
   * another's.
   */
  private static ClientCertificate shown(RoutingContext ctx, String named) {
    return ClientCertificate.of(ctx.request())
        .filter(certificate -> certificate.fingerprint().equals(named))
        .orElseThrow(
            () ->
                new ProblemException(
                    new Problem(
                        422,
                        "CERTIFICATE_NOT_SHOWN",
                        "The connection of this request has not shown the certificate whose SHA-256"
                            + " is named.",
                        "Send it over a connection that shows it, to a service that takes client"
                            + " certificates.")));
  }

  /** A key is not taken longer than its certificate. */
  private static Identity.NewKey endingWith(
      @Nullable ClientCertificate shown, Identity.NewKey wanted) {
    @Nullable Instant end = wanted.expiresAt();
    return shown == null || (end != null && !end.isAfter(shown.end()))
        ? wanted
        : wanted.until(shown.end());
  }

  private ProblemException notMade(Principal principal, Identity.NewKey wanted) {
    @Nullable String certificate = wanted.certificate();
    if (certificate != null && identity().isTaken(certificate)) {
      return refused(
          "CERTIFICATE_TAKEN",
          "The certificate stands for another key.",
          "Use that key, or take it back first.");
    }
    return identity().isCurrent(principal)
        ? refused(
            "KEYS_FULL",
            "The account has " + Identity.MAX_KEYS + " keys that have not ended.",
            "Revoke one that you do not use.")
        : new ProblemException(LoginProblems.ended());
  }

  /**
   * {@code DELETE /v1/keys/:keyId}: takes a key back, then cancels all open orders of the account's
   * participants, whichever key placed them.
   */
  ObjectNode revoke(RoutingContext ctx) throws InterruptedException {
    Params.only(ctx, Set.of());
    String keyId = Params.id("keyId", ctx.pathParam("keyId"));
    Principal principal = principal(ctx);
    if (keyId.equals(principal.root().id())) {
      orders.requireLeading(); // afterwards the request could not be sent again
    }
    String account = principal.account().id();
    identity().keys(account).stream()
        .filter(key -> key.id().equals(keyId))
        .forEach(key -> requireScopes(principal.key(), key.scopes()));
    ApiKey revoked =
        changed(() -> identity().revoke(account, keyId)).orElseThrow(() -> unknown(keyId));
    ObjectNode answer = key(revoked);
    answer.set("orders", cancelling.cancel(principal.account()));
    return answer;
  }

  private static ProblemException unknown(String keyId) {
    return new ProblemException(
        Problem.notFound(
            "UNKNOWN_KEY",
            "The account has no key " + keyId + ".",
            "GET /v1/keys lists its keys."));
  }

  /** A change of accounts or keys. */
  private interface Change<T> {
    T done() throws SQLException;
  }

  private static <T> T changed(Change<T> change) {
    try {
      return change.done();
    } catch (SQLException e) {
      LOG.warn("keys cannot be changed", e);
      throw new ProblemException(LoginProblems.unknownOutcome("/v1/keys"));
    }
  }

  /** A key may do no more than the login that makes it, and ends no later than its key. */
  private Identity.NewKey within(Principal maker, Identity.NewKey wanted) {
    requireScopes(maker.key(), wanted.scopes());
    @Nullable Instant end = wanted.expiresAt();
    boolean isOfKey = maker.by() == Principal.By.KEY || maker.proof().isPresent();
    @Nullable Instant ownEnd = isOfKey ? maker.root().life().expiresAt() : null;
    if (end != null && !end.isAfter(api.wall().instant())) {
      throw refused("EXPIRY_PAST", "The key would end now or earlier.", "Choose a later instant.");
    }
    if (ownEnd == null) {
      return wanted;
    }
    if (end != null && end.isAfter(ownEnd)) {
      throw refused(
          "EXPIRY_TOO_LATE",
          "The key would outlive the one that makes it, which ends at " + ownEnd + ".",
          "Choose an earlier instant, or leave it out for that one.");
    }
    return end == null ? wanted.until(ownEnd) : wanted;
  }

  /** Who may do less than another key neither makes such a one nor takes it back. */
  private static void requireScopes(ApiKey own, Set<Scope> scopes) {
    scopes.stream()
        .filter(scope -> !own.scopes().contains(scope))
        .sorted()
        .findFirst()
        .ifPresent(
            missing -> {
              throw new ProblemException(LoginProblems.scope(missing));
            });
  }

  /** What is told of a key. */
  static ObjectNode key(ApiKey key) {
    ObjectNode node = Views.object().put("keyId", key.id()).put("label", key.label());
    ArrayNode scopes = node.putArray("scopes");
    key.scopes().stream().sorted().forEach(scope -> scopes.add(scope.word()));
    return node.put("issuedAt", Views.instant(key.life().issuedAt().toEpochMilli()))
        .put("expiresAt", orNull(key.life().expiresAt()))
        .put("revokedAt", orNull(key.life().revokedAt()))
        .put("certificate", key.certificate());
  }

  private static @Nullable String orNull(@Nullable Instant instant) {
    return instant == null ? null : Views.instant(instant.toEpochMilli());
  }

  private static ProblemException refused(String code, String detail, String hint) {
    return new ProblemException(new Problem(409, code, detail, hint));
  }

  private Identity identity() {
    return api.logins().accounts().orElseThrow(Keys::noAccounts);
  }

  private static Principal principal(RoutingContext ctx) {
    return Caller.of(ctx).principal().orElseThrow(Keys::noAccounts);
  }

  private static ProblemException noAccounts() {
    return new ProblemException(withoutAccounts());
  }

  /** There are no accounts in this service. */
  static Problem withoutAccounts() {
    return Problem.notFound(
        "NO_ACCOUNTS",
        "This service was started without accounts: nobody has a key.",
        "It asks for no login.");
  }
}
