package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.flink.netting.AreaGrid;
import org.commonwatt.flink.netting.GridRules;
import org.commonwatt.model.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeteringConfigTest {
  @Test
  void rulesOutOfRangeAreRefusedWithTheirName() {
    assertThatThrownBy(() -> MeteringRules.of(7, Map.of())).hasMessageContaining("minutes");
    assertThatThrownBy(() -> MeteringRules.of(15, Map.of("m 1", "home-1")))
        .hasMessageContaining("m 1");
    assertThatThrownBy(
            () -> new MeteringRules(15, Duration.ofMillis(-1), Duration.ofDays(1), Map.of()))
        .hasMessageContaining("lateness");
    assertThatThrownBy(() -> new MeteringRules(15, Duration.ZERO, Duration.ofMinutes(14), Map.of()))
        .hasMessageContaining("gap");
  }

  @Test
  void aParticipantHasAtMostFiveHundredMeters() {
    Map<String, String> meters = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      meters.put("m-" + i, "home-1");
    }
    assertThat(MeteringRules.of(15, meters).registry().metersOf("home-1")).isEqualTo(500);
    meters.put("m-500", "home-1");
    assertThatThrownBy(() -> MeteringRules.of(15, meters)).hasMessageContaining("home-1");
  }

  @Test
  void nobodyCanBeCalledLikeWhoseABoundaryMeterIs() {
    GridRules grid =
        new GridRules(Map.of(), List.of(new AreaGrid("north", "feeder", null, null, 0, 0)));
    String participant = String.valueOf(new MeterRegistry(Map.of(), grid).participantOf("feeder"));
    assertThat(participant).contains("north");
    assertThat(Ids.isValid(participant)).isFalse();
    assertThat(new MeterRegistry(Map.of(), grid).participantOf("m-1")).isNull();
  }

  @Test
  void thePasswordIsNotPrinted() {
    assertThat(new MeteringJobConfig.Database("jdbc:postgresql:x", "u", "secret").toString())
        .doesNotContain("secret");
  }

  @Test
  void theNewestCompleteCheckpointHasTheHighestNumberAndMetadata(@TempDir Path folder)
      throws Exception {
    Checkpoints checkpoints = new Checkpoints(folder);
    assertThat(checkpoints.newest()).isEmpty();
    Path ofJob = folder.resolve(Checkpoints.JOB.toHexString());
    for (String complete : new String[] {"chk-9", "chk-10", "shared", "chk-x"}) {
      Files.createDirectories(ofJob.resolve(complete));
      Files.writeString(ofJob.resolve(complete).resolve("_metadata"), "x");
    }
    Files.createDirectories(ofJob.resolve("chk-11"));
    assertThat(checkpoints.newest()).hasValue("file://" + ofJob.resolve("chk-10"));
  }
}
