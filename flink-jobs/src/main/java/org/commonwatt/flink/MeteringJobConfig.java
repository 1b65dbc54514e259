package org.commonwatt.flink;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Locale;
import org.commonwatt.model.Ids;
import org.jspecify.annotations.Nullable;

/**
 * Where the metering job reads, writes and remembers.
 *
 * @param market id of the market
 * @param bootstrapServers of the log, {@code host:port}
 * @param database where interval energy, positions and refusals are upserted
 * @param checkpoints a folder of the job's own; it is created when missing and continued when not
 * @param rules slots, lateness and meters
 * @param keys folder of the keys that readings and positions are sealed with; null when nothing is
 *     sealed
 */
public record MeteringJobConfig(
    String market,
    String bootstrapServers,
    Database database,
    Path checkpoints,
    MeteringRules rules,
    @Nullable Path keys) {

  /** A job over a log of which nothing is sealed. */
  public MeteringJobConfig(
      String market,
      String bootstrapServers,
      Database database,
      Path checkpoints,
      MeteringRules rules) {
    this(market, bootstrapServers, database, checkpoints, rules, null);
  }

  /** The keys, for the job's operators. */
  JobKeys jobKeys() {
    return new JobKeys(keys == null ? null : keys.toAbsolutePath().toString());
  }

  /** Checks the market's id. */
  public MeteringJobConfig {
    Ids.require("market", market);
  }

  /**
   * A PostgreSQL database that holds the tables.
   *
   * @param jdbcUrl such as {@code jdbc:postgresql://127.0.0.1:5432/commonwatt}, without {@code
   *     reWriteBatchedInserts}: an upsert whose batch names a row twice would fail
   * @param user its user
   * @param password the user's password, may be empty
   */
  public record Database(String jdbcUrl, String user, String password) implements Serializable {
    /** Refuses the option that breaks upserts. */
    public Database {
      if (jdbcUrl.toLowerCase(Locale.ROOT).contains("rewritebatchedinserts=true")) {
        throw new IllegalArgumentException(
            "remove reWriteBatchedInserts from the database URL: upserts of one row twice in a"
                + " batch would fail");
      }
    }

    @Override
    public String toString() {
      return "Database[" + jdbcUrl + ", " + user + "]";
    }
  }
}
