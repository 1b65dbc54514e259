package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.junit.jupiter.api.Test;

class MapStateMemoryTest {

  @Test
  void whatHasExpiredIsNotLookedForAtEachAccess() {
    StateTtlConfig kept = MapStateMemory.KEPT;
    assertThat(kept.getTimeToLive()).isEqualTo(Duration.ofDays(70));
    assertThat(kept.getCleanupStrategies().getIncrementalCleanupStrategy())
        .as("it copies a key's map")
        .isNull();
    assertThat(kept.getCleanupStrategies().inFullSnapshot()).isTrue();
    assertThat(kept.getCleanupStrategies().inRocksdbCompactFilter()).isTrue();
  }
}
