package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.core.MarketStateMachine;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code commonwatt version} says what runs, and what it stores. */
class VersionCommandTest {
  private static final Pattern OF_THE_BUILD =
      Pattern.compile("<artifactId>commonwatt</artifactId>\\s*<version>([^<]+)</version>");

  private final StringWriter out = new StringWriter();

  private String run(String... arguments) {
    CommandLine line = Commonwatt.commandLine().setOut(new PrintWriter(out, true));
    assertThat(line.execute(arguments)).isZero();
    return out.toString();
  }

  private static String ofTheBuild() throws IOException {
    Matcher version = OF_THE_BUILD.matcher(Files.readString(Path.of("../pom.xml")));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  @Test
  void theVersionIsTheOneOfTheBuild() throws IOException {
    assertThat(run("version")).startsWith("commonwatt " + ofTheBuild() + System.lineSeparator());
    out.getBuffer().setLength(0);
    assertThat(run("--version")).isEqualTo("Commonwatt " + ofTheBuild() + System.lineSeparator());
  }

  @Test
  void oneLineOfJsonHasTheVersionsOfWhatIsStored() throws IOException {
    JsonNode versions = new ObjectMapper().readTree(run("version", "--json"));
    assertThat(versions.fieldNames())
        .toIterable()
        .containsExactly("commonwatt", "log", "state", "contracts", "java", "system");
    assertThat(versions.path("commonwatt").asText()).isEqualTo(ofTheBuild());
    assertThat(versions.path("state").asInt()).isEqualTo(MarketStateMachine.STATE_VERSION);
    assertThat(versions.path("log").asInt()).isPositive();
    assertThat(versions.path("contracts").asInt()).isPositive();
  }
}
