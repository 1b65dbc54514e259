package org.commonwatt.cli;

import java.nio.file.Path;

/** Sends the log of this process into the data folder, so that the terminal stays readable. */
final class Logging {
  private static final String FILE_PROPERTY = "commonwatt.log";

  private Logging() {}

  /** Chooses the file; must be called before anything logs, the first call counts. */
  static void into(Path folder) {
    System.setProperty(FILE_PROPERTY, folder.resolve("commonwatt.log").toString());
  }
}
