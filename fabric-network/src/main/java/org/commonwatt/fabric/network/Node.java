package org.commonwatt.fabric.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of the network, under a guard that stops it when this process dies. */
final class Node {
  /**
   * What a node runs.
   *
   * @param command with its arguments
   * @param environment variables added to ours, of which Fabric's are left out
   */
  record Program(List<String> command, Map<String, String> environment) {}

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final long START_SECONDS = 90;
  private static final long STOP_SECONDS = 15;
  private static final long LOOK_MILLIS = 50;

  private final String name;
  private final int port;
  private final Program program;
  private final NetworkFiles files;
  private @Nullable Process guard;

  /** A node of this name, which also names its folder and log, that listens on this port. */
  Node(String name, int port, Program program, NetworkFiles files) {
    this.name = name;
    this.port = port;
    this.program = program;
    this.files = files;
  }

  String name() {
    return name;
  }

  /** Starts it; it may not listen yet. */
  synchronized void start() {
    Path log = files.log(name);
    Path pidFile = files.node(name).resolve(PidFile.NAME);
    NetworkFiles.write(pidFile, "");
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", Template.read("guard.sh"), name, pidFile.toString()));
    command.addAll(program.command());
    ProcessBuilder builder = new ProcessBuilder(command);
    Commands.prepare(builder, program.environment());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      Files.createDirectories(log.resolveSibling(""));
      guard = builder.start();
    } catch (IOException e) {
      throw new FabricException("cannot start " + name + ": " + e.getMessage(), e);
    }
    LOG.info("{} starts", name);
  }

  /**
   * Waits until it listens.
   *
   * @throws FabricException when it ends or takes too long; the message has its log's last lines
   */
  void awaitListening() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!listens()) {
      if (!isAlive()) {
        throw new FabricException(name + " ended at its start; " + logTail());
      }
      if (System.nanoTime() - end > 0) {
        throw new FabricException(name + " did not listen in time; " + logTail());
      }
      Pauses.sleep(LOOK_MILLIS);
    }
  }

  synchronized boolean isAlive() {
    return guard != null && guard.isAlive();
  }

  /** The process itself, not its guard; empty when it does not run. */
  Optional<ProcessHandle> process() {
    return PidFile.read(files.node(name));
  }

  /** Ends it without any warning, and returns when it is dead. */
  void kill() {
    process().ifPresent(ProcessHandle::destroyForcibly);
    awaitEnd();
  }

  /** Asks it to stop; {@link #awaitEnd} waits for that. */
  synchronized void requestStop() {
    if (guard != null) {
      try {
        guard.getOutputStream().close();
      } catch (IOException e) {
        LOG.debug("{} has closed its end already", name, e);
      }
    }
  }

  /** Waits for its end, and forces it when that takes too long. */
  void awaitEnd() {
    Process waited;
    synchronized (this) {
      waited = guard;
    }
    if (waited == null) {
      return;
    }
    try {
      if (!waited.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("{} did not stop in time and is killed", name);
        process().ifPresent(ProcessHandle::destroyForcibly);
        waited.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process().ifPresent(ProcessHandle::destroyForcibly);
    }
    requestStop();
  }

  private String logTail() {
    Path log = files.log(name);
    return "the last lines of " + log + " are:\n" + Commands.tail(log);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
