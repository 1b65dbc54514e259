package org.commonwatt.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.LedgerKind;
import picocli.CommandLine.Option;

/** The option of all commands that read what a market has left behind. */
final class MarketFolder {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data folder of a demo or a served community.")
  private Path folder;

  /** Refuses a folder in which nothing has run. */
  static void requireHistory(DataFolder data) {
    if (!Files.isDirectory(data.part("kafka"))
        || !Files.isDirectory(data.part(LedgerKind.of(data).part()))) {
      throw new UserError(data.root() + " has no log yet: nothing has run in it");
    }
  }

  /** Opens the folder and takes its log, so that nothing else may run in it. */
  DataFolder take() {
    return take(folder);
  }

  /** The same with a folder that was named elsewhere. */
  static DataFolder take(Path named) {
    DataFolder data = DataFolder.open(named);
    try {
      data.takeLog();
      return data;
    } catch (RuntimeException e) {
      data.close();
      throw e;
    }
  }
}
