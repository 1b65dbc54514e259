package org.commonwatt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.commonwatt.cli.book.BookBench;
import org.commonwatt.cli.book.StreamException;
import org.commonwatt.cli.clearing.CaseException;
import org.commonwatt.cli.clearing.ClearBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt bench}: measures parts of the market on this machine. */
@Command(
    name = "bench",
    description = "Measure parts of the market on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {BenchCommand.Clear.class, BenchCommand.Book.class})
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to measure: clear or book");
  }

  /** {@code commonwatt bench clear}. */
  @Command(
      name = "clear",
      description = "How long the cases of a file take to clear, reading excluded, as JSON.",
      mixinStandardHelpOptions = true)
  static final class Clear implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Cases as JSON; - reads standard input.")
    private String file;

    @Override
    public Integer call() throws IOException {
      try (InputStream in = ClearCommand.open(file)) {
        ClearBench.Figures figures = ClearBench.run(in, System::nanoTime);
        spec.commandLine()
            .getOut()
            .printf(
                Locale.ROOT,
                "{\"cases\":%d,\"medianMicrosPerCase\":%.1f,\"p99MicrosPerCase\":%.1f}%n",
                figures.cases(),
                figures.medianMicros(),
                figures.p99Micros());
        new SureWriter(spec.commandLine().getOut()).flush();
        return 0;
      } catch (CaseException e) {
        throw new ParameterException(
            spec.commandLine(), "cannot measure " + file + ": " + e.explanation(), e);
      }
    }
  }

  /** {@code commonwatt bench book}. */
  @Command(
      name = "book",
      description = {
        "How long the continuous book takes for the messages of an order stream, as JSON.",
        "Three passes to warm up, then the median of the measured ones, each from an empty book."
      },
      mixinStandardHelpOptions = true)
  static final class Book implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
        paramLabel = "FILE",
        description = "Order stream, plain or gzip; - reads standard input.")
    private String file;

    @Option(
        names = "--rounds",
        paramLabel = "N",
        defaultValue = "5",
        description = "Measured passes (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Override
    public Integer call() throws IOException {
      if (rounds < 1) {
        throw new ParameterException(spec.commandLine(), "--rounds must be at least 1");
      }
      try (InputStream in = ClearCommand.open(file)) {
        BookBench.Figures figures = BookBench.run(in, rounds, System::nanoTime);
        spec.commandLine()
            .getOut()
            .printf(
                Locale.ROOT,
                "{\"messages\":%d,\"sha256\":\"%s\",\"nanosPerMessage\":%.1f,"
                    + "\"messagesPerSecond\":%d,\"rounds\":%d}%n",
                figures.messages(),
                figures.report(),
                figures.nanosPerMessage(),
                figures.messagesPerSecond(),
                figures.rounds());
        new SureWriter(spec.commandLine().getOut()).flush();
        return 0;
      } catch (StreamException e) {
        throw new ParameterException(
            spec.commandLine(), "cannot replay " + file + ": " + e.getMessage(), e);
      }
    }
  }
}
