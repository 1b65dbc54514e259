package org.commonwatt.flink;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
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
   * @throws IOException when the folder cannot be created
   * @throws IllegalStateException when the cluster does not start
   */
  public static MeteringJobHandle start(MeteringJobConfig config) throws IOException {
    Files.createDirectories(config.checkpoints());
    Checkpoints checkpoints = new Checkpoints(config.checkpoints());
    LOG.info(
        "metering of {} starts from {}",
        config.market(),
        checkpoints.newest().orElse("the beginning of the readings"));
    return start(config, ClusterSettings.of(checkpoints));
  }

  static MeteringJobHandle start(MeteringJobConfig config, Configuration settings) {
    MiniCluster cluster = new MiniCluster(clusterOf(settings));
    try {
      cluster.start();
      cluster.submitJob(planOf(config, settings)).get();
      return new MeteringJobHandle(cluster);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(cluster, e);
    } catch (Exception e) {
      throw failed(cluster, e);
    }
  }

  private static MiniClusterConfiguration clusterOf(Configuration settings) {
    return new MiniClusterConfiguration.Builder()
        .setConfiguration(settings)
        .setNumTaskManagers(1)
        .setNumSlotsPerTaskManager(1)
        .setCommonBindAddress("127.0.0.1")
        .withRandomPorts()
        .build();
  }

  private static StreamGraph planOf(MeteringJobConfig config, Configuration settings) {
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(settings);
    new MeteringTopology(config).build(environment);
    StreamGraph plan = environment.getStreamGraph();
    plan.setJobName("metering " + config.market());
    plan.setJobId(Checkpoints.JOB);
    return plan;
  }

  private static IllegalStateException failed(MiniCluster cluster, Exception cause) {
    cluster.closeAsync();
    return new IllegalStateException("the metering job did not start", cause);
  }
}
