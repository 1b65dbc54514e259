package org.commonwatt.engine.issuer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.ApiKey;
import org.commonwatt.identity.oidc.Provider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A provider of OpenID Connect for one market on one machine. Its name, its page, its log and the
 * {@code iss} of its tokens say that it is built in. Code flow with PKCE only. A login is proven by
 * one of the account's API keys, or, in a demo, by nothing.
 */
public final class BuiltInIssuer implements AutoCloseable {
  /** What people know it by. */
  public static final String NAME = "Built-in issuer (local use only)";

  static final String CLIENT_ID = "commonwatt-page";
  static final String AUDIENCE = "commonwatt-api";

  private static final Logger LOG = LoggerFactory.getLogger(BuiltInIssuer.class);
  private static final String PATH = "/built-in-issuer";
  private static final String HTML = "text/html; charset=utf-8";
  private static final int MAX_BODY = 8 * 1024;
  private static final long PATIENCE_SECONDS = 10;

  private final Settings settings;
  private final Vertx vertx = Vertx.vertx();
  private final Grants grants = new Grants();
  private final HttpServer server;
  private final String issuer;
  private final IssuedTokens tokens;
  private volatile List<URI> redirects = List.of();

  /** Says which key's login a text is, as {@code logins} has them; empty for none. */
  @FunctionalInterface
  public interface Proof {
    /** The key: the token that is given for it may do what it may, and ends with it. */
    Optional<ApiKey> key(String login);
  }

  /**
   * What to offer.
   *
   * @param place where it listens
   * @param accounts that may log in
   * @param proof asked for a login of the account; empty: whoever reaches the page is whom it says
   * @param wall wall-clock time of tokens
   */
  public record Settings(
      Place place, List<Account> accounts, Optional<Proof> proof, InstantSource wall) {
    /** Copies the accounts. */
    public Settings {
      accounts = List.copyOf(accounts);
    }
  }

  /**
   * Where it listens.
   *
   * @param host name or address
   * @param port 0 for a free one
   * @param anywhere whether that may be an address that other machines reach
   */
  public record Place(String host, int port, boolean anywhere) {
    /** A free port that only this machine reaches. */
    public static final Place LOCAL = new Place("127.0.0.1", 0, false);

    /** The host as a URI has it. */
    String uriHost() {
      return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
  }

  private BuiltInIssuer(Settings settings) {
    this.settings = settings;
    Place place = settings.place();
    Router router = Router.router(vertx);
    server =
        vertx.createHttpServer(
            new HttpServerOptions().setHttp2ClearTextEnabled(false).setIdleTimeout(60));
    try {
      server
          .requestHandler(router)
          .listen(place.port(), place.host())
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      vertx.close();
      throw new IllegalStateException(
          "the built-in issuer cannot listen on " + place + ": " + e.getCause(), e);
    }
    issuer = "http://" + place.uriHost() + ":" + server.actualPort() + PATH;
    tokens = new IssuedTokens(issuer);
    addRoutes(router);
    LOG.warn("{} at {}: no provider of logins is configured", NAME, issuer);
  }

  /**
   * Starts it.
   *
   * @throws IllegalArgumentException when other machines would reach it and nobody said that they
   *     may
   * @throws IllegalStateException when its port is taken
   */
  public static BuiltInIssuer start(Settings settings) {
    Place place = settings.place();
    if (!place.anywhere() && !isLoopback(place.host())) {
      throw new IllegalArgumentException(
          "the built-in issuer is for local use only and does not listen on "
              + place.host()
              + ": name a provider of your own, or say that other machines may reach it");
    }
    return new BuiltInIssuer(settings);
  }

  /** How the market knows it. */
  public Provider provider() {
    return new Provider(
        URI.create(issuer),
        NAME,
        new Provider.Client(CLIENT_ID, Optional.empty(), AUDIENCE),
        Provider.Mapping.BY_SUBJECT,
        true);
  }

  /**
   * Sends codes to the page of the market that is at an address of this machine, and nowhere else.
   *
   * @param api such as {@code http://127.0.0.1:8080/}
   */
  public void serve(URI api) {
    redirects =
        List.of("127.0.0.1", "localhost", "[::1]").stream()
            .map(host -> URI.create(api.getScheme() + "://" + host + ":" + api.getPort() + "/"))
            .toList();
  }

