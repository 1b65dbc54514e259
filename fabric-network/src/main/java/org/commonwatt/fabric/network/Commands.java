package org.commonwatt.fabric.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command that ends by itself. */
final class Commands {
  private static final long SECONDS = 120;
  private static final int TAIL_LINES = 12;

  /** What these variables say goes before what Fabric's files say. */
  private static final List<String> FABRICS = List.of("CORE_", "ORDERER_", "CONFIGTX_");

  private Commands() {}

  /**
   * Runs it with these variables added to the environment and returns what it wrote to its standard
   * output.
   *
   * @throws FabricException when it cannot be started, fails or takes longer than two minutes
   */
  static String run(List<String> command, Map<String, String> environment) {
    String name = Path.of(command.get(0)).getFileName() + " " + String.join(" ", words(command));
    try {
      Path errors = Files.createTempFile("commonwatt-fabric", ".txt");
      Path output = Files.createTempFile("commonwatt-fabric", ".txt");
      try {
        ProcessBuilder builder = new ProcessBuilder(command);
        prepare(builder, environment);
        Process process =
            builder.redirectError(errors.toFile()).redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        await(process, name);
        if (process.exitValue() != 0) {
          throw new FabricException(
              "`" + name.strip() + "` failed: " + tail(errors) + tail(output));
        }
        return Files.readString(output, StandardCharsets.UTF_8);
      } finally {
        Files.deleteIfExists(errors);
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new FabricException("cannot run " + command.get(0) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Gives a process these variables beside ours, but none of ours that would change Fabric's
   * configuration: whoever starts us may have set them for another network.
   */
  static void prepare(ProcessBuilder builder, Map<String, String> environment) {
    builder.environment().keySet().removeIf(name -> FABRICS.stream().anyMatch(name::startsWith));
    builder.environment().putAll(environment);
  }

  /** The last lines of a text file, for messages. */
  static String tail(Path file) {
    if (!Files.exists(file)) {
      return "";
    }
    try {
      // Go's programs write UTF-8; a line cut by a kill need not be.
      List<String> lines =
          new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(cannot read " + file + ": " + e.getMessage() + ")";
    }
  }

  /** The words before the first option: they name what the command does. */
  private static List<String> words(List<String> command) {
    return command.stream().skip(1).takeWhile(word -> !word.startsWith("-")).toList();
  }

  private static void await(Process process, String name) {
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new FabricException("`" + name.strip() + "` did not end within two minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FabricException("interrupted while `" + name.strip() + "` ran", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
