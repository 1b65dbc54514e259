package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;

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

  /** Takes all, and keeps nothing. */
  private static final class Nowhere implements ReadingTaker {
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
      String body =
          "{\"readings\":[{\"meter\":\"m\",\"time\":\"2026-01-01T00:00:00Z\",\"importWh\":5}]}";
      String request = head(KEY, "Content-Length: " + body.length()) + body;
      String status = "";
      for (int i = 0; i < PATIENCE_MILLIS / 50 && status.isEmpty(); i++) {
        Thread.sleep(50);
        status = statusOf(server, request);
      }
      assertThat(status).contains("200");
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static PushServer server(Duration deadline) {
    PushDesk desk = new PushDesk(new Nowhere(), System::nanoTime);
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
