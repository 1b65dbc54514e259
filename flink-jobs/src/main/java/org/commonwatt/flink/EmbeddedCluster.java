package org.commonwatt.flink;

import java.io.IOException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A small Flink cluster in this process, for one job. */
final class EmbeddedCluster {
  private EmbeddedCluster() {}

  /** What a job is made of. */
  interface Topology {
    /** Adds the job's operators. */
    void addTo(StreamExecutionEnvironment environment) throws IOException;
  }

  /**
   * Starts a cluster and gives it a job.
   *
   * @param name of the job, for people
   * @param settings of the cluster and the job
   * @param topology adds the job's operators
   * @throws IllegalStateException when it does not start
   */
  static JobHandle start(String name, Configuration settings, Topology topology) {
    MiniCluster cluster = new MiniCluster(clusterOf(settings));
    try {
      cluster.start();
      cluster.submitJob(planOf(name, settings, topology)).get();
      return new JobHandle(name, cluster);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(name, cluster, e);
    } catch (Exception e) {
      throw failed(name, cluster, e);
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

  private static StreamGraph planOf(String name, Configuration settings, Topology topology)
      throws IOException {
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(settings);
    topology.addTo(environment);
    StreamGraph plan = environment.getStreamGraph();
    plan.setJobName(name);
    plan.setJobId(Checkpoints.JOB);
    return plan;
  }

  private static IllegalStateException failed(String name, MiniCluster cluster, Exception cause) {
    cluster.closeAsync();
    return new IllegalStateException("the job " + name + " did not start", cause);
  }
}
