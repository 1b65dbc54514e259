package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/api-guide.md tells a stranger to type, typed. */
@Tag("slow")
class ApiGuideSlowTest {
  private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\\n(.*?)^```");
  private static final int FIRST_TERMINAL = 0;
  private static final int METERS = 1;
  private static final int MARKET = 2;
  private static final int PYTHON = 8;
  private static final int BLOCKS = 11;

  /** What the guide says that it takes, asserted where nothing else is running. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void aStrangerTradesWithCurlAndFromPython() throws Exception {
    List<String> blocks = blocks();
    assertThat(blocks).hasSize(BLOCKS);
    boolean python = PythonClient.isThere(); // else it says loudly that its part is not tried
    writeLauncher();
    long begin = System.nanoTime();
    run(
        blocks
            .get(FIRST_TERMINAL)
            .replace("init village", "init village --modbus-port=" + TestPorts.pick()));
    try (Cli meters = start(blocks.get(METERS));
        Cli market = start(blocks.get(MARKET) + " --port=0")) {
      meters.awaitOut("(Ctrl-C)");
      URI api = URI.create(market.awaitOut("Serving at (http://\\S+)/"));
      Eventually.holds(EngineSite.LIMIT, () -> trades(api));
      int end = python ? BLOCKS : PYTHON;
      String said = run(String.join("\n", blocks.subList(MARKET + 1, end)), api);
      Duration taken = Duration.ofNanos(System.nanoTime() - begin);
      System.out.println(
          "guide: from the first command to the last trade " + taken.toSeconds() + " s");
      if (Boolean.getBoolean("commonwatt.guide.timed")) {
        assertThat(taken).as("from the first command to the last trade").isLessThan(LIMIT);
      }
      assertThat(said).contains("point-03 is ASSIGNED.", "newcomer is ACCEPTED.");
      assertThat(said).contains("\"capability\"").contains("\"state\":\"MATCHED\"");
      if (python) {
        assertThat(said).contains("MATCHED 0.1 kWh\n");
        assertThat(said).endsWith("MATCHED 0.13\n100 Wh as a block\n");
      }
    }
  }

  private static List<String> blocks() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = SHELL.matcher(Repository.read("docs/api-guide.md"));
    while (matcher.find()) {
      blocks.add(matcher.group(1).strip());
    }
    return blocks;
  }

  /** A reader types in the root of the source tree; here that is a folder of its own. */
  private void writeLauncher() throws IOException {
    StringBuilder words = new StringBuilder("#!/bin/sh\nexec");
    Cli.command().forEach(word -> words.append(" '").append(word).append('\''));
    Path launcher = folder.resolve("commonwatt");
    Files.writeString(launcher, words.append(" \"$@\"\n"));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Starts what a terminal of its own is for. */
  private Cli start(String line) {
    String[] words = line.replace("village", folder.resolve("village").toString()).split(" ");
    assertThat(words[0]).isEqualTo("./commonwatt");
    return Cli.start(List.of(words).subList(1, words.length).toArray(String[]::new));
  }

  private static boolean trades(URI market) throws IOException, InterruptedException {
    Api.Answer slots = new Api(market).get("/v1/slots");
    return slots.status() == 200 && slots.body().toString().contains("CONTINUOUS");
  }

  private String run(String script, URI market) throws Exception {
    return run(
        script
            .replace("http://127.0.0.1:8080", market.toString())
            .replace(" --login ", " --url=" + market + " --login ")
            .replace("scripts/python-client", PythonClient.SCRIPT.toString()));
  }

  /** Runs lines as a shell does, and returns what they print. */
  private String run(String script) throws Exception {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    int exit =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    assertThat(exit).as(Files.readString(out) + Files.readString(err)).isZero();
    return Files.readString(out);
  }
}
