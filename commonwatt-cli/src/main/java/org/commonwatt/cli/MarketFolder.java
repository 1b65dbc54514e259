package org.commonwatt.cli;

import java.nio.file.Path;
import org.commonwatt.cli.laptop.DataFolder;
import picocli.CommandLine.Option;

/** The option of all commands that read what a market has left behind. */
final class MarketFolder {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data folder of a demo or a served community.")
  private Path folder;

  /** Opens the folder and takes its log, so that nothing else may run in it. */
  DataFolder take() {
    DataFolder data = DataFolder.open(folder);
    try {
      data.takeLog();
      return data;
    } catch (RuntimeException e) {
      data.close();
      throw e;
    }
  }
}
