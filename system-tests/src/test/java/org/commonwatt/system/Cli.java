package org.commonwatt.system;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.cli.Commonwatt;
import picocli.CommandLine;

/**
 * The command {@code commonwatt} as a process of its own, with the JVM flags that the launcher
 * gives to commands that are soon over, also where it is not, and assertions on.
 */
final class Cli implements AutoCloseable {
  private static final List<String> JVM =
      List.of(
          "-ea:org.commonwatt...", // the audit judges every auction
          "-Xmx1g",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "-Dfile.encoding=UTF-8",
          "-Dlog4j2.configurationFile=log4j2-cli.xml",
          "-cp",
          System.getProperty("java.class.path"),
          "org.commonwatt.cli.Commonwatt");
  private static final int CLASS_PATH = JVM.indexOf("-cp");
  private static final Duration LIMIT = Duration.ofMinutes(8);

  private final Process process;
  private final Path out;
  private final Path err;

  private Cli(List<String> command) {
    this(command, Map.of());
  }

  private Cli(List<String> command, Map<String, String> environment) {
    try {
      out = Files.createTempFile("commonwatt", ".out");
      err = Files.createTempFile("commonwatt", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the command. */
  static Cli start(String... arguments) {
    return new Cli(command(arguments));
  }

  /** Starts the command with more options for its JVM, which win over the usual ones. */
  static Cli startWith(List<String> jvm, String... arguments) {
    List<String> command = command(arguments);
    command.addAll(1 + CLASS_PATH, jvm);
    return new Cli(command);
  }

  /** Starts the command on a machine. */
  static Cli startOn(Machine machine, String... arguments) {
    return new Cli(machine.run(command(arguments)));
  }

  /** Starts the command with more in its environment. */
  static Cli startIn(Map<String, String> environment, String... arguments) {
    return new Cli(command(arguments), environment);
  }

  /**
   * Starts the command so that neither it nor its children can make a file larger than so many KiB:
   * a write beyond that fails, as one on a full disk does, with another error number.
   */
  static Cli startOnFullDisk(int kibibytes, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", "-c", "ulimit -f " + kibibytes + "; exec \"$@\"", "limited"));
    command.addAll(command(arguments));
    return new Cli(command);
  }

  /** What is run for arguments. */
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Runs a command that is soon over in this JVM, which is warm: a process of its own takes many
   * times as long to start as most commands to run.
   */
  static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Commonwatt.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return new Result(line.execute(arguments), out.toString(), err.toString());
  }

  /** Runs the command to its end. */
  static Result runAlone(String... arguments) throws InterruptedException {
    try (Cli cli = start(arguments)) {
      return cli.await();
    }
  }

  /** What a command left. */
  record Result(int exitCode, String out, String err) {}

  /** Waits for its end. */
  Result await() throws InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + LIMIT + ": " + text(out) + text(err));
    }
    return new Result(process.exitValue(), text(out), text(err));
  }

  /** What it has printed so far. */
  String out() {
    return text(out);
  }

  /** Waits until it has printed something that matches, and returns the match's first group. */
  String awaitOut(String pattern) {
    return Eventually.get(
        LIMIT,
        () -> {
          Matcher matcher = Pattern.compile(pattern).matcher(text(out));
          if (matcher.find()) {
            return matcher.group(1);
          }
          if (!process.isAlive()) {
            throw new AssertionError("ended early: " + text(out) + text(err));
          }
          return null;
        });
  }

  /** SIGTERM, as Ctrl-C or a service manager sends it. */
  Result stop() throws InterruptedException {
    process.destroy();
    return await();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGSTOP: it stands still until {@link #resume}. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " failed: " + kill.exitValue());
    }
  }

  /** The broker: its only child that is a JVM. */
  ProcessHandle broker() {
    return process
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      stop();
    }
    try {
      Files.delete(out);
      Files.delete(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process that still writes may have written half of a character. */
  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
