package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.commonwatt.testkit.net.TestPorts;

/**
 * A Flink cluster of processes, as its distribution starts them: one JobManager and TaskManagers of
 * a slot each, of the artifacts on the test's class path. It knows nothing of the job, which comes
 * by Flink's own command. All listen at 127.0.0.1 only, keep below 768 MiB and end with this
 * process, however that dies.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String JOB_MANAGER =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
  private static final String CLIENT = "org.apache.flink.client.cli.CliFrontend";

  /** Where a process writes is its own output; unlike in a test, with stacks. */
  private static final String LOG =
      """
      rootLogger.level = warn
      rootLogger.appenderRef.console.ref = console
      appender.console.type = Console
      appender.console.name = console
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1} %m%n
      """;

  private final Path folder;
  private final JobJar jar;
  private final FlinkRest rest;
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private int started;

  /** Starts a cluster and returns when its TaskManagers have registered. */
  StandaloneCluster(Path folder, int taskManagers) throws Exception {
    this.folder = Files.createDirectories(folder);
    Files.createDirectories(folder.resolve("tmp"));
    jar = JobJar.make(Files.createDirectories(folder.resolve("built")));
    int ports = TestPorts.pick(2);
    rest = new FlinkRest(ports + 1);
    Files.writeString(folder.resolve("config.yaml"), settings(ports));
    Files.writeString(folder.resolve("log4j2.properties"), LOG);
    try {
      start("jobmanager", JOB_MANAGER, List.of());
      for (int i = 0; i < taskManagers; i++) {
        startTaskManager();
      }
      await("TaskManagers", () -> rest.get("/taskmanagers").at("/taskmanagers").size() == started);
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  private String settings(int port) {
    return String.join(
        "\n",
        "jobmanager.rpc.address: 127.0.0.1",
        "jobmanager.rpc.port: " + port,
        "jobmanager.bind-host: 127.0.0.1",
        "taskmanager.host: 127.0.0.1",
        "taskmanager.bind-host: 127.0.0.1",
        "rest.address: 127.0.0.1",
        "rest.bind-address: 127.0.0.1",
        "rest.port: " + (port + 1),
        "taskmanager.numberOfTaskSlots: 1",
        "taskmanager.cpu.cores: 1",
        "taskmanager.memory.task.heap.size: 128m",
        "taskmanager.memory.managed.size: 16m",
        "taskmanager.memory.network.min: 16m",
        "taskmanager.memory.network.max: 16m",
        "taskmanager.memory.task.off-heap.size: 0m",
        "taskmanager.memory.framework.heap.size: 128m",
        "taskmanager.memory.framework.off-heap.size: 64m",
        "taskmanager.memory.jvm-metaspace.size: 160m",
        "taskmanager.memory.jvm-overhead.min: 64m",
        "taskmanager.memory.jvm-overhead.max: 64m",
        // A killed process refuses connections, which is noticed at the second heartbeat; one that
        // only is slow has the minute.
        "heartbeat.interval: 1000",
        "heartbeat.timeout: 60000",
        "execution.checkpointing.dir: file://" + folder.resolve("checkpoints"),
        "");
  }

  /** What it says of itself. */
  FlinkRest rest() {
    return rest;
  }

  /** Starts one more TaskManager and returns its id, which Flink knows it by, too. */
  String startTaskManager() throws IOException {
    String id = "taskmanager-" + started++;
    start(id, TASK_MANAGER, List.of("-D", "taskmanager.resource-id=" + id));
    return id;
  }

  /**
   * Kills a TaskManager without any warning, as the end of its machine would.
   *
   * @return what its process ended with: 137 when it lived until then
   */
  int kill(String taskManager) throws InterruptedException {
    return processOf(taskManager).destroyForcibly().waitFor();
  }

  /** Gives the cluster a job by {@code flink run} and returns its id. */
  String run(List<String> options, String mainClass, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("run", "-d"));
    command.addAll(options);
    command.addAll(List.of("-c", mainClass, jar.path()));
    command.addAll(List.of(arguments));
    return after("JobID ", client(command)).substring(0, 32);
  }

  /** Stops a job by {@code flink stop} and returns where its savepoint is. */
  Path stop(String job) throws Exception {
    String said =
        client(List.of("stop", "--savepointPath", "file://" + folder.resolve("saved"), job));
    return pathOf(after("Path: ", said).lines().findFirst().orElseThrow().strip());
  }

  /** The path of a location as Flink spells it. */
  static Path pathOf(String location) {
    return Path.of(location.replaceFirst("^file:/+", "/"));
  }

  private static String after(String mark, String text) {
    assertThat(text).contains(mark);
    return text.substring(text.indexOf(mark) + mark.length());
  }

  private String client(List<String> arguments) throws Exception {
    start("client", CLIENT, arguments);
    Process client = processOf("client");
    boolean ended = client.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!ended || client.exitValue() != 0) {
      client.destroyForcibly().waitFor();
      throw new AssertionError("flink " + arguments + (ended ? " failed" : " hung") + lastWords());
    }
    return Files.readString(folder.resolve("client.out"));
  }

  /** A process, of which nobody else takes care from now on. */
  private Process processOf(String name) {
    return Objects.requireNonNull(processes.remove(name), name);
  }

  /** Heap, off-heap, classes and code are bounded as Flink's own scripts bound them. */
  private void start(String name, String mainClass, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:MaxMetaspaceSize=160m", "-XX:MaxDirectMemorySize=96m"));
    command.addAll(List.of("-XX:ReservedCodeCacheSize=64m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"));
    command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    command.add("-Dlog4j2.configurationFile=" + folder.resolve("log4j2.properties"));
    command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.addAll(List.of("-cp", JobJar.ofCluster(), UntilInputEnds.class.getName(), mainClass));
    if (!mainClass.equals(CLIENT)) {
      command.addAll(List.of("--configDir", folder.toString()));
    }
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve(name + ".out").toFile());
    builder.environment().put("FLINK_CONF_DIR", folder.toString());
    processes.put(name, builder.start());
  }

  /** Something that comes to hold. */
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /** Waits for something while all processes live. */
  void await(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String last = "it did not hold";
    while (System.nanoTime() < deadline) {
      for (Map.Entry<String, Process> process : processes.entrySet()) {
        if (!process.getValue().isAlive()) {
          throw new AssertionError(process.getKey() + " has died" + lastWords());
        }
      }
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IOException e) {
        last = e.toString();
      }
      Thread.sleep(200);
    }
    throw new AssertionError(what + " within " + PATIENCE + ": " + last + lastWords());
  }

  /** The last of what each process said. */
  private String lastWords() throws IOException {
    StringBuilder words = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".out")).sorted().toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        words.append("\n== ").append(file.getFileName()).append('\n');
        words.append(text.substring(Math.max(0, text.length() - 3000)));
      }
    }
    return words.toString();
  }

  @Override
  public void close() throws Exception {
    processes.values().forEach(Process::destroyForcibly);
    for (Process process : processes.values()) {
      process.waitFor();
    }
  }
}
