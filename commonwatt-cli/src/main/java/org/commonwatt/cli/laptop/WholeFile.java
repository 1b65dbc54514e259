package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.commonwatt.cli.UserError;

/** Files that are read as a whole. */
public final class WholeFile {
  private static final long MOST = Integer.MAX_VALUE - 8; // what a Java array can have

  private WholeFile() {}

  /**
   * The bytes of a file.
   *
   * @throws UserError when it cannot be read, or has 2 GiB or more, which no file of ours has
   */
  public static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > MOST) {
        throw new UserError(file + " has 2 GiB or more: no file of this kind has");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
