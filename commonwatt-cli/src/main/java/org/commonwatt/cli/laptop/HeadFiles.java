package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.audit.proof.HeadFile;
import org.commonwatt.audit.proof.ProofException;
import org.commonwatt.cli.UserError;

/** Files of signed tree heads, as they are kept outside a market. */
public final class HeadFiles {
  private HeadFiles() {}

  /**
   * Reads a file, or all files of a folder in order of their names.
   *
   * @throws UserError when one is no head; naming it
   */
  public static List<HeadFile> readAll(Path place) {
    if (!Files.isDirectory(place)) {
      return List.of(read(place));
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.sorted().map(HeadFiles::read).toList();
    } catch (IOException e) {
      throw new UserError("cannot read " + place + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws UserError when it is no head
   */
  public static HeadFile read(Path file) {
    try {
      return HeadFile.read(WholeFile.bytes(file));
    } catch (ProofException e) {
      throw new UserError(file + " is no tree head: " + e.getMessage(), e);
    }
  }
}
