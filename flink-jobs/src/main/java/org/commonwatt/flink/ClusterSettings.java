package org.commonwatt.flink;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.commonwatt.flink.MeteringJobConfig.StateBackend;

/** The settings of the embedded cluster and of the job: small, exactly once, restarting. */
final class ClusterSettings {
  static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);

  private ClusterSettings() {}

  static Configuration of(Checkpoints checkpoints) {
    return of(checkpoints, StateBackend.HEAP);
  }

  static Configuration of(Checkpoints checkpoints, StateBackend state) {
    Configuration settings = new Configuration();
    memory(settings, state);
    settings.set(StateBackendOptions.STATE_BACKEND, state.flinkName());
    checkpointing(settings, checkpoints);
    ofJob(settings);
    settings.set(CoreOptions.DEFAULT_PARALLELISM, 1);
    settings.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
    settings.set(RestOptions.ADDRESS, "127.0.0.1");
    settings.set(RestOptions.BIND_PORT, "0");
    return settings;
  }

  /** What the job itself asks for, in whatever cluster it runs. */
  static void ofJob(Configuration settings) {
    restarts(settings);
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(PipelineOptions.OBJECT_REUSE, true); // every type is immutable
    settings.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
  }

  /** RocksDB has its buffers in managed memory; the heap needs none. */
  private static void memory(Configuration settings, StateBackend state) {
    int managed = state == StateBackend.ROCKSDB ? 256 : 1;
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(8));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(8));
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(managed));
  }

  private static void checkpointing(Configuration settings, Checkpoints checkpoints) {
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.location());
    settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 1);
    checkpoints
        .newest()
        .ifPresent(
            newest -> {
              settings.set(StateRecoveryOptions.SAVEPOINT_PATH, newest);
              settings.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
            });
  }

  /** Up to 60 attempts with at most 5 s between them, counted anew after a minute of health. */
  private static void restarts(Configuration settings) {
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(500));
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(5));
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, 2.0);
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        Duration.ofMinutes(1));
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, 60);
  }
}
