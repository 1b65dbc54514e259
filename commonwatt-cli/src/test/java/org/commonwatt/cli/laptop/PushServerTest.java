package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.ingest.Judged;
import org.commonwatt.ingest.RawReading;
import org.commonwatt.ingest.ReadingTaker;
import org.commonwatt.ingest.metrics.IngestMetrics;
import org.commonwatt.ingest.push.PushDesk;
import org.commonwatt.ingest.push.PushKey;
import org.junit.jupiter.api.Test;

class PushServerTest {
  private static final String KEY = "a-key-of-the-gateway";
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int STATUS_LINE = 12;
  private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
  private static final String BODY =
      "{\"readings\":[{\"meter\":\"m\",\"time\":\"2026-01-01T00:00:00Z\",\"importWh\":5}]}";
  private static final String ONE_READING = head(KEY, "Content-Length: " + BODY.length()) + BODY;

  /** Takes all, and keeps nothing. */
  private static class Nowhere implements ReadingTaker {
    @Override
    public Optional<List<Judged>> take(List<RawReading> readings) {
      return Optional.of(
          readings.stream().map(reading -> new Judged(reading, 0, Optional.empty())).toList());
    }

    @Override
    public OptionalLong latest(String meter) {
      return OptionalLong.empty();
    }
  }

  @Test
  void withoutTheKeyNoBodyIsWaitedFor() throws IOException {
    try (PushServer server = server(LONG)) {
      assertThat(statusOf(server, head("wrong", "Content-Length: 100"))).contains("401");
    }
  }

  @Test
  void aBodyThatWillBeTooLongIsNotWaitedFor() throws IOException {
    try (PushServer server = server(LONG)) {
      assertThat(statusOf(server, head(KEY, "Content-Length: 131073"))).contains("413");
    }
  }

  @Test
  void aRequestThatTricklesInIsCutOff() throws Exception {
    try (PushServer server = server(Duration.ofMillis(500));
        Socket socket = connect(server)) {
      write(socket, head(KEY, "Content-Length: 100000"));
      boolean open = true;
      for (int i = 0; i < PATIENCE_MILLIS / 50 && open; i++) {
        Thread.sleep(50);
        open = tryWrite(socket);
      }
      assertThat(open).isFalse();
    }
  }

