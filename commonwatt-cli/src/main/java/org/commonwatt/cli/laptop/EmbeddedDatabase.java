package org.commonwatt.cli.laptop;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.commonwatt.cli.UserError;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of our own, as a child process over a folder that outlives it. */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final int ANY_PORT = 0;
  private static final int FIRST_PORT = 10_240;
  private static final int LAST_PORT = 13_311;
  private static final int TRIES = 200;
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final EmbeddedPostgres postgres;
  private final Path dataDirectory;
  private final Process guard;

  private EmbeddedDatabase(EmbeddedPostgres postgres, Path dataDirectory, Process guard) {
    this.postgres = postgres;
    this.dataDirectory = dataDirectory;
    this.guard = guard;
  }

  /**
   * Starts the server on a free port, making its folder on first use.
   *
   * @throws UserError when it does not come up
   */
  public static EmbeddedDatabase start(Path folder) {
    return start(folder, ANY_PORT);
  }

  /**
   * Starts the server on a port.
   *
   * @throws UserError when it does not come up
   */
  public static EmbeddedDatabase start(Path folder, int port) {
    Path data = folder.resolve("data");
    stopLeftOver(data);
    try {
      EmbeddedPostgres.Builder server =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setPort(port == ANY_PORT ? freePort() : port)
              .setPGStartupWait(START_LIMIT)
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("shared_buffers", "32MB")
              .setServerConfig("max_connections", "40")
              .setServerConfig("timezone", "UTC")
              .setErrorRedirector(logTo(folder))
              .setOutputRedirector(logTo(folder));
      EmbeddedPostgres postgres = PostgresBinaries.beside(folder).start(server);
      return new EmbeddedDatabase(postgres, data, guard(data));
    } catch (IOException | RuntimeException e) {
      throw new UserError(
          "the embedded PostgreSQL did not start; its log is " + folder.resolve("postgres.log"), e);
    }
  }

  /**
   * A free port below the range from which systems take the local ports of outgoing connections:
   * inside it, whoever knocks at a server that is down can be given the server's own port and
   * connect to itself, and the server cannot come back. Brokers and Fabric take theirs from 16,384
   * up.
   */
  private static int freePort() throws IOException {
    SplittableRandom random = new SplittableRandom();
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(FIRST_PORT, LAST_PORT + 1);
      try (ServerSocket probe = new ServerSocket()) {
        probe.setReuseAddress(true);
        probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
      } catch (IOException taken) {
        // The next one may be free.
      }
    }
    throw new IOException("found no free port on 127.0.0.1");
  }

  /** The JDBC address of the database, for user {@code postgres} without a password. */
  public String jdbcUrl() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  /** The server's port on 127.0.0.1. */
  public int port() {
    return postgres.getPort();
  }

  /** The server's process, empty when it has died. */
  public Optional<ProcessHandle> process() {
    return postmaster(dataDirectory);
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UserError("the embedded PostgreSQL did not stop", e);
    } finally {
      guard.destroy();
    }
  }

  /** Stops the server should this process die: the pipe to the guard closes with it. */
  private static Process guard(Path data) throws IOException {
    String script = "read -r _; kill -INT \"$(head -n 1 \"$1/postmaster.pid\")\" 2>/dev/null";
    return new ProcessBuilder("sh", "-c", script, "commonwatt-postgres-guard", data.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** A server that outlived a killed process still holds the folder: it is stopped first. */
  private static void stopLeftOver(Path data) {
    Optional<ProcessHandle> left = postmaster(data);
    if (left.isEmpty()) {
      return;
    }
    ProcessHandle server = left.get();
    server.destroy();
    try {
      server.onExit().get(15, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      server.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError("interrupted while stopping an earlier PostgreSQL", e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new UserError("cannot stop the PostgreSQL that still uses " + data, e);
    }
  }

  private static Optional<ProcessHandle> postmaster(Path data) {
    return pid(data)
        .flatMap(ProcessHandle::of)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().commandLine().orElse("").contains(data.toString()));
  }

  private static Optional<Long> pid(Path data) {
    @Nullable Long pid = null;
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
      pid = lines.isEmpty() ? null : Long.valueOf(lines.get(0).trim());
    } catch (IOException | NumberFormatException e) {
      // No file, or one that was being written: no server that could be told apart.
      pid = null;
    }
    return Optional.ofNullable(pid);
  }

  private static ProcessBuilder.Redirect logTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    return ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile());
  }
}
