package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand requests made from the API's document and spoilt, over sockets, to a real engine: no
 * fault of ours, and no answer that the document does not have. {@code -Dcommonwatt.fuzz.seed=N}
 * gives others, {@code -Dcommonwatt.fuzz.requests=N} more.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzSlowTest {
  private static final long SEED = Long.getLong("commonwatt.fuzz.seed", 20_220_802L);
  private static final int REQUESTS = Integer.getInteger("commonwatt.fuzz.requests", 10_000);
  private static final OpenApi DOCUMENT = OpenApi.packaged();
  private static final ObjectMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final int MOST_FAILURES = 20;

  /** One client sends one request after the other: hardly any finds the market overloaded. */
  private static final int MOST_OVERLOADED = REQUESTS / 200;

  /** What answers a request that reaches no operation, or whose head cannot be read. */
  private static final Set<Integer> BEFORE_ANY = Set.of(400, 404, 405, 414, 417, 421, 431);

  private ExampleMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = ExampleMarket.start(dir);
  }

  @AfterAll
  void stop() {
    market.close();
  }

  @Test
  void noRequestIsAnsweredWithAFaultOrOtherwiseThanTheDocumentSays() throws Exception {
    Fuzzer fuzzer = new Fuzzer(DOCUMENT, new Random(SEED));
    Map<Integer, Integer> statuses = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    for (int number = 1; number <= REQUESTS && failures.size() < MOST_FAILURES; number++) {
      FuzzedRequest request = fuzzer.next();
      String what = "request " + number + " of seed " + SEED + ":\n" + request + "\n";
      try {
        Reply reply = answer(request);
        statuses.merge(reply.status(), 1, Integer::sum);
        violations(request, reply).forEach(one -> failures.add(what + one + "\n" + reply));
      } catch (IOException e) {
        failures.add(what + "is not answered: " + e);
      }
    }
    assertThat(failures).isEmpty();
    assertThat(statuses.keySet()).as("seed " + SEED).contains(200, 400, 404, 405, 409, 413, 415);
    assertThat(statuses.getOrDefault(200, 0)).as("%s", statuses).isGreaterThan(REQUESTS / 20);
    assertThat(statuses.getOrDefault(503, 0))
        .as("%s", statuses)
        .isLessThanOrEqualTo(MOST_OVERLOADED);
    market.assertWell();
  }

  private Reply answer(FuzzedRequest request) throws IOException {
    try (RawClient client = new RawClient(market.port())) {
      Reply reply = client.send(request.bytes()).read();
      return reply.status() == 100 ? client.read() : reply;
    }
  }

  private static List<String> violations(FuzzedRequest request, Reply reply) throws IOException {
    if (reply.status() >= 500 && !reply.code().equals("OVERLOADED")) {
      return List.of("it is answered with a fault");
    }
    String path = resolved(request.target().split("\\?", 2)[0]);
    Optional<String> operation = DOCUMENT.operation(request.method(), path);
    if (operation.isPresent()) {
      List<String> wrong = DOCUMENT.violations(operation.get(), reply);
      if (wrong.isEmpty()) {
        return taken(request, operation.get(), reply);
      }
    }
    if (!BEFORE_ANY.contains(reply.status())) {
      return List.of(operation + " does not document this answer");
    }
    return DOCUMENT.violations(DOCUMENT.document().at("/components/schemas/Problem"), reply.json());
  }

  /** A body that was taken is one that the document allows. */
  /** The path without the segments {@code .} and {@code ..}, as RFC 3986, 5.2.4, resolves them. */
  private static String resolved(String path) {
    Deque<String> kept = new ArrayDeque<>();
    for (String segment : path.substring(Math.min(1, path.length())).split("/", -1)) {
      String plain = segment.replace("%2e", ".").replace("%2E", ".");
      if (plain.equals("..")) {
        kept.pollLast();
      } else if (!plain.equals(".")) {
        kept.add(segment);
      }
    }
    return "/" + String.join("/", kept);
  }

  private static List<String> taken(FuzzedRequest request, String operation, Reply reply)
      throws IOException {
    if (reply.status() >= 300 || DOCUMENT.body(operation).isMissingNode()) {
      return List.of();
    }
    try {
      JsonNode body = STRICT.readTree(request.body());
      return DOCUMENT.bodyViolations(operation, body);
    } catch (JsonProcessingException e) {
      return List.of("the body was taken and is no JSON: " + e.getOriginalMessage());
    }
  }
}
