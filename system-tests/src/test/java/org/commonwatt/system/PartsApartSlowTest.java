package org.commonwatt.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands that pods of the Helm chart start, as processes of their own over one broker and one
 * database, with the options that the chart gives them, and what their probes say.
 */
@Tag("slow")
class PartsApartSlowTest {
  private static final Duration LIMIT = EngineSite.LIMIT;

  @TempDir private Path folder;

  @Test
  void enginesIngestAndJobRunAsProcessesOfTheirOwn() throws Exception {
    try (EngineSite site = new EngineSite(folder)) {
      prepare(site);
      metersReachTheLogAndTheJobReadsIt(site);
      theStandbyIsReadyOnlyWhenItLeads(site);
      aLedgerThatIsNotThereIsNamed(site);
    }
  }

  /** Meters that are polled often, at a port that nobody has, and keys for all parts. */
  private void prepare(EngineSite site) throws Exception {
    String text = Files.readString(site.communityFile());
    Files.writeString(
        site.communityFile(),
        text.replace("port: 5020", "port: " + TestPorts.pick())
            .replaceFirst("pollSeconds: \\d+", "pollSeconds: 5"));
    Cli.Result made = Cli.run("keys", "make", "--data=" + folder.resolve("community"));
    assertThat(made.exitCode()).as(made.toString()).isZero();
    assertThat(made.out()).contains("4 keys in ");
  }

  private void metersReachTheLogAndTheJobReadsIt(EngineSite site) throws Exception {
    try (Cli devices = Cli.start("simulate", "devices", "--data=" + folder.resolve("community"));
        Cli job = part(site, "job", database(site));
        Cli ingest = part(site, "ingest")) {
      devices.awaitOut("(Ctrl-C)");
      awaitProbe(ingest, "readyz", 200, "ok");
      awaitProbe(ingest, "livez", 200, "ok");
      awaitProbe(job, "readyz", 200, "ok");
      publishNonsense(site.bootstrap());
      Eventually.holds("the job refuses what is no reading", LIMIT, () -> refused(site) > 0);
      assertThat(job.stop().err()).isEmpty();
      assertThat(ingest.stop().err()).isEmpty();
    }
  }

  private void theStandbyIsReadyOnlyWhenItLeads(EngineSite site) throws Exception {
    try (Cli east = part(site, "engine", database(site), "--port=0")) {
      awaitProbe(east, "readyz", 200, "ok");
      try (Cli west = part(site, "engine", 2, database(site), "--port=0")) {
        awaitProbe(west, "readyz", 503, "STANDBY");
        awaitProbe(west, "livez", 200, "ok");
        awaitProbe(west, "metrics", 200, "# HELP");
        east.kill();
        awaitProbe(west, "readyz", 200, "ok");
      }
    }
  }

  private void aLedgerThatIsNotThereIsNamed(EngineSite site) throws Exception {
    try (Cli engine = part(site, "engine", 3, database(site), "--ledger=" + folder + "/none")) {
      Cli.Result result = engine.await();
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(3);
      assertThat(result.err()).contains("--ledger: ").contains("none");
    }
  }

  private static String database(EngineSite site) {
    return "--database=" + site.database().url();
  }

  private Cli part(EngineSite site, String command, String... more) throws IOException {
    return part(site, command, 1, more);
  }

  /** Starts a part in a folder of its own. */
  private Cli part(EngineSite site, String command, int number, String... more) throws IOException {
    Path data = Files.createDirectories(folder.resolve(command + number));
    Files.copy(site.communityFile(), data.resolve("community.yaml"));
    List<String> arguments = new ArrayList<>(List.of(command, "run", "--data=" + data));
    arguments.add("--keys=" + folder.resolve("community/keys"));
    arguments.add("--bootstrap=" + site.bootstrap());
    arguments.add("--probe-port=0");
    arguments.addAll(List.of(more));
    return Cli.start(arguments.toArray(String[]::new));
  }

  private static void awaitProbe(Cli part, String path, int status, String word) {
    URI uri = URI.create("http://127.0.0.1:" + part.awaitOut("Probes at port (\\d+)") + "/" + path);
    HttpClient http = HttpClient.newHttpClient();
    Eventually.holds(
        uri + " answers " + status + " " + word,
        LIMIT,
        () -> {
          HttpResponse<String> answer =
              http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
          return answer.statusCode() == status && answer.body().startsWith(word);
        });
  }

  private static void publishNonsense(String bootstrap) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(Topics.READINGS, 0, null, "no reading".getBytes(UTF_8)))
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static int refused(EngineSite site) {
    List<LogEntry> entries = new ArrayList<>();
    try (LogReader reader = new LogReader(site.bootstrap(), Topics.REJECTED_READINGS, 0)) {
      reader.seek(0);
      reader.readTo(reader.committedEnd(), entries::add);
    }
    return entries.size();
  }
}
