package org.commonwatt.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

/** Asks a served market, once. What it refuses is told in its own words. */
final class MarketApi {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final JsonMapper JSON = new JsonMapper();

  private final URI base;
  private final Optional<String> login;
  private final HttpClient http;

  /**
   * Asks nothing yet.
   *
   * @param base where the market answers, such as {@code http://127.0.0.1:8080}
   * @param login of who asks, empty where nobody is asked for one
   * @param trust whose certificates are trusted over https, empty: those that Java trusts
   * @throws UserError when that is no address of a server, or logins and codes would go to another
   *     machine in clear
   */
  MarketApi(URI base, Optional<String> login, Optional<SSLContext> trust) {
    if (base.getHost() == null || !SCHEMES.contains(String.valueOf(base.getScheme()))) {
      throw new UserError("--url: " + base + " is no address such as http://127.0.0.1:8080");
    }
    if (base.getScheme().equals("http") && !THIS_MACHINE.contains(base.getHost())) {
      throw new UserError(
          "--url: everybody on the way to "
              + base.getHost()
              + " could read what is sent: use https, or this machine's 127.0.0.1");
    }
    this.base = base;
    this.login = login;
    HttpClient.Builder client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    trust.ifPresent(client::sslContext);
    this.http = client.build();
  }

  /** The market answered, and the answer is no: the message says why and what to do. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * Asks a question.
   *
   * @throws Refused when the market does not answer it
   * @throws UserError when no market is there
   */
  JsonNode get(String path) throws Refused, InterruptedException {
    return send(request(path).GET().build());
  }

  /**
   * Asks a question about others.
   *
   * @param purpose what for, as they will see it
   * @throws Refused when the market does not answer it
   * @throws UserError when no market is there
   */
  JsonNode get(String path, String purpose) throws Refused, InterruptedException {
    try {
      return send(request(path).header("Commonwatt-Purpose", purpose).GET().build());
    } catch (IllegalArgumentException e) {
      throw new UserError("--purpose: write it in visible characters of ASCII", e);
    }
  }

  /**
   * Gives a command.
   *
   * @throws Refused when the market did not do it, or cannot say whether it did
   * @throws UserError when no market is there, or it did not answer: then it may be done
   */
  JsonNode post(String path, ObjectNode body) throws Refused, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  /**
   * Puts something in the place of what was there.
   *
   * @throws Refused when the market did not do it, or cannot say whether it did
   * @throws UserError when no market is there, or it did not answer: then it may be done
   */
  JsonNode put(String path, ObjectNode body) throws Refused, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  /**
   * Gives a command that has no body.
   *
   * @throws Refused when the market did not do it, or cannot say whether it did
   * @throws UserError when no market is there, or it did not answer: then it may be done
   */
  JsonNode post(String path) throws Refused, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER);
    login.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return request;
  }

  private JsonNode send(HttpRequest request) throws Refused, InterruptedException {
    HttpResponse<String> response;
    try {
      response = http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new UserError(
          "nothing answers at "
              + base
              + ": serve the market first, or say where it is with --url (nothing was done)",
          e);
    } catch (SSLHandshakeException e) {
      throw new UserError(
          "the certificate of "
              + base
              + " is not trusted: --ca names the file of its issuer (nothing was done)",
          e);
    } catch (IOException e) {
      throw new UserError(
          "no answer from " + base + ": it may be done or not, look before you try again", e);
    }
    JsonNode answer = json(response.body());
    if (response.statusCode() / 100 != 2) {
      throw new Refused(refusal(answer));
    }
    return answer;
  }

  private JsonNode json(String body) {
    try {
      JsonNode answer = JSON.readTree(body);
      if (answer.isObject()) {
        return answer;
      }
    } catch (JsonProcessingException e) {
      // Told below: it makes no difference what else it is.
    }
    throw new UserError(base + " is no market: its answer is none of the API's");
  }

  private static String refusal(JsonNode problem) {
    String code = problem.path("code").asText("UNKNOWN");
    String detail = problem.path("detail").asText("no reason given");
    return code.equals("OUTCOME_UNKNOWN")
        ? code + ": " + detail + " It may be done or not: look before you try again."
        : code + ": " + detail + " " + problem.path("hint").asText("") + legs(problem.path("legs"));
  }

  /** What is against each leg of a basket or a block, or against the whole, a line each. */
  private static String legs(JsonNode legs) {
    StringBuilder lines = new StringBuilder();
    for (JsonNode one : legs) {
      String leg = one.path("leg").isNumber() ? "leg " + one.path("leg").asInt() : "the whole";
      lines
          .append(System.lineSeparator())
          .append("  ")
          .append(leg)
          .append(": ")
          .append(one.path("code").asText())
          .append(": ")
          .append(one.path("detail").asText());
    }
    return lines.toString();
  }
}
