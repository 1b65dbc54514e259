package org.commonwatt.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;

/** A command's output that says when it could not be written; a PrintWriter only remembers it. */
final class SureWriter extends FilterWriter {
  private final PrintWriter printer;

  SureWriter(PrintWriter printer) {
    super(printer);
    this.printer = printer;
  }

  /**
   * Flushes what was written.
   *
   * @throws UserError when it got lost: a full disk, or a reader that is gone
   */
  @Override
  public void flush() throws IOException {
    // The printer of the command line stands on System.out, which swallows failures, too.
    if (printer.checkError() || System.out.checkError()) {
      throw new UserError(
          "cannot write the results: free the disk, or keep whoever reads them until the end");
    }
  }
}
