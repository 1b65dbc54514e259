package org.commonwatt.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Surveillance, and net positions beside it, in a Flink cluster inside this process. */
public final class SurveillanceJob {
  private static final Logger LOG = LoggerFactory.getLogger(SurveillanceJob.class);

  /** Nobody waits for an alert as for a position: fewer checkpoints leave the laptop its cores. */
  static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(2);

  private SurveillanceJob() {}

  /**
   * Starts the job and returns when the cluster has taken it; it continues from the newest complete
   * checkpoint in its folder, or reads the events from the beginning when there is none.
   *
   * <p>Topics and tables must exist. One job only may use a folder and a market at a time.
   *
   * @throws IOException when the folder cannot be created
   * @throws IllegalStateException when the cluster does not start
   */
  public static JobHandle start(SurveillanceJobConfig config) throws IOException {
    Files.createDirectories(config.checkpoints());
    Checkpoints checkpoints = new Checkpoints(config.checkpoints());
    LOG.info(
        "surveillance of {} starts from {}",
        config.market(),
        checkpoints.newest().orElse("the beginning of the events"));
    Configuration settings = ClusterSettings.of(checkpoints);
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    return EmbeddedCluster.start(
        "surveillance " + config.market(), settings, environment -> build(config, environment));
  }

  static void build(SurveillanceJobConfig config, StreamExecutionEnvironment environment) {
    new SurveillanceTopology(config).build(environment);
    new NetPositionTopology(config).build(environment);
  }
}
