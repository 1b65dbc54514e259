package org.commonwatt.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;

/**
 * The folder of the job's checkpoints. The job keeps one id through all restarts, so its
 * checkpoints count up and the newest is the one with the highest number.
 */
final class Checkpoints {
  /** The job's id, the same in every run. */
  static final JobID JOB = new JobID(0x636f6d6d6f6e7761L, 0x74746d6574657273L);

  private static final String PREFIX = "chk-";

  private final Path folder;

  Checkpoints(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /** The folder, in the spelling of Flink, which wants a scheme but no escapes. */
  String location() {
    return locationOf(folder);
  }

  private static String locationOf(Path path) {
    return "file://" + path;
  }

  /**
   * The location of the newest complete checkpoint; an interrupted one has no metadata yet and does
   * not count.
   *
   * @throws UncheckedIOException when the folder cannot be read
   */
  Optional<String> newest() {
    Path ofJob = folder.resolve(JOB.toHexString());
    if (!Files.isDirectory(ofJob)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(ofJob)) {
      return entries
          .filter(path -> numberOf(path) >= 0 && Files.isRegularFile(path.resolve("_metadata")))
          .max(Comparator.comparingLong(Checkpoints::numberOf))
          .map(Checkpoints::locationOf);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoints in " + ofJob, e);
    }
  }

  private static long numberOf(Path checkpoint) {
    String name = String.valueOf(checkpoint.getFileName());
    String digits = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
    return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : -1;
  }
}
