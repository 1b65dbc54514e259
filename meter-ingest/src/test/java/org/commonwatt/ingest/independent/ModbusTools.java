package org.commonwatt.ingest.independent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of others that speak Modbus, as {@code scripts/modbus-tools} brings them. */
final class ModbusTools {
  private static final String VARIABLE = "COMMONWATT_MODBUS_TOOLS";

  /** Set where the tools must be there: a suite that would be skipped fails instead. */
  private static final String REQUIRED = "COMMONWATT_MODBUS_REQUIRED";

  private static final long LIMIT_SECONDS = 90;

  private final Path folder;

  private ModbusTools(Path folder) {
    this.folder = folder;
  }

  /** The tools; skips the test, saying so, when this machine has none. */
  static ModbusTools find() {
    @Nullable String folder = System.getenv(VARIABLE);
    if (folder == null) {
      String missing = VARIABLE + " is not set: see scripts/modbus-tools";
      if (System.getenv(REQUIRED) != null) {
        Assertions.fail(missing + ", and " + REQUIRED + " is set");
      }
      System.err.println("SKIPPED: independent Modbus devices, for " + missing);
      Assumptions.abort(missing);
    }
    return new ModbusTools(Path.of(String.valueOf(folder)));
  }

  /**
   * Starts a server of pymodbus with three meters of different makes and a SunSpec meter.
   *
   * @param framer {@code socket} for Modbus TCP, {@code rtu} for serial frames over TCP
   */
  Process meters(int port, String framer, Path temp) throws IOException {
    return program("python3", script("pymodbus/meters.py", temp), "" + port, framer).start();
  }

  /** Starts a server of modbus-serial with the meters that {@code meters.js} describes. */
  Process nodeMeters(int port, Path temp) throws IOException {
    return program("node", script("modbus-serial/meters.js", temp), "" + port).start();
  }

  private static String script(String resource, Path temp) throws IOException {
    Path script = temp.resolve(Path.of(resource).getFileName());
    try (InputStream in = ModbusTools.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IOException("no " + resource);
      }
      Files.write(script, in.readAllBytes());
    }
    return script.toString();
  }

  private ProcessBuilder program(String... command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PYTHONPATH", folder + File.separator + "site");
    builder.environment().put("NODE_PATH", folder + File.separator + "node_modules");
    return builder;
  }

  /** What mbpoll says of registers, one {@code [address]: value} each. */
  List<String> mbpoll(int port, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(folder.resolve("mbpoll").toString()));
    command.addAll(List.of("-m", "tcp", "-p", "" + port, "-0", "-1"));
    command.addAll(List.of(options));
    command.add("127.0.0.1");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Assertions.assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "mbpoll ended");
    Assertions.assertEquals(0, process.exitValue(), said);
    return said.lines().filter(line -> line.startsWith("[")).toList();
  }
}