  @Override
  public void close() {
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private void addRoutes(Router router) {
    router.route().handler(this::requireOwnHost);
    router.get(PATH + "/.well-known/openid-configuration").handler(ctx -> json(ctx, 200, about()));
    router.get(PATH + "/keys").handler(ctx -> send(ctx, 200, "application/json", tokens.keys()));
    router.get(PATH + "/authorize").handler(ctx -> authorize(ctx, null));
    BodyHandler body = BodyHandler.create(false).setBodyLimit(MAX_BODY);
    router.post(PATH + "/authorize").handler(body).handler(this::login);
    router.post(PATH + "/token").handler(body).handler(this::token);
  }

  /** Whatever name a page of others gave this address. */
  private void requireOwnHost(RoutingContext ctx) {
    var authority = ctx.request().authority();
    if (authority != null && (settings.place().anywhere() || isOwnName(authority.host()))) {
      ctx.next();
    } else {
      send(ctx, 421, HTML, LoginPage.refused("This address is not known here"));
    }
  }

  private boolean isOwnName(String host) {
    return List.of("127.0.0.1", "localhost", "[::1]", settings.place().uriHost()).contains(host);
  }

  private ObjectNode about() {
    ObjectNode about =
        object()
            .put("issuer", issuer)
            .put("authorization_endpoint", issuer + "/authorize")
            .put("token_endpoint", issuer + "/token")
            .put("jwks_uri", issuer + "/keys");
    about.putArray("response_types_supported").add("code");
    about.putArray("grant_types_supported").add("authorization_code");
    about.putArray("subject_types_supported").add("public");
    about.putArray("id_token_signing_alg_values_supported").add("ES256");
    about.putArray("code_challenge_methods_supported").add("S256");
    about.putArray("token_endpoint_auth_methods_supported").add("none");
    about.putArray("scopes_supported").add("openid");
    return about.put("authorization_response_iss_parameter_supported", true);
  }

  private void authorize(RoutingContext ctx, @Nullable String wrong) {
    try {
      AuthorizationRequest request = read(ctx);
      String page = LoginPage.of(request, settings.accounts(), settings.proof().isPresent(), wrong);
      URI to = URI.create(request.redirect());
      // A browser asks of a redirect whether a form may go there.
      ctx.response()
          .putHeader(
              "Content-Security-Policy",
              "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors"
                  + " 'none'; form-action 'self' "
                  + to.getScheme()
                  + "://"
                  + to.getRawAuthority());
      send(ctx, wrong == null ? 200 : 403, HTML, page);
    } catch (IllegalArgumentException e) {
      send(ctx, 400, HTML, LoginPage.refused(String.valueOf(e.getMessage())));
    }
  }

  private void login(RoutingContext ctx) {
    @Nullable String account = ctx.request().getFormAttribute("account");
    @Nullable String login = ctx.request().getFormAttribute("login");
    boolean isThere = settings.accounts().stream().anyMatch(one -> one.id().equals(account));
    Optional<ApiKey> key = proven(text(account), login);
    if (account == null || !isThere || (key.isEmpty() && settings.proof().isPresent())) {
      authorize(ctx, "This is no login of the account that you chose.");
      return;
    }
    try {
      AuthorizationRequest request = read(ctx);
      String code = grants.give(Grants.Grant.of(request, account, key.map(ApiKey::id), now()));
      ctx.response()
          .setStatusCode(303)
          .putHeader("Location", request.answer(code, issuer))
          .putHeader("Cache-Control", "no-store")
          .putHeader("Referrer-Policy", "no-referrer")
          .end();
    } catch (IllegalArgumentException e) {
      send(ctx, 400, HTML, LoginPage.refused(String.valueOf(e.getMessage())));
    }
  }

  private Optional<ApiKey> proven(String account, @Nullable String login) {
    return settings
        .proof()
        .filter(proof -> login != null)
        .flatMap(proof -> proof.key(text(login).strip()))
        .filter(key -> key.account().equals(account));
  }

  private void token(RoutingContext ctx) {
    var form = ctx.request().formAttributes();
    Instant now = now();
    Optional<Grants.Grant> grant =
        "authorization_code".equals(form.get("grant_type"))
                && CLIENT_ID.equals(form.get("client_id"))
            ? grants.take(
                text(form.get("code")),
                text(form.get("redirect_uri")),
                text(form.get("code_verifier")),
                now)
            : Optional.empty();
    if (grant.isEmpty()) {
      json(ctx, 400, object().put("error", "invalid_grant"));
      return;
    }
    json(
        ctx,
        200,
        object()
            .put("token_type", "Bearer")
            .put("expires_in", IssuedTokens.LIFE.toSeconds())
            .put("access_token", tokens.access(grant.get(), now))
            .put("id_token", tokens.identity(grant.get(), now)));
  }

  private AuthorizationRequest read(RoutingContext ctx) {
    var request = ctx.request();
    return AuthorizationRequest.read(
        name -> {
          String sent = request.getFormAttribute(name);
          return sent == null ? request.getParam(name) : sent;
        },
        redirects);
  }

  private Instant now() {
    return settings.wall().instant();
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static void json(RoutingContext ctx, int status, ObjectNode body) {
    send(ctx, status, "application/json", body.toString());
  }

  private static void send(RoutingContext ctx, int status, String type, String body) {
    ctx.response()
        .setStatusCode(status)
        .putHeader("Content-Type", type)
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .end(body);
  }
}
