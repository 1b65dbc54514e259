package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readings that a gateway pushes, and the numbers of the ingest, as docs/metering.md has them. */
@Tag("slow")
class PushedReadingsSlowTest {
  private static final String PORT = "Readings are taken at http://[^:]+:(\\d+)/";
  private static final String PROBES = "Probes at port (\\d+)";
  private static final Pattern KEY = Pattern.compile("Key, kept nowhere: (\\S+)");

  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void pushedReadingsComeToTheLogAndTheNumbersTellOfThem() throws Exception {
    Cli.Result made = Cli.run("meter", "key", "gateway-1");
    Matcher key = KEY.matcher(made.err());
    assertThat(key.find()).as(made.toString()).isTrue();
    try (EngineSite site = new EngineSite(folder)) {
      Path data = prepare(site);
      Path file = folder.resolve("devices.yaml");
      Files.writeString(file, devices(made.out()));
      try (Cli ingest =
          Cli.start(
              "ingest",
              "run",
              "--data=" + data,
              "--keys=" + folder.resolve("community/keys"),
              "--bootstrap=" + site.bootstrap(),
              "--devices=" + file,
              "--probe-port=0",
              "--push-port=0")) {
        int port = Integer.parseInt(ingest.awaitOut(PORT));
        int probes = Integer.parseInt(ingest.awaitOut(PROBES));
        String body =
            "{\"readings\":[{\"meter\":\"meter-02\",\"time\":\"%s\",\"importKWh\":\"14052.311\"}]}"
                .formatted(Instant.now().minusSeconds(1));
        HttpResponse<String> taken = post(port, "/v1/readings", key.group(1), body);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        assertThat(taken.body()).contains("\"status\":\"accepted\",\"sequence\":0");
        assertThat(post(port, "/v1/readings", key.group(1), body).body())
            .contains("\"status\":\"known\"");
        Eventually.holds("it is on the log", EngineSite.LIMIT, () -> importWh(site) == 14_052_311);

        HttpResponse<String> unknown = post(port, "/v1/readings", "another", body);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).contains("LOGIN_UNKNOWN");
        assertThat(post(port, "/v1/reading", key.group(1), body).statusCode()).isEqualTo(404);
        assertThat(get(port, "/v1/readings").statusCode()).isEqualTo(405);
        assertThat(statusOfEndlessBody(port, key.group(1))).contains("413");

        String metrics = get(probes, "/metrics").body();
        assertThat(metrics)
            .contains(
                "commonwatt_ingest_readings_accepted_total{meter=\"meter-02\"} 1.0",
                "commonwatt_ingest_push_requests_total{status=\"200\"} 2.0",
                "commonwatt_ingest_spool_capacity_bytes 6.7108864E7")
            .doesNotContain("14052311");
        Eventually.holds(
            "the silent meter is counted",
            EngineSite.LIMIT,
            () ->
                get(probes, "/metrics")
                    .body()
                    .contains("polls_failed_total{code=\"DISCONNECTED\",meter=\"meter-01\"}"));
      }
    }
  }

  private Path prepare(EngineSite site) throws IOException, InterruptedException {
    Files.writeString(
        site.communityFile(),
        Files.readString(site.communityFile()).replaceFirst("pollSeconds: \\d+", "pollSeconds: 5"));
    assertThat(Cli.run("keys", "make", "--data=" + folder.resolve("community")).exitCode())
        .isZero();
    Path data = Files.createDirectories(folder.resolve("ingest"));
    Files.copy(site.communityFile(), data.resolve("community.yaml"));
    return data;
  }

  private static String devices(String push) {
    return """
    pollSeconds: 5
    devices:
      - {meter: meter-01, host: 127.0.0.1, port: %d, unit: 1, ratedPowerW: 25000}
    %s
    """
        .formatted(TestPorts.pick(), push.replace("my-meter", "meter-02"));
  }

  private HttpResponse<String> post(int port, String path, String key, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(int port, String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A body that never ends is cut off with an answer. */
  private static String statusOfEndlessBody(int port, String key) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(
              ("POST /v1/readings HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                      + "Authorization: Bearer "
                      + key
                      + "\r\nTransfer-Encoding: chunked\r\n\r\n30000\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(new byte[140_000]);
      return new String(socket.getInputStream().readNBytes(20), StandardCharsets.US_ASCII);
    }
  }

  private long importWh(EngineSite site) {
    long[] found = {0};
    Keyring keyring = new FileKeyring(folder.resolve("community/keys"));
    for (int partition = 0; partition < Topics.READINGS_PARTITIONS; partition++) {
      try (LogReader reader = new LogReader(site.bootstrap(), Topics.READINGS, partition)) {
        reader.seek(0);
        reader.readTo(
            reader.committedEnd(),
            entry -> {
              if (ReadingCodec.decode(entry.value(), keyring)
                  instanceof ReadingRecord.Reading reading) {
                found[0] = reading.reading().importWh();
              }
            });
      }
    }
    return found[0];
  }
}
