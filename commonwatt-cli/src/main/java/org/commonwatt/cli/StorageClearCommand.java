package org.commonwatt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.commonwatt.cli.storage.AuctionRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt storage clear}: an auction of storage services. */
@Command(
    name = "clear",
    description = {
      "Clear an auction of storage services.",
      "Reads a case of units and surplus bids and writes who is stored where at which prices,",
      "or an error object, as JSON. Exit code 2 when the case is bad."
    },
    mixinStandardHelpOptions = true)
final class StorageClearCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A case as JSON; - reads standard input.")
  private String file;

  @Override
  public Integer call() throws IOException {
    try (InputStream in = ClearCommand.open(file)) {
      boolean good = AuctionRun.run(in, new SureWriter(spec.commandLine().getOut()));
      return good ? ExitCode.OK : ExitCode.USAGE;
    }
  }
}
