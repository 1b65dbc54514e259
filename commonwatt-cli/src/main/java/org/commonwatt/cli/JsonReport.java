package org.commonwatt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that write what they found to a file, too. */
final class JsonReport {
  @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON.")
  private @Nullable Path file;

  /** Refuses a file that cannot be written, before the work begins. */
  void requireWritable() {
    if (file != null) {
      Options.requireWritable("--json", file);
    }
  }

  /** Writes the report if a file was named. */
  void write(String json) throws IOException {
    if (file != null) {
      Files.writeString(file, json + "\n");
    }
  }
}
