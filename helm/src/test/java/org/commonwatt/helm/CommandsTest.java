package org.commonwatt.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.cli.Commonwatt;
import org.commonwatt.cli.community.SurveillanceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** No pod starts a command, or names an option, that the command line does not know. */
class CommandsTest {
  private static final String INSTALLED = "/opt/commonwatt/";

  static Stream<List<String>> commands() throws IOException {
    List<JsonNode> all = new ArrayList<>(Chart.manifests(Chart.template().call()));
    all.addAll(Chart.full());
    return Chart.pods(all).stream().map(pod -> Chart.texts(Chart.container(pod).path("args")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theCommandLineKnows(List<String> arguments) {
    assertThatCode(() -> parse(arguments)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anOptionThatItDoesNotKnowWouldBeFound(List<String> arguments) {
    List<String> planted = new ArrayList<>(arguments);
    planted.add("--listen-everywhere");
    assertThatThrownBy(() -> parse(planted)).isInstanceOf(CommandLine.ParameterException.class);
  }

  @Test
  void everyPartIsStarted() throws IOException {
    assertThat(commands().map(arguments -> arguments.get(0) + " " + arguments.get(1)))
        .containsOnly("engine run", "ingest run", "job run")
        .hasSize(6);
  }

  /** Where a probe asks, the command listens; nobody else may listen there. */
  @Test
  void thePortOfTheProbesIsTheOneThatTheCommandIsGiven() throws IOException {
    for (JsonNode pod : Chart.pods(Chart.full())) {
      JsonNode container = Chart.container(pod);
      ParseResult command = parse(Chart.texts(container.path("args"))).subcommand().subcommand();
      Integer port = command.matchedOptionValue("--probe-port", 0);
      assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(port);
      assertThat(command.matchedOptionValue("--port", 8080)).isNotEqualTo(port);
    }
  }

  /** Pushes come in where the ingest listens, and the devices file is where it looks. */
  @Test
  void theIngestIsGivenItsDevicesFileAndThePortOfPushes() throws IOException {
    JsonNode ingest = part("ingest");
    ParseResult command = parse(Chart.texts(ingest.path("args"))).subcommand().subcommand();
    Integer port = command.matchedOptionValue("--push-port", 0);
    assertThat(ingest.at("/ports/1/containerPort").asInt()).isEqualTo(port).isEqualTo(18_090);
    assertThat(command.<String>matchedOptionValue("--push-host", "")).isEqualTo("0.0.0.0");
    Path devices = command.matchedOptionValue("--devices", Path.of("none"));
    assertThat(ingest.path("volumeMounts").findValuesAsText("mountPath"))
        .contains(String.valueOf(devices.getParent()));
  }

  /** What the volumes bring is where the commands look for it, a file beside the community file. */
  @Test
  void theRulesOfMetersAndOfSurveillanceReachJobAndIngest() throws IOException {
    for (String part : List.of("job", "ingest")) {
      JsonNode container = part(part);
      ParseResult command = parse(Chart.texts(container.path("args"))).subcommand().subcommand();
      Path rules = command.matchedOptionValue("--meter-rules", Path.of("none"));
      assertThat(container.path("volumeMounts").findValuesAsText("mountPath"))
          .contains(String.valueOf(rules.getParent()));
    }
    JsonNode job = part("job");
    ParseResult command = parse(Chart.texts(job.path("args"))).subcommand().subcommand();
    assertThat(command.<Integer>matchedOptionValue("--corrections", 0)).isEqualTo(72);
    assertThat(command.<Object>matchedOptionValue("--state", "")).hasToString("ROCKSDB");
    Path data = command.matchedOptionValue("--data", Path.of("none"));
    assertThat(job.path("volumeMounts").findValuesAsText("mountPath"))
        .contains(data.resolve(SurveillanceFile.NAME).toString());
  }

  private static JsonNode part(String name) throws IOException {
    return Chart.pods(Chart.full()).stream()
        .map(Chart::container)
        .filter(container -> container.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsStartedIsTheLauncherOfThisTree() throws IOException {
    for (JsonNode pod : Chart.pods(Chart.full())) {
      List<String> command = Chart.texts(Chart.container(pod).path("command"));
      assertThat(command).hasSize(1);
      assertThat(command.get(0)).startsWith(INSTALLED);
      Path launcher = Path.of("..").resolve(command.get(0).substring(INSTALLED.length()));
      assertThat(Files.isExecutable(launcher)).isTrue();
    }
  }

  private static ParseResult parse(List<String> arguments) {
    return new CommandLine(Commonwatt.class)
        .setCaseInsensitiveEnumValuesAllowed(true) // as the command line does
        .parseArgs(arguments.toArray(String[]::new));
  }
}
