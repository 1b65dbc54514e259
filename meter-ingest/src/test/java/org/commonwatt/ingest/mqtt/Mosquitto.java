package org.commonwatt.ingest.mqtt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Debian's MQTT broker, as {@code scripts/mqtt-broker} brings it. */
final class Mosquitto implements AutoCloseable {
  private static final String VARIABLE = "COMMONWATT_MOSQUITTO";

  /** Set where it must be there: a suite that would be skipped fails instead. */
  private static final String REQUIRED = "COMMONWATT_MODBUS_REQUIRED";

  private static final long LIMIT_SECONDS = 60;

  private final List<String> command;
  private Process process;

  private Mosquitto(List<String> command) throws IOException {
    this.command = command;
    this.process = run();
  }

  /**
   * Starts a broker on 127.0.0.1; skips the test, saying so, when this machine has none.
   *
   * @param folder for its configuration
   * @param lines of the configuration behind that of the port
   */
  static Mosquitto start(Path folder, int port, String... lines) throws IOException {
    String program = program();
    List<String> all = new ArrayList<>(List.of("listener " + port + " 127.0.0.1"));
    if (isRoot()) {
      all.add(0, "user root");
    }
    all.add(0, "per_listener_settings true");
    all.addAll(List.of(lines));
    Path file = Files.write(folder.resolve("mosquitto-" + port + ".conf"), all);
    return new Mosquitto(List.of(program, "-c", file.toString()));
  }

  /**
   * Writes a user and its password as the broker's own tool does: $7$, iterations, salt, PBKDF2.
   */
  static void addUser(Path file, String user, String password)
      throws IOException, GeneralSecurityException {
    byte[] salt = new byte[12];
    byte[] hash =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
            .generateSecret(new PBEKeySpec(password.toCharArray(), salt, 101, 512))
            .getEncoded();
    Base64.Encoder base64 = Base64.getEncoder();
    Files.writeString(
        file,
        "%s:$7$101$%s$%s%n"
            .formatted(user, base64.encodeToString(salt), base64.encodeToString(hash)));
  }

  /** Kills it and starts it anew; what was retained is gone. */
  void restart() throws IOException, InterruptedException {
    kill();
    process = run();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  private void kill() throws InterruptedException {
    Assertions.assertTrue(
        process.destroyForcibly().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "it ended");
  }

  private Process run() throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String program() {
    @Nullable String program = System.getenv(VARIABLE);
    if (program == null) {
      String missing = VARIABLE + " is not set: see scripts/mqtt-broker";
      if (System.getenv(REQUIRED) != null) {
        Assertions.fail(missing + ", and " + REQUIRED + " is set");
      }
      System.err.println("SKIPPED: meters over MQTT, for " + missing);
      Assumptions.abort(missing);
    }
    return String.valueOf(program);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
