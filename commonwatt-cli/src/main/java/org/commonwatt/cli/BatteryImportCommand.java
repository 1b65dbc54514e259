package org.commonwatt.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.cli.battery.StatementFile;
import org.commonwatt.cli.battery.StatementGaps;
import org.commonwatt.cli.battery.StatementImport;
import org.commonwatt.cli.battery.StatementSigner;
import org.commonwatt.cli.battery.StatementTarget;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commonwatt battery import}. */
@Command(
    name = "import",
    description = {
      "Hand in many statements: a CSV file (*.csv) with a line of column names, or JSON Lines.",
      "Or a document: a passport or code of Catena-X or general information of BatteryPass,",
      "which registers a battery, or a condition of IDTA, which is a test of one.",
      "Tells of each line by its number. When a line cannot be read, nothing is handed in.",
      "Exit code 1: the contract refused a line; 2: a line cannot be read."
    },
    mixinStandardHelpOptions = true)
final class BatteryImportCommand extends BatteryLedgerCommand {
  @Parameters(paramLabel = "FILE", description = "The statements, signed or not.")
  private Path file;

  @Option(
      names = "--dry-run",
      description =
          "Say what would be taken and refused, by the contract's rules; hand in nothing.")
  private boolean dryRun;

  @Mixin private final SignerOptions signing = new SignerOptions();

  @Option(
      names = "--asset",
      paramLabel = "ID",
      defaultValue = "",
      description = "Of a condition: the battery.")
  private String asset;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Of a document: ${COMPLETION-CANDIDATES}; by its code unless given, or a pack.")
  private @Nullable AssetKind kind;

  @Option(
      names = "--rated-wh",
      paramLabel = "WH",
      defaultValue = "0",
      description = "Of a document that does not say it: rated energy, Wh.")
  private long ratedWh;

  @Option(
      names = "--mass-g",
      paramLabel = "G",
      defaultValue = "0",
      description = "Of a document that does not say it: mass, g.")
  private long massG;

  @Override
  public Integer call() {
    List<StatementSigner> signers = signing.signers();
    List<StatementFile.Line> lines = lines();
    boolean readable = lines.stream().allMatch(line -> line.error() == null);
    if (!readable && !dryRun) {
      for (StatementFile.Line line : lines) {
        if (line.error() != null) {
          out().printf("line %d: refused: %s%n", line.number(), line.error());
        }
      }
      out().println("Nothing was handed in.");
      out().flush();
      return ExitCode.USAGE;
    }
    return with(
        batteries -> {
          StatementTarget target =
              dryRun
                  ? StatementTarget.dry(batteries, InstantSource.system())
                  : StatementTarget.ledger(batteries);
          StatementImport work = new StatementImport(target, signers, out());
          work.take(lines);
          out()
              .printf(
                  "%d of %d %s, %d refused.%n",
                  work.taken(),
                  work.taken() + work.refused(),
                  dryRun ? "would be taken" : "taken",
                  work.refused());
          out().flush();
          return work.refused() == 0 ? ExitCode.OK : readable ? 1 : ExitCode.USAGE;
        });
  }

  private List<StatementFile.Line> lines() {
    try {
      long now = InstantSource.system().millis();
      return StatementFile.read(file, new StatementGaps(asset, kind, ratedWh, massG, now));
    } catch (IOException e) {
      throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
