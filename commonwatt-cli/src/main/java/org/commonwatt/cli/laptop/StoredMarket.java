package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.commonwatt.cli.UserError;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.engine.readmodel.ReadModels;
import org.commonwatt.engine.readmodel.Rebuild;
import org.commonwatt.engine.runtime.LogInspection;
import org.commonwatt.engine.snapshot.SnapshotFolder;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.Topics;

/** What a data folder holds of a market that is not running. */
public final class StoredMarket {
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final int PARTITION = 0;

  private StoredMarket() {}

  /**
   * What a rebuild did.
   *
   * @param dropped rows, by table
   * @param before digests of the tables before
   * @param after digests of the tables after
   * @param sequence the last event they reflect
   * @param erased positions, bill lines and refused readings that were erased: they have no rows
   */
  public record Rebuilt(
      Map<String, Long> dropped,
      Map<String, String> before,
      Map<String, String> after,
      long sequence,
      long erased) {}

  /**
   * Replays the log and judges the snapshots.
   *
   * @throws UserError when nothing has run in the folder
   */
  public static LogInspection.Report inspect(DataFolder data) throws IOException {
    try (BrokerKeeper broker = broker(data)) {
      try (LogReader events = new LogReader(broker.bootstrapServers(), Topics.EVENTS, PARTITION)) {
        events.settledEnd(LogRecords.PATIENCE); // else the last events may be missed
      }
      return LogInspection.of(
          market(data),
          new KafkaMarketLog(broker.bootstrapServers(), PARTITION),
          new SnapshotFolder(data.part(Laptop.SNAPSHOTS), 1),
          data.keyring());
    }
  }

  /**
   * Drops the read models and lets them be written again.
   *
   * @throws UserError when nothing has run in the folder, or the rebuild stands still
   */
  public static Rebuilt rebuild(DataFolder data) throws SQLException, InterruptedException {
    String market = market(data);
    try (BrokerKeeper broker = broker(data);
        EmbeddedDatabase database = EmbeddedDatabase.start(data.part("postgres"))) {
      Database.Access access = new Database.Access(database.jdbcUrl(), "postgres", "");
      Map<String, String> before = Rebuild.digests(access, market);
      Map<String, Long> dropped = Rebuild.drop(access, market);
      try (ReadModels models =
          new ReadModels(access, broker.bootstrapServers(), market, data.keyring())) {
        if (!models.awaitEnd(LIMIT)) {
          throw new UserError("the rebuild stands still: " + models.trouble());
        }
        return new Rebuilt(
            dropped, before, Rebuild.digests(access, market), models.sequence(), models.erased());
      }
    }
  }

  static BrokerKeeper broker(DataFolder data) {
    if (!Files.isDirectory(data.part("kafka"))) {
      throw new UserError(data.root() + " has no log yet: nothing has run in it");
    }
    return BrokerKeeper.start(data.part("kafka"));
  }

  /** The id of the folder's market. */
  public static String market(DataFolder data) {
    return CommunityFile.read(data.communityFile()).rulebook().market();
  }
}
