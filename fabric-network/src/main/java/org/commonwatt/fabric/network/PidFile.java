package org.commonwatt.fabric.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The process id that a guard has noted in its node's folder. */
final class PidFile {
  static final String NAME = "pid";

  // Process start times are known to hundredths of a second, file times to less.
  private static final Duration SLACK = Duration.ofSeconds(2);

  private PidFile() {}

  /**
   * The living process that a node's folder names; a process that was started after the file was
   * written has merely inherited the number.
   */
  static Optional<ProcessHandle> read(Path nodeFolder) {
    Path file = nodeFolder.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      String text = Files.readString(file).strip();
      Instant written = Files.getLastModifiedTime(file).toInstant();
      if (!text.matches("[0-9]{1,18}")) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(text))
          .filter(ProcessHandle::isAlive)
          .filter(process -> startedBefore(process, written.plus(SLACK)));
    } catch (IOException e) {
      throw new FabricException("cannot read " + file, e);
    }
  }

  private static boolean startedBefore(ProcessHandle process, Instant limit) {
    return process.info().startInstant().map(start -> start.isBefore(limit)).orElse(true);
  }
}
