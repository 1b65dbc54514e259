package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit codes of the commands around the engine, where nothing has run. */
class EngineCommandTest {
  @TempDir Path folder;

  @Test
  void aFolderWithoutACommunityCanBeNeitherInspectedNorRebuilt() {
    assertThat(Commonwatt.run("engine", "inspect", "--data", folder.toString()))
        .isEqualTo(UserError.EXIT_CODE);
    assertThat(Commonwatt.run("rebuild", "--data", folder.toString()))
        .isEqualTo(UserError.EXIT_CODE);
  }

  @Test
  void aCommunityInWhichNothingHasRunHasNoLog() {
    Path fresh = folder.resolve("village");
    assertThat(Commonwatt.run("init", fresh.toString())).isZero();
    assertThat(Commonwatt.run("engine", "inspect", "--data", fresh.toString()))
        .isEqualTo(UserError.EXIT_CODE);
    assertThat(Commonwatt.run("rebuild", "--data", fresh.toString()))
        .isEqualTo(UserError.EXIT_CODE);
  }

  @Test
  void goodSeedsAreASuccess() {
    assertThat(Commonwatt.run("simulate", "faults", "--seeds", "2", "--seed", "7")).isZero();
  }

  @Test
  void badOptionsAreRefused() {
    assertThat(Commonwatt.run("simulate", "faults", "--seeds", "0")).isEqualTo(2);
    assertThat(Commonwatt.run("engine")).isEqualTo(2);
    assertThat(Commonwatt.run("engine", "inspect")).isEqualTo(2);
  }
}