  @Test
  void whoConnectsAndSaysNothingIsCutOff() throws IOException {
    try (PushServer server = server(Duration.ofMillis(500));
        Socket socket = connect(server)) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void connectionsAreBoundedAndOneThatEndsMakesRoom() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try (PushServer server = server(LONG)) {
      for (int i = 0; i < PushServer.MOST_CONNECTIONS; i++) {
        sockets.add(connect(server));
      }
      try (Socket oneMore = connect(server)) {
        assertThat(isHungUp(oneMore)).isTrue();
      }
      sockets.get(0).close();
      String status = "";
      for (int i = 0; i < PATIENCE_MILLIS / 50 && status.isEmpty(); i++) {
        Thread.sleep(50);
        status = statusOf(server, ONE_READING);
      }
      assertThat(status).contains("200");
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void whatIsNoRequestIsAProblemToo() throws IOException {
    try (PushServer server = server(LONG)) {
      assertProblem(answerOf(server, "POST /v1/readings\r\n\r\n"), 400, "MALFORMED");
      assertProblem(
          answerOf(server, "GET /" + "a".repeat(2_000) + " HTTP/1.1\r\n\r\n"), 414, "URI_TOO_LONG");
      assertProblem(
          answerOf(server, head(KEY, "X-Long: " + "a".repeat(10_000))), 431, "HEADERS_TOO_LARGE");
    }
  }

  @Test
  void eachRefusalIsAProblem() throws IOException {
    try (PushServer server = server(LONG)) {
      assertProblem(answerOf(server, "GET /v1 HTTP/1.1\r\nHost: a\r\n\r\n"), 404, "NO_SUCH_ROUTE");
      assertProblem(
          answerOf(server, "GET /v1/readings HTTP/1.1\r\nHost: a\r\n\r\n"),
          405,
          "METHOD_NOT_ALLOWED");
      assertProblem(answerOf(server, head("wrong", "Content-Length: 2")), 401, "LOGIN_UNKNOWN");
      assertProblem(answerOf(server, head(KEY, "Content-Length: 2") + "{}"), 400, "MALFORMED");
    }
  }

  @Test
  void aFaultOfOursIsAProblemAndTheNextRequestIsTaken() throws IOException {
    List<RuntimeException> faults = new ArrayList<>();
    faults.add(new IllegalStateException("the disk is on fire"));
    ReadingTaker broken =
        new Nowhere() {
          @Override
          public Optional<List<Judged>> take(List<RawReading> readings) {
            if (!faults.isEmpty()) {
              throw faults.remove(0);
            }
            return super.take(readings);
          }
        };
    try (PushServer server = server(broken, System::nanoTime, LONG)) {
      String answer = answerOf(server, ONE_READING);
      assertProblem(answer, 500, "INTERNAL");
      assertThat(answer).doesNotContain("fire");
      assertThat(statusOf(server, ONE_READING)).contains("200");
    }
  }

  @Test
  void aFaultBeforeTheBodyIsAProblemToo() throws IOException {
    AtomicInteger looks = new AtomicInteger();
    LongSupplier broken =
        () -> {
          if (looks.incrementAndGet() > 1) { // the first one makes the key's rate
            throw new IllegalStateException("no clock");
          }
          return 0;
        };
    try (PushServer server = server(new Nowhere(), broken, LONG)) {
      assertProblem(answerOf(server, ONE_READING), 500, "INTERNAL");
    }
  }

  private static void assertProblem(String answer, int status, String code) throws IOException {
    String[] parts = answer.split("\r\n\r\n", 2);
    assertThat(parts[0])
        .matches("(?s)HTTP/1.[01] " + status + " .*")
        .containsIgnoringCase("Content-Type: application/problem+json");
    JsonNode problem = new ObjectMapper().readTree(parts[1]);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("code").asText()).isEqualTo(code);
    assertThat(problem.path("detail").asText()).isNotBlank();
    assertThat(problem.path("hint").asText()).isNotBlank();
  }

  private static PushServer server(Duration deadline) {
    return server(new Nowhere(), System::nanoTime, deadline);
  }

  private static PushServer server(ReadingTaker taker, LongSupplier nanoTime, Duration deadline) {
    PushDesk desk = new PushDesk(taker, nanoTime);
    desk.know(List.of(new PushKey("k", PushKey.digest(KEY), Map.of("m", 100_000L))));
    return PushServer.start(
        new PushServer.Address("127.0.0.1", 0),
        desk,
        new IngestMetrics(System::nanoTime),
        deadline);
  }

  private static String head(String key, String length) {
    return "POST /v1/readings HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        + "Authorization: Bearer "
        + key
        + "\r\n"
        + length
        + "\r\n\r\n";
  }

  private static Socket connect(PushServer server) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** The beginning of the answer; empty when the connection was ended without one. */
  private static String statusOf(PushServer server, String request) throws IOException {
    try (Socket socket = connect(server)) {
      write(socket, request);
      return new String(socket.getInputStream().readNBytes(STATUS_LINE), StandardCharsets.US_ASCII);
    } catch (SocketException e) {
      return "";
    }
  }

  /** A whole answer: a head and a body as long as it says. */
  private static String answerOf(PushServer server, String request) throws IOException {
    try (Socket socket = connect(server)) {
      write(socket, request);
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          throw new IOException("no answer: " + head);
        }
        head.append((char) next);
      }
      Matcher length = CONTENT_LENGTH.matcher(head);
      assertThat(length.find()).isTrue();
      byte[] body = socket.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
      return head + new String(body, StandardCharsets.UTF_8);
    }
  }

  private static boolean isHungUp(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketException e) {
      return true;
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean tryWrite(Socket socket) throws IOException {
    try {
      write(socket, " ");
      return true;
    } catch (SocketException e) {
      return false;
    }
  }
}
