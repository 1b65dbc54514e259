package org.commonwatt.log.kafka.broker;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The main program of the broker's process. Formats its folder at the first start, says {@code
 * ready} on standard output when it takes clients, and stops when standard input ends: so it
 * outlives neither a parent that closes the pipe nor one that dies. Everything else it says goes to
 * standard error.
 */
public final class BrokerMain {

  private static final int FAILED = 1;
  private static final long STOP_MILLIS = 20_000;

  private BrokerMain() {}

  /** Runs a broker; the only argument is its settings file. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) {
    PrintStream parent = System.out;
    System.setOut(System.err);
    // Ctrl-C reaches the whole group of processes; the parent still needs its broker to stop well.
    Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
    stopAtEndOfInput();
    try {
      Path file = Path.of(args[0]);
      Properties settings = read(file);
      format(file, settings);
      KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "broker-stop"));
      server.startup();
      parent.println("ready");
      parent.flush();
      server.awaitShutdown();
    } catch (Exception | LinkageError e) {
      e.printStackTrace();
      System.err.println("The broker could not start: " + e.getMessage());
      Runtime.getRuntime().halt(FAILED);
    }
  }

  private static Properties read(Path file) throws IOException {
    Properties settings = new Properties();
    try (InputStream in = new FileInputStream(file.toFile())) {
      settings.load(in);
    }
    return settings;
  }

  /** The file that is looked for is written last, so a format cut short is done over. */
  private static void format(Path file, Properties settings) {
    if (Files.exists(Path.of(settings.getProperty("log.dirs"), "meta.properties"))) {
      return;
    }
    String[] format = {
      "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
    };
    if (StorageTool.execute(format, System.err) != 0) {
      throw new IllegalStateException("the folder could not be formatted");
    }
  }

  private static void stopAtEndOfInput() {
    Thread watch =
        new Thread(
            () -> {
              awaitEndOfInput();
              Runtime.getRuntime().exit(0);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Whatever the parent says, only its silence counts.
      }
    } catch (IOException e) {
      System.err.println("Lost the parent: " + e);
    }
  }

  /** A stop that hangs must not leave the process behind. */
  private static void stop(KafkaRaftServer server) {
    Thread watchdog =
        new Thread(
            () -> {
              Time.SYSTEM.sleep(STOP_MILLIS);
              System.err.println("The broker does not stop and is ended.");
              Runtime.getRuntime().halt(FAILED);
            },
            "broker-stop-watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
    server.shutdown();
  }
}
