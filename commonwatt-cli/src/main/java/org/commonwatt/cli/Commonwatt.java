package org.commonwatt.cli;

import org.commonwatt.cli.laptop.StopSignal;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point: {@code commonwatt COMMAND}. */
@Command(
    name = "commonwatt",
    description = "An open marketplace for local electricity and shared storage.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Start with `commonwatt demo`: it runs one trading day of 17 real homes.",
      "Exit codes: 0 success, 1 a check or the audit failed, 2 bad options or cases,",
      "3 the machine or the folder does not allow it."
    },
    subcommands = {
      DemoCommand.class,
      InitCommand.class,
      ServeCommand.class,
      SimulateCommand.class,
      AuditCommand.class,
      EngineCommand.class,
      IngestCommand.class,
      MeterCommand.class,
      JobCommand.class,
      KeysCommand.class,
      BrokerCommand.class,
      RebuildCommand.class,
      EraseCommand.class,
      OperatorCommand.class,
      AccountCommand.class,
      MeterPointCommand.class,
      OrderCommand.class,
      LoginCommand.class,
      LedgerCommand.class,
      InvoiceCommand.class,
      BilateralCommand.class,
      OriginCommand.class,
      BatteryCommand.class,
      StorageCommand.class,
      FabricCommand.class,
      ClearCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Commonwatt {
  /** Exit code of a command that was told to stop before it was done. */
  private static final int STOPPED = 130;

  private Commonwatt() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command and returns its exit code. */
  static int run(String... args) {
    return commandLine().execute(args);
  }

  /** The command line, with what it does about errors: who runs it gets its exit code. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Commonwatt());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Commonwatt::badOption);
    line.setExecutionExceptionHandler(Commonwatt::fault);
    return line;
  }

  private static int badOption(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .println(
            "commonwatt: "
                + firstLine(e)
                + " (see `"
                + command.getCommandSpec().qualifiedName()
                + " --help`)");
    return CommandLine.ExitCode.USAGE;
  }

  private static int fault(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (StopSignal.isStopping()) {
      return STOPPED;
    }
    if (e instanceof UserError) {
      command.getErr().println("commonwatt: " + firstLine(e));
      return UserError.EXIT_CODE;
    }
    // Not a constant: the first logger opens the log file, which the command has to name first.
    LoggerFactory.getLogger(Commonwatt.class).error("{} failed", command.getCommandName(), e);
    command
        .getErr()
        .println(
            "commonwatt: "
                + e.getClass().getSimpleName()
                + ": "
                + firstLine(e)
                + " (the log has the details: "
                + System.getProperty("commonwatt.log", "none was opened")
                + ")");
    return UserError.EXIT_CODE;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }
}
