package org.commonwatt.benchmarks.metering;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Runs a job in a cluster inside this process until it has given so many results. */
final class BenchJob {
  private static final LongAdder RESULTS = new LongAdder();
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final OperatingSystemMXBean OF_ALL =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final String backend;
  private final Path folder;

  private BenchJob(String backend, Path folder) {
    this.backend = backend;
    this.folder = folder;
  }

  /**
   * Runs a job.
   *
   * @param backend of its state: {@code hashmap} or {@code rocksdb}
   * @param results how many the stream gives before the run is over
   * @param over whether all readings were made, so that a checkpoint from then on is behind them
   * @throws IllegalStateException when they do not come
   */
  static Run run(String backend, Stream stream, long results, BooleanSupplier over)
      throws Exception {
    Path folder = Files.createTempDirectory("interval-benchmarks");
    try {
      return new BenchJob(backend, folder).run(stream, results, over);
    } finally {
      delete(folder);
    }
  }

  static void delete(Path folder) throws IOException {
    List<Path> all;
    try (java.util.stream.Stream<Path> found = Files.walk(folder)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  /**
   * What a run gave.
   *
   * @param seconds until the last result
   * @param stateBytes of all operators in a checkpoint after all readings
   * @param heapBytes in use after a collection then, with the job
   * @param sourceNanos processor time until the last result of the threads that make or read what
   *     the job works on: what other work on the machine hardly changes
   * @param keyedNanos the same of the thread behind it, which has the readings by meter
   * @param allNanos the same of all threads of the process
   */
  record Run(
      double seconds,
      long stateBytes,
      long heapBytes,
      long sourceNanos,
      long keyedNanos,
      long allNanos) {}

  /** The stream that is measured. */
  interface Stream {
    DataStream<?> of(StreamExecutionEnvironment environment) throws Exception;
  }

  private Run run(Stream stream, long results, BooleanSupplier over) throws Exception {
    Configuration settings = settings();
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(settings);
    counted(stream.of(environment)).sinkTo(new DiscardingSink<>());
    StreamGraph plan = environment.getStreamGraph();
    RESULTS.reset();
    MiniCluster cluster = new MiniCluster(clusterOf(settings));
    try {
      cluster.start();
      long start = System.nanoTime();
      long before = OF_ALL.getProcessCpuTime();
      cluster.submitJob(plan).get();
      while (RESULTS.sum() < results) {
        if (System.nanoTime() - start > LONGEST.toNanos()
            || cluster.requestJobResult(plan.getJobID()).isDone()) {
          throw new IllegalStateException(RESULTS.sum() + " of " + results + " results came");
        }
        Thread.sleep(5);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long allNanos = OF_ALL.getProcessCpuTime() - before;
      long sourceNanos = nanosOf(name -> name.startsWith("Source: "));
      long keyedNanos = nanosOf(name -> !name.startsWith("Source: ") && name.endsWith("(1/1)#0"));
      while (!over.getAsBoolean()) {
        Thread.sleep(5);
      }
      cluster.triggerCheckpoint(plan.getJobID(), CheckpointType.FULL).get();
      long bytes = stateBytes(cluster, plan);
      System.gc();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      cluster.cancelJob(plan.getJobID()).get();
      return new Run(seconds, bytes, heap, sourceNanos, keyedNanos, allNanos);
    } finally {
      cluster.close();
    }
  }

  /** Processor time of the tasks' threads, by their names. */
  private static long nanosOf(Predicate<String> named) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && named.test(thread.getThreadName())) {
        nanos += threads.getThreadCpuTime(thread.getThreadId());
      }
    }
    if (nanos <= 0) {
      throw new IllegalStateException("the job has no such thread");
    }
    return nanos;
  }

  private static <T> DataStream<T> counted(DataStream<T> stream) {
    return stream.map(new Count<>()).returns(stream.getType());
  }

  private static final class Count<T> implements MapFunction<T, T> {
    private static final long serialVersionUID = 1L;

    @Override
    public T map(T value) {
      RESULTS.increment();
      return value;
    }
  }

  private static long stateBytes(MiniCluster cluster, StreamGraph plan) throws Exception {
    var stats = cluster.getExecutionGraph(plan.getJobID()).get().getCheckpointStatsSnapshot();
    return stats == null || stats.getHistory().getLatestCompletedCheckpoint() == null
        ? 0
        : stats.getHistory().getLatestCompletedCheckpoint().getStateSize();
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

  private Configuration settings() {
    Configuration settings = new Configuration();
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    settings.set(StateBackendOptions.STATE_BACKEND, backend);
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, "file://" + folder.toAbsolutePath());
    settings.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(CoreOptions.DEFAULT_PARALLELISM, 1);
    settings.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
    return settings;
  }
}
