package org.commonwatt.benchmarks.engine;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A started {@link ApiServer}, with a heap of 1 GiB. */
final class ApiProcess implements AutoCloseable {
  private static final String HEAP = "-Xmx1g";

  private final Process process;
  private final BufferedReader says;
  private final BufferedWriter told;
  private final int port;
  private final int echoPort;

  ApiProcess() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    process =
        new ProcessBuilder(
                List.of(
                    java,
                    HEAP,
                    "-cp",
                    System.getProperty("java.class.path"),
                    ApiBenchmarks.class.getName(),
                    "serve"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    says =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    told =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    String[] ports = line(ApiServer.READY).split(" ");
    port = Integer.parseInt(ports[1]);
    echoPort = Integer.parseInt(ports[2]);
  }

  int port() {
    return port;
  }

  int echoPort() {
    return echoPort;
  }

  /** The heap in use after a collection, MiB. */
  long heapMiB() throws IOException {
    told.write("heap\n");
    told.flush();
    return Long.parseLong(line("heap ").split(" ")[1]);
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
