package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.commonwatt.flink.MeteringJobConfig.StateBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must be set is set. */
class ClusterSettingsTest {
  private static Configuration settings(Path folder, StateBackend state) {
    return ClusterSettings.of(new Checkpoints(folder), state);
  }

  @Test
  void genericTypesAreOffAndRestartsAreBounded(@TempDir Path folder) {
    Configuration settings = settings(folder, StateBackend.HEAP);
    assertThat(settings.get(PipelineOptions.GENERIC_TYPES)).isFalse();
    assertThat(settings.get(RestartStrategyOptions.RESTART_STRATEGY))
        .isEqualTo("exponential-delay");
    assertThat(settings.get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS))
        .isEqualTo(60);
    assertThat(
            new StreamExecutionEnvironment(settings)
                .getConfig()
                .getSerializerConfig()
                .hasGenericTypesDisabled())
        .isTrue();
  }

  @Test
  void theStateIsOnTheHeapUnlessRocksDbIsChosen(@TempDir Path folder) {
    assertThat(ClusterSettings.of(new Checkpoints(folder)).get(StateBackendOptions.STATE_BACKEND))
        .isEqualTo("hashmap");
    assertThat(settings(folder, StateBackend.ROCKSDB).get(StateBackendOptions.STATE_BACKEND))
        .isEqualTo("rocksdb");
  }
}
