package org.commonwatt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.commonwatt.cli.storage.AdviceRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt storage advise}: the best schedule of a battery at given prices. */
@Command(
    name = "advise",
    description = {
      "Say when a battery should charge and discharge at given prices.",
      "Reads a case and writes the schedule that brings most, with a bound that none can pass,",
      "or an error object, as JSON. It trades nothing. Exit code 2 when the case is bad."
    },
    mixinStandardHelpOptions = true)
final class StorageAdviseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A case as JSON; - reads standard input.")
  private String file;

  @Override
  public Integer call() throws IOException {
    try (InputStream in = ClearCommand.open(file)) {
      boolean good = AdviceRun.run(in, new SureWriter(spec.commandLine().getOut()));
      return good ? ExitCode.OK : ExitCode.USAGE;
    }
  }
}
