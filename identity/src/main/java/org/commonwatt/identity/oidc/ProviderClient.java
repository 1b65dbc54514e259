package org.commonwatt.identity.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Asks a provider over HTTP; blocks for a few seconds at most. Follows it nowhere else. */
final class ProviderClient {
  private static final int MAX_BYTES = 256 * 1024;
  private static final long PATIENCE_SECONDS = 10;
  private static final int OK = 200;
  private static final int REFUSED = 400;
  private static final int UNAUTHORIZED = 401;

  private final Provider provider;
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
          .build();

  ProviderClient(Provider provider) {
    this.provider = provider;
  }

  /** What the provider says of itself, by OpenID Connect Discovery 1.0, section 4. */
  Metadata metadata() throws IOException, InterruptedException {
    String issuer = provider.issuer().toString().replaceFirst("/$", "");
    HttpResponse<byte[]> answer =
        send(HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration")));
    try {
      return Metadata.read(provider, text(answer));
    } catch (ParseException e) {
      throw new IOException("the provider's discovery document: " + e.getMessage(), e);
    }
  }

  /** The keys that it signs with. */
  JWKSet keys(Metadata metadata) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(metadata.keys()));
    try {
      return JWKSet.parse(text(answer));
    } catch (ParseException e) {
      throw new IOException("the provider's keys: " + e.getMessage(), e);
    }
  }

  /**
   * What the provider gives for a code.
   *
   * @param form without what names the client
   * @return its fields; empty when it does not take the code
   */
  Optional<Map<String, Object>> token(Metadata metadata, Map<String, String> form)
      throws IOException, InterruptedException {
    String clientId = provider.client().id();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(metadata.token())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    form(form) + "&client_id=" + encoded(clientId)));
    provider
        .client()
        .secret()
        .ifPresent(
            secret -> request.header("Authorization", basic(encoded(clientId), encoded(secret))));
    HttpResponse<byte[]> answer = exchange(request);
    if (answer.statusCode() == REFUSED || answer.statusCode() == UNAUTHORIZED) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSONObjectUtils.parse(text(answer)));
    } catch (ParseException e) {
      throw new IOException("the provider's tokens: " + e.getMessage(), e);
    }
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return exchange(request.GET());
  }

  private HttpResponse<byte[]> exchange(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpRequest whole =
        request
            .header("Accept", "application/json")
            .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(whole, info -> new LimitedBody(MAX_BYTES));
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(whole.uri() + " does not answer: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException(whole.uri() + " does not answer in time", e);
    } finally {
      answer.cancel(true);
    }
  }

  private static String text(HttpResponse<byte[]> answer) throws IOException {
    if (answer.statusCode() != OK) {
      throw new IOException(answer.uri() + " answered " + answer.statusCode());
    }
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String basic(String id, String secret) {
    String pair = id + ":" + secret;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
