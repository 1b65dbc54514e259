package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.commonwatt.cli.UserError;
import org.commonwatt.flink.vee.RulesFile;
import org.commonwatt.flink.vee.RulesFileException;
import org.commonwatt.ingest.EdgeValidator;
import org.commonwatt.ingest.MeterSwap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replacements of meters that the rules of the metering job announce, for the ingest. */
final class AnnouncedSwaps implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AnnouncedSwaps.class);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final WatchedFile watched;

  private AnnouncedSwaps(WatchedFile watched) {
    this.watched = watched;
  }

  /**
   * Tells a validator what a file announces, and again when it changes.
   *
   * @throws UserError when the file cannot be used
   */
  static AnnouncedSwaps follow(Path rules, EdgeValidator validator) {
    WatchedFile watched = new WatchedFile(rules);
    try {
      validator.know(read(rules));
    } catch (UserError e) {
      watched.close();
      throw e;
    }
    watched.follow(LOOK, () -> again(rules, validator));
    return new AnnouncedSwaps(watched);
  }

  /**
   * What a file of rules of meters announces.
   *
   * @throws UserError when the file cannot be used
   */
  static List<MeterSwap> read(Path rules) {
    try {
      return RulesFile.parse(rules.toString(), Files.readString(rules)).replacements().stream()
          .map(
              announced ->
                  new MeterSwap(
                      announced.meter(),
                      announced.timeMillis(),
                      announced.initialImportWh() - announced.finalImportWh(),
                      announced.initialExportWh() - announced.finalExportWh()))
          .toList();
    } catch (RulesFileException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UserError("cannot read the rules of meters " + rules, e);
    }
  }

  private static void again(Path rules, EdgeValidator validator) {
    try {
      validator.know(read(rules));
      LOG.info("{} has changed: replaced meters are as it says", rules);
    } catch (UserError e) {
      LOG.warn("replaced meters are as before: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    watched.close();
  }
}
