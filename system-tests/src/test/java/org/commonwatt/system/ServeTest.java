package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A served community keeps what it acknowledged, however it is stopped. */
@Tag("slow")
class ServeTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int SIGTERM = 128 + 15;

  /** Two readings and a tick. */
  private static final long FIRST_ROUND = 3;

  @TempDir private Path temp;

  @Test
  void anOrderSurvivesStopsAndKillsAndReadingsArrive() throws Exception {
    Path folder = temp.resolve("village");
    Path simulated = init(folder);
    Instant slot = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.HOURS);
    try (Cli devices = Cli.start("simulate", "devices", "--data=" + simulated)) {
      devices.awaitOut("(Ctrl-C)");
      long orderId;
      try (Cli serve = serve(folder)) {
        Api api = api(folder, serve, "home-01");
        String order = Api.order("home-01", "kept", slot, "buy");
        Api.Answer placed =
            Eventually.get(
                LIMIT,
                () -> {
                  Api.Answer answer = api.postOrder(order);
                  return answer.status() == 503 ? null : answer;
                });
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        orderId = placed.body().required("orderId").asLong();
        assertThat(api.get("/v1/market").body().path("continuous").isObject()).isTrue();
        Cli.Result stopped = serve.stop();
        assertThat(stopped.exitCode()).isEqualTo(SIGTERM);
        assertThat(stopped.err()).isEmpty();
      }
      try (Cli serve = serve(folder)) {
        assertKept(api(folder, serve, "home-01"), orderId);
        serve.kill();
      }
      try (Cli serve = serve(folder)) {
        assertKept(api(folder, serve, "home-01"), orderId);
        Api meters = api(folder, serve, "meter-organisation");
        assertThat(meters.get("/v1/readings/rejected").body().required("readings")).isEmpty();
        Eventually.holds(LIMIT, () -> published(folder) > FIRST_ROUND);
      }
    }
    assertThat(readings(folder)).contains("meter-01", "meter-02");
    Cli.Result audit = Cli.run("audit", "verify", "--data=" + folder);
    assertThat(audit.exitCode()).as(audit.toString()).isZero();
  }

  /**
   * Makes a community that is polled often, and whose meters are where its devices file says, not
   * where the community file does.
   *
   * @return a folder with the community as its meters are
   */
  private Path init(Path folder) throws IOException, InterruptedException {
    int port = TestPorts.pick();
    Cli.Result init = Cli.run("init", folder.toString(), "--homes=2", "--modbus-port=" + port);
    assertThat(init.exitCode()).as(init.toString()).isZero();
    Path file = folder.resolve("community.yaml");
    String community = Files.readString(file);
    String often =
        community
            .replaceFirst("pollSeconds: \\d+", "pollSeconds: 5")
            .replaceFirst("slotMinutes: 15", "slotMinutes: 5");
    Path simulated = Files.createDirectories(temp.resolve("simulated"));
    Files.writeString(simulated.resolve("community.yaml"), often);
    Files.writeString(file, often.replace("port: " + port, "port: " + TestPorts.pick()));
    Files.writeString(
        temp.resolve("devices.yaml"),
        """
        pollSeconds: 5
        devices:
          - {meter: meter-01, host: 127.0.0.1, port: %d, unit: 1, ratedPowerW: 25000}
          - {meter: meter-02, host: 127.0.0.1, port: %d, unit: 2, ratedPowerW: 25000}
        """
            .formatted(port, port));
    return simulated;
  }

  private Cli serve(Path folder) {
    return Cli.start(
        "serve",
        "--logins",
        "--port=0",
        "--data=" + folder,
        "--devices=" + temp.resolve("devices.yaml"));
  }

  private static Api api(Path folder, Cli serve, String account) throws IOException {
    URI uri = URI.create(serve.awaitOut("Serving at (http://\\S+)/"));
    return Api.as(folder.resolve("logins").resolve(account), uri);
  }

  private static void assertKept(Api api, long orderId) {
    Eventually.holds(LIMIT, () -> api.get("/v1/time").status() == 200);
    Api.Answer order =
        Eventually.get(
            LIMIT,
            () -> {
              Api.Answer answer = api.get("/v1/orders?participant=home-01&clientOrderId=kept");
              return answer.status() == 503 ? null : answer;
            });
    assertThat(order.status()).as(order.toString()).isEqualTo(200);
    assertThat(order.body().required("orderId").asLong()).isEqualTo(orderId);
    assertThat(order.text("state")).isEqualTo("OPEN");
  }

  /** How many records of the spool the log has; zero before the first. */
  private static long published(Path folder) throws IOException {
    Path file = folder.resolve("spool/acknowledged");
    byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    return bytes.length < Long.BYTES ? 0 : ByteBuffer.wrap(bytes).getLong();
  }

  /** The meters whose readings are on the log. */
  private static List<String> readings(Path folder) {
    List<LogEntry> entries = new ArrayList<>();
    try (KafkaChild broker = KafkaChild.start(KafkaChildOptions.in(folder.resolve("kafka")))) {
      for (int partition = 0; partition < Topics.READINGS_PARTITIONS; partition++) {
        try (LogReader reader =
            new LogReader(broker.bootstrapServers(), Topics.READINGS, partition)) {
          reader.seek(0);
          reader.readTo(reader.committedEnd(), entries::add);
        }
      }
    }
    return entries.stream()
        .map(entry -> ReadingCodec.decode(entry.value(), new FileKeyring(folder.resolve("keys"))))
        .filter(ReadingRecord.Reading.class::isInstance)
        .map(record -> ((ReadingRecord.Reading) record).reading().meter())
        .toList();
  }
}
