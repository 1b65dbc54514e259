package org.commonwatt.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code commonwatt init} writes is ready to be served. */
class InitCommandTest {
  @TempDir private Path folder;

  @Test
  void aNewCommunityTradesOnAfterItsAuctions() {
    Path village = folder.resolve("village");
    assertThat(Commonwatt.run("init", village.toString(), "--homes=3")).isZero();
    Rulebook rulebook = CommunityFile.read(village.resolve("community.yaml")).rulebook();
    Continuous continuous = requireNonNull(rulebook.continuous());
    assertThat(rulebook.timing().gateLeadMinutes()).isEqualTo(15);
    assertThat(continuous.gateClosureLeadMinutes()).isEqualTo(5);
    assertThat(150_000 % continuous.tickMicroPerKwh())
        .as("the README's order has a price on the tick")
        .isZero();
  }
}
