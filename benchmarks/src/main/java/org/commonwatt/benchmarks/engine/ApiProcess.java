package org.commonwatt.benchmarks.engine;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A started {@link ApiServer}, with the launcher's settings of memory. The system property {@code
 * server} has further arguments of its Java machine, such as a recording of Flight Recorder.
 */
final class ApiProcess implements AutoCloseable {
  private static final List<String> MEMORY = List.of("-Xmx1g", "-Xss512k", "-XX:+UseSerialGC");

  private final Process process;
  private final BufferedReader says;
  private final BufferedWriter told;
  private int port;
  private int echoPort;

  ApiProcess() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(MEMORY);
    String further = System.getProperty("server", "");
    if (!further.isBlank()) {
      command.addAll(List.of(further.split(" ")));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ApiBenchmarks.class.getName(), "serve"));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    says =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    told =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    readPorts();
  }

  /**
   * What was used.
   *
   * @param server processor time of the process with API, engine and echo, ns
   * @param broker the same of its broker
   * @param driver the same of this process
   * @param frames of orders on the log
   */
  record Used(long server, long broker, long driver, long frames) {
    /** What came since. */
    Used minus(Used before) {
      return new Used(
          server - before.server,
          broker - before.broker,
          driver - before.driver,
          frames - before.frames);
    }
  }

  int port() {
    return port;
  }

  int echoPort() {
    return echoPort;
  }

  /** Begins a market without orders in the same, warm process. */
  void fresh() throws IOException {
    tell(ApiServer.FRESH);
    readPorts();
  }

  /** The heap in use after a collection, MiB. */
  long heapMiB() throws IOException {
    return Long.parseLong(ask(ApiServer.HEAP)[1]);
  }

  /** What was used so far. */
  Used used() throws IOException {
    String[] words = ask(ApiServer.USED);
    Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return new Used(
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        own.toNanos(),
        Long.parseLong(words[3]));
  }

  /** The machine's load average of the last minute. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  @Override
  public void close() throws IOException {
    told.close();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void readPorts() throws IOException {
    String[] ports = line(ApiServer.READY).split(" ");
    port = Integer.parseInt(ports[1]);
    echoPort = Integer.parseInt(ports[2]);
  }

  private String[] ask(String what) throws IOException {
    tell(what);
    return line(what + " ").split(" ");
  }

  private void tell(String what) throws IOException {
    told.write(what + "\n");
    told.flush();
  }

  /** The next line that begins so; others are of logs. */
  private String line(String begin) throws IOException {
    for (String line = says.readLine(); line != null; line = says.readLine()) {
      if (line.startsWith(begin)) {
        return line;
      }
    }
    throw new IOException("the server has ended");
  }
}
