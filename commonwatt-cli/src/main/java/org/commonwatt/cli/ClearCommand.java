package org.commonwatt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.commonwatt.cli.clearing.ClearRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt clear}: clears auction cases. */
@Command(
    name = "clear",
    description = {
      "Clear call auctions of coupled areas.",
      "Reads a case, or JSON Lines of cases, and writes a result or an error object a line,",
      "in the same order. A case of several slots may have blocks: then a result is called optimal,",
      "or has the gap to what no result can pass, in ppm. Exit code 2 when a case is bad; the others are still cleared."
    },
    mixinStandardHelpOptions = true)
final class ClearCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Cases as JSON; - reads standard input.")
  private String file;

  @Override
  public Integer call() throws IOException {
    try (InputStream in = open(file)) {
      boolean good = ClearRun.run(in, new SureWriter(spec.commandLine().getOut()));
      return good ? ExitCode.OK : ExitCode.USAGE;
    }
  }

  /**
   * Opens a file of cases, {@code -} for standard input.
   *
   * @throws UserError when there is no such file, or it is none to read
   */
  static InputStream open(String file) {
    if (file.equals("-")) {
      return System.in;
    }
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw new UserError(file + " is a folder: name a file, or - for standard input");
    }
    try {
      return Files.newInputStream(path);
    } catch (NoSuchFileException e) {
      throw new UserError("there is no file " + file + ": name one, or - for standard input", e);
    } catch (AccessDeniedException e) {
      throw new UserError("you may not read " + file + ": change its permissions", e);
    } catch (IOException e) {
      throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
