package org.commonwatt.log.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.commonwatt.log.LogUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker in a child process on this machine, reachable at 127.0.0.1 only. What it has
 * acknowledged survives the death of its process, started again on the same folder; it does not
 * survive a power cut. The child ends when this process does, however that dies.
 */
public final class KafkaChild implements AutoCloseable {

  /** What the child prints when it takes clients. */
  private static final String READY = "ready";

  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 30;

  private static final Logger LOG = LoggerFactory.getLogger(KafkaChild.class);

  private final Process process;
  private final BrokerFiles files;
  private final int port;

  private KafkaChild(Process process, BrokerFiles files, int port) {
    this.process = process;
    this.files = files;
    this.port = port;
  }

  /**
   * Starts a broker and returns when it takes clients, after some seconds.
   *
   * @throws LogUnavailableException when the port is taken or the broker ends at its start; the
   *     message names its log file and has the last lines of it
   */
  public static KafkaChild start(KafkaChildOptions options) {
    int port = options.port() == 0 ? FreePorts.pick() : requireFree(options.port());
    BrokerFiles files = new BrokerFiles(options.dataDir());
    try {
      files.write(port, options.heapMiB());
      KafkaChild child = new KafkaChild(launch(files), files, port);
      child.awaitReady();
      LOG.info("Kafka broker {} listens at {}", child.pid(), child.bootstrapServers());
      return child;
    } catch (IOException e) {
      throw new LogUnavailableException(
          "could not start a Kafka broker in " + options.dataDir() + ": " + e.getMessage(), e);
    }
  }

  private static int requireFree(int port) {
    if (!FreePorts.isFree(port)) {
      throw new LogUnavailableException(
          "port " + port + " on 127.0.0.1 is taken by another program: stop it, or choose another");
    }
    return port;
  }

  /** Where clients connect, {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The port clients connect to. */
  public int port() {
    return port;
  }

  /** The child's process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether the child lives. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Names the child's log file and has the last lines of it. */
  public String lastWords() {
    return "the last lines of " + files.logFile() + " are:" + files.logTail();
  }

  /** Kills the child without any warning, and returns when it is dead. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Stops the child in good order, or kills it when that takes longer than half a minute. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.debug("the broker has closed its end already", e);
    }
    if (!awaitExit()) {
      LOG.warn("the Kafka broker did not stop in time and is killed");
      kill();
    }
  }

  private static Process launch(BrokerFiles files) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(compiler());
    command.add("@" + files.arguments());
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(files.logFile().toFile()))
        .start();
  }

  private static String java() {
    Optional<String> own = ProcessHandle.current().info().command();
    return own.orElse(System.getProperty("java.home") + "/bin/java");
  }

  /** Where this JVM was told to compile less, for it does not run for long, so does its child. */
  private static List<String> compiler() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-XX:TieredStopAtLevel="))
        .toList();
  }

  private void awaitReady() {
    CompletableFuture<@Nullable String> line = new CompletableFuture<>();
    Thread reader = new Thread(() -> readLine(line), "kafka-child-" + pid());
    reader.setDaemon(true);
    reader.start();
    try {
      if (READY.equals(line.get(START_SECONDS, TimeUnit.SECONDS))) {
        return;
      }
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("no sign of the broker", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean died = line.isDone() && !Thread.currentThread().isInterrupted();
    if (!died || !awaitExit()) {
      kill();
    }
    throw new LogUnavailableException(
        "the Kafka broker "
            + (died ? "ended at its start" : "did not become ready")
            + "; "
            + lastWords());
  }

  private void readLine(CompletableFuture<@Nullable String> line) {
    InputStream out = process.getInputStream();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8))) {
      line.complete(reader.readLine());
      process.waitFor();
    } catch (IOException | InterruptedException e) {
      line.completeExceptionally(e);
    }
  }

  private boolean awaitExit() {
    try {
      return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
