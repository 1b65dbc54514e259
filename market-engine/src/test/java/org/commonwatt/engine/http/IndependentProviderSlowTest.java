package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.identity.oidc.Provider;
import org.commonwatt.identity.oidc.TokenLogins;
import org.commonwatt.model.Hash;
import org.commonwatt.testkit.net.TestPorts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody logs in at a provider that shares no code with ours, npm's oidc-provider, by code flow
 * with PKCE. {@code scripts/oidc-provider} brings it; without it the test says that it is skipped.
 */
@Tag("slow")
class IndependentProviderSlowTest {
  private static final String VARIABLE = "COMMONWATT_OIDC_PROVIDER";
  private static final Pattern PROMPT = Pattern.compile("name=\"prompt\" value=\"([a-z]+)\"");
  private static final String VERIFIER = "v".repeat(43);
  private static final int MOST_STEPS = 12;

  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  @Test
  void somebodyLogsInAndIsTheAccountThatTheMarketKnows(@TempDir Path dir) throws Exception {
    Path node = folder();
    int port = TestPorts.pick();
    AtomicReference<TokenLogins> tokens = new AtomicReference<>();
    try (LoginMarket market =
        new LoginMarket(
            dir,
            identity -> {
              TokenLogins logins =
                  TokenLogins.start(provider(port), identity, InstantSource.system());
              tokens.set(logins);
              return logins;
            })) {
      String page = "http://127.0.0.1:" + market.port() + "/";
      Process process = start(node, port, page);
      try {
        URI authorization = authorization(market);
        String code = code(authorization, page);
        ObjectNode body =
            new ObjectMapper()
                .createObjectNode()
                .put("code", code)
                .put("verifier", VERIFIER)
                .put("redirectUri", page)
                .put("nonce", "once");
        Reply exchanged = market.stranger().post("/v1/login/token", body.toString());
        assertThat(exchanged.status()).as(exchanged.text()).isEqualTo(200);
        String token = exchanged.json().get("accessToken").asText();
        Reply who = market.client(Map.of("Authorization", "Bearer " + token)).get("/v1/whoami");
        assertThat(who.json().path("account").asText()).as(who.text()).isEqualTo("home-02");
        assertThat(market.stranger().post("/v1/login/token", body.toString()).code())
            .isEqualTo("CODE_REFUSED");
      } finally {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Objects.requireNonNull(tokens.get()).close();
      }
    }
  }

  private static Path folder() {
    @Nullable String folder = System.getenv(VARIABLE);
    if (folder == null) {
      String missing = VARIABLE + " is not set: see scripts/oidc-provider";
      System.err.println("SKIPPED: an independent provider of logins, for " + missing);
      Assumptions.abort(missing);
    }
    return Path.of(String.valueOf(folder));
  }

  private static Provider provider(int port) {
    return new Provider(
        URI.create("http://127.0.0.1:" + port),
        "oidc-provider",
        new Provider.Client("village-page", Optional.empty(), "village-api"),
        new Provider.Mapping(
            "sub", Optional.of(Map.of("ada", "home-02")), Optional.empty(), Map.of()),
        false);
  }

  private static Process start(Path folder, int port, String redirect) throws IOException {
    Path script = folder.resolve("provider-" + port + ".mjs"); // so that node finds the package
    try (InputStream in =
        IndependentProviderSlowTest.class.getResourceAsStream("/oidc-provider/provider.mjs")) {
      if (in == null) {
        throw new IOException("no provider.mjs");
      }
      Files.write(script, in.readAllBytes());
    }
    script.toFile().deleteOnExit();
    return new ProcessBuilder("node", script.toString(), "" + port, redirect)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Where logins begin, once the market has heard of the provider. */
  private static URI authorization(LoginMarket market) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (true) {
      var about = market.stranger().get("/v1/login").json().at("/provider/authorizationEndpoint");
      if (about.isTextual()) {
        return URI.create(about.asText());
      }
      assertThat(System.nanoTime()).as("the provider never answered").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  /** Goes through the provider's pages as a browser does, until it is sent back. */
  private String code(URI authorization, String page) throws Exception {
    byte[] hash = Hash.of(VERIFIER.getBytes(StandardCharsets.US_ASCII)).bytes();
    String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    URI at =
        URI.create(
            authorization
                + "?response_type=code&client_id=village-page&scope=openid&state=s&nonce=once"
                + "&code_challenge_method=S256&code_challenge="
                + challenge
                + "&redirect_uri="
                + page.replace(":", "%3A").replace("/", "%2F"));
    HttpResponse<String> answer = send(HttpRequest.newBuilder(at).build());
    for (int step = 0; step < MOST_STEPS; step++) {
      Optional<String> location = answer.headers().firstValue("Location");
      if (location.isPresent()) {
        at = at.resolve(location.get());
        if (at.toString().startsWith(page)) {
          Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(at.toString());
          assertThat(code.find()).as(at.toString()).isTrue();
          return URLDecoder.decode(code.group(1), StandardCharsets.UTF_8);
        }
        answer = send(HttpRequest.newBuilder(at).build());
        continue;
      }
      Matcher prompt = PROMPT.matcher(answer.body());
      assertThat(prompt.find()).as(answer.statusCode() + " " + answer.body()).isTrue();
      String form = "prompt=" + prompt.group(1) + "&login=ada&password=any";
      answer =
          send(
              HttpRequest.newBuilder(at)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(form))
                  .build());
    }
    throw new AssertionError("the provider asks and asks");
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return browser.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
