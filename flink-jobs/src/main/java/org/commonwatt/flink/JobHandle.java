package org.commonwatt.flink;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running job of ours. Thread safe. */
public final class JobHandle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobHandle.class);
  private static final long PATIENCE_SECONDS = 15;

  private final String name;
  private final MiniCluster cluster;
  private final CompletableFuture<JobResult> result;

  JobHandle(String name, MiniCluster cluster) {
    this.name = name;
    this.cluster = cluster;
    this.result = cluster.requestJobResult(Checkpoints.JOB);
  }

  /** Whether the job runs or restarts after a fault; false once it has given up or was closed. */
  public boolean isRunning() {
    return !result.isDone() && cluster.isRunning();
  }

  /** Why the job has given up, if it has. */
  public Optional<Throwable> failure() {
    if (!result.isDone()) {
      return cluster.isRunning()
          ? Optional.empty()
          : Optional.of(new IllegalStateException("Flink's embedded cluster stopped; see the log"));
    }
    try {
      return result
          .join()
          .getSerializedThrowable()
          .map(thrown -> thrown.deserializeError(JobHandle.class.getClassLoader()));
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }

  /**
   * Takes a last checkpoint if it can, cancels the job, waits for its end and stops the cluster.
   * Without the last checkpoint nothing is lost either: the next start repeats what came after the
   * one before it.
   */
  @Override
  public void close() {
    if (isRunning()) {
      await("last checkpoint", cluster.triggerCheckpoint(Checkpoints.JOB, CheckpointType.FULL));
      await("cancellation", cluster.cancelJob(Checkpoints.JOB));
      await("end of the job", result);
    }
    await("stop", cluster.closeAsync());
  }

  private void await(String what, CompletableFuture<?> step) {
    try {
      step.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("{}: the {} did not succeed", name, what, e);
    }
  }
}
