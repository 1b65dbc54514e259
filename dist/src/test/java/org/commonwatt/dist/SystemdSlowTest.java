package org.commonwatt.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** systemd's own look at the units, where it is installed. */
@Tag("slow")
class SystemdSlowTest {
  /** Of ten; what a service that holds keys should at least be by systemd's own words: "OK". */
  private static final int MOST_EXPOSED = 40;

  @TempDir private Path folder;

  private String analyze(int exit, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("systemd-analyze"));
    command.addAll(arguments);
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      Assumptions.abort("systemd is not installed: " + e.getMessage());
      throw e;
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isEqualTo(exit);
    return output;
  }

  /** With a program that is there: it would complain of the one in /opt. */
  private List<String> copies(String more) throws IOException {
    List<String> copies = new ArrayList<>();
    for (Path unit : Units.all()) {
      Path copy = folder.resolve(unit.getFileName());
      String text =
          Files.readString(unit)
              .replace(Units.INSTALLED + "commonwatt ", "/bin/sh ")
              .replaceAll("(?m)^Documentation=.*\\n", "");
      Files.writeString(copy, text + more);
      copies.add(copy.toString());
    }
    return copies;
  }

  @Test
  void theUnitsAreWellFormed() throws Exception {
    List<String> verify = new ArrayList<>(List.of("verify", "--man=no"));
    verify.addAll(copies(""));
    assertThat(analyze(0, verify)).doesNotContain(folder.toString());
  }

  @Test
  void anOptionThatSystemdDoesNotKnowWouldBeFound() throws Exception {
    List<String> verify = new ArrayList<>(List.of("verify", "--man=no"));
    verify.addAll(copies("[Service]\nProtectEverything=true\n"));
    assertThat(analyze(0, verify)).contains("ProtectEverything");
  }

  @Test
  void theyAreLittleExposed() throws Exception {
    for (String copy : copies("")) {
      analyze(0, List.of("security", "--offline=true", "--threshold=" + MOST_EXPOSED, copy));
    }
  }
}
