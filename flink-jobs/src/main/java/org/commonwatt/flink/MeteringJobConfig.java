package org.commonwatt.flink;

import java.io.Serializable;
import java.nio.file.Path;
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
 * @param options what an operator may choose
 */
public record MeteringJobConfig(
    String market,
    String bootstrapServers,
    Database database,
    Path checkpoints,
    MeteringRules rules,
    @Nullable Path keys,
    Options options) {

  /** Where the state of the meters is between checkpoints. */
  public enum StateBackend {
    /** On the heap: fast, for as many meters as fit. */
    HEAP("hashmap"),
    /** In RocksDB on the local disk: a third as fast, for more than fit. */
    ROCKSDB("rocksdb");

    private final String flinkName;

    StateBackend(String flinkName) {
      this.flinkName = flinkName;
    }

    String flinkName() {
      return flinkName;
    }
  }

  /**
   * What an operator may choose.
   *
   * @param meterRules the file with the rules of meters, which is followed; null: all have the
   *     default
   * @param state where the state of the meters is
   * @param registrations whether meters are registered while the job runs: it follows the market's
   *     events then, and computes no slot that the market's clock has not reached
   * @param signers whose signatures readings need
   */
  public record Options(
      @Nullable Path meterRules, StateBackend state, boolean registrations, ReadingKeys signers) {
    /** The default rules, the state on the heap, and signatures are not looked at. */
    public static final Options NONE = new Options(null, StateBackend.HEAP);

    /** With the meters that the job is started with, and no others; nobody needs to sign. */
    public Options(@Nullable Path meterRules, StateBackend state) {
      this(meterRules, state, false, ReadingKeys.NONE);
    }

    /** The same, with meters that are registered while the job runs or without. */
    public Options withRegistrations(boolean other) {
      return new Options(meterRules, state, other, signers);
    }

    /** The same, where readings need the signatures of these. */
    public Options signedBy(ReadingKeys others) {
      return new Options(meterRules, state, registrations, others);
    }
  }

  /** A job without choices. */
  public MeteringJobConfig(
      String market,
      String bootstrapServers,
      Database database,
      Path checkpoints,
      MeteringRules rules,
      @Nullable Path keys) {
    this(market, bootstrapServers, database, checkpoints, rules, keys, Options.NONE);
  }

  /** A job over a log of which nothing is sealed. */
  public MeteringJobConfig(
      String market,
      String bootstrapServers,
      Database database,
      Path checkpoints,
      MeteringRules rules) {
    this(market, bootstrapServers, database, checkpoints, rules, null, Options.NONE);
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
   * @param jdbcUrl such as {@code jdbc:postgresql://127.0.0.1:5432/commonwatt}
   * @param user its user
   * @param password the user's password, may be empty
   */
  public record Database(String jdbcUrl, String user, String password) implements Serializable {
    @Override
    public String toString() {
      return "Database[" + jdbcUrl + ", " + user + "]";
    }
  }
}
