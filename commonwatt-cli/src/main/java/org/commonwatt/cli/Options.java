package org.commonwatt.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.commonwatt.model.Ids;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of option values that picocli leaves to us. */
final class Options {
  private Options() {}

  /** Refuses a value outside {@code from} to {@code to}, both included. */
  static void requireRange(CommandSpec spec, String option, long value, long from, long to) {
    if (value < from || value > to) {
      throw new ParameterException(
          spec.commandLine(), option + " must be " + from + " to " + to + ", not " + value);
    }
  }

  /** Refuses what is no id. */
  static void requireId(CommandSpec spec, String option, String value) {
    if (!Ids.isValid(value)) {
      throw new ParameterException(
          spec.commandLine(),
          option + " must be 1 to 64 of A-Z a-z 0-9 . _ -, a letter or digit first");
    }
  }

  /** Refuses a port that something listens on; 0 is a free one. */
  static void requireFreePort(int port) {
    String problem = port == 0 ? null : DoctorCommand.portProblem(port);
    if (problem != null) {
      throw new UserError("port " + port + ": " + problem);
    }
  }

  /** Refuses a file that cannot be written, or is there. */
  static void requireNew(String option, Path file) {
    requireWritable(option, file);
    if (Files.exists(file)) {
      throw new UserError(option + ": " + file + " exists: name a new file");
    }
  }

  /** Refuses a file that cannot be written. */
  static void requireWritable(String option, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
      throw new UserError(
          option + ": cannot write " + file + ": name a file in a folder you may write");
    }
  }
}
