package org.commonwatt.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.commonwatt.cli.Commonwatt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What systemd starts exists, and may do little beyond its folder. */
class UnitsTest {
  static List<Path> units() {
    return Units.all();
  }

  private static void parse(List<String> command) {
    assertThat(command.get(0)).isEqualTo(Units.INSTALLED + "commonwatt");
    new CommandLine(Commonwatt.class)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(command.subList(1, command.size()).toArray(String[]::new));
  }

  @Test
  void everyPartHasOne() throws IOException {
    List<String> parts = new ArrayList<>();
    for (Path unit : Units.all()) {
      parts.add(String.join(" ", Units.command(unit).subList(1, 3)));
    }
    assertThat(parts).containsExactly("engine run", "ingest run", "job run", "serve --data");
  }

  @ParameterizedTest
  @MethodSource("units")
  void theCommandLineKnowsWhatItStarts(Path unit) throws IOException {
    List<String> command = Units.command(unit);
    assertThatCode(() -> parse(command)).doesNotThrowAnyException();
    List<String> planted = new ArrayList<>(command);
    planted.add("--listen-everywhere");
    assertThatThrownBy(() -> parse(planted)).isInstanceOf(ParameterException.class);
  }

  /** As root it would own the machine, and PostgreSQL would not start. */
  @ParameterizedTest
  @MethodSource("units")
  void itIsNotRootAndWritesInItsOwnFolderOnly(Path unit) throws IOException {
    Map<String, String> settings = Units.settings(unit);
    assertThat(settings)
        .containsEntry("User", "commonwatt")
        .containsEntry("NoNewPrivileges", "true")
        .containsEntry("CapabilityBoundingSet", "")
        .containsEntry("ProtectSystem", "strict")
        .containsEntry("ProtectHome", "true")
        .doesNotContainKey("ReadWritePaths");
    String folder = "/var/lib/" + settings.get("StateDirectory");
    assertThat(settings).containsEntry("WorkingDirectory", folder);
    assertThat(Units.command(unit)).containsSequence("--data", folder);
  }

  @ParameterizedTest
  @MethodSource("units")
  void itIsStartedAnewAfterAFaultAndHasTimeToStop(Path unit) throws IOException {
    assertThat(Units.settings(unit))
        .containsEntry("Restart", "on-failure")
        .containsEntry("TimeoutStopSec", "60")
        .containsEntry("SuccessExitStatus", "130 143");
  }

  @ParameterizedTest
  @MethodSource("units")
  void itsSettingsHoldNoSecret(Path unit) throws IOException {
    Map<String, String> settings = Units.settings(Units.settingsOf(unit));
    assertThat(settings.get("COMMONWATT_JAVA_OPTS")).contains("-Xmx");
    assertThat(settings.getOrDefault("COMMONWATT_DATABASE_PASSWORD", "")).isEmpty();
  }
}
