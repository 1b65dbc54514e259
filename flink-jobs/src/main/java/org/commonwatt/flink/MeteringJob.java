package org.commonwatt.flink;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.flink.configuration.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metering job in a Flink cluster inside this process. */
public final class MeteringJob {
  private static final Logger LOG = LoggerFactory.getLogger(MeteringJob.class);

  private MeteringJob() {}

  /**
   * Starts the job and returns when the cluster has taken it; it continues from the newest complete
   * checkpoint in its folder, or reads the log from the beginning when there is none.
   *
   * <p>Topics and tables must exist. One job only may use a folder and a market at a time.
   *
   * @throws IOException when the folder cannot be created, or the rules of meters cannot be read
   * @throws org.commonwatt.flink.vee.RulesFileException when the rules of meters cannot be used
   * @throws IllegalStateException when the cluster does not start
   */
  public static JobHandle start(MeteringJobConfig config) throws IOException {
    new MeterRulesSource(config.options().meterRules())
        .first(); // complains before anything is started
    Files.createDirectories(config.checkpoints());
    Checkpoints checkpoints = new Checkpoints(config.checkpoints());
    LOG.info(
        "metering of {} starts from {}",
        config.market(),
        checkpoints.newest().orElse("the beginning of the readings"));
    return start(config, ClusterSettings.of(checkpoints, config.options().state()));
  }

  static JobHandle start(MeteringJobConfig config, Configuration settings) {
    return EmbeddedCluster.start(
        "metering " + config.market(),
        settings,
        environment -> new MeteringTopology(config).build(environment));
  }
}
