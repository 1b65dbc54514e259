package org.commonwatt.flink;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Ids;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.RejectedReading;

/**
 * The job's tables. Rows are written at least once; upserts that keep the highest version make
 * repeats harmless.
 */
final class DatabaseSinks {
  private static final String INTERVAL_ENERGY =
      """
      INSERT INTO interval_energy AS held (market, slot_start, slot_minutes, version, import_wh,
          export_wh, quality, participant, meter)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (market, meter, slot_start) DO UPDATE SET participant = excluded.participant,
          slot_minutes = excluded.slot_minutes, version = excluded.version,
          import_wh = excluded.import_wh, export_wh = excluded.export_wh,
          quality = excluded.quality
      WHERE excluded.version > held.version
      """;
  private static final String METERED_POSITION =
      """
      INSERT INTO metered_position AS held (market, slot_start, slot_minutes, version, import_wh,
          export_wh, quality, participant)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (market, participant, slot_start) DO UPDATE SET
          slot_minutes = excluded.slot_minutes, version = excluded.version,
          import_wh = excluded.import_wh, export_wh = excluded.export_wh,
          quality = excluded.quality
      WHERE excluded.version > held.version
      """;
  private static final String REJECTED_READING =
      """
      INSERT INTO rejected_reading (id, market, meter, reading_time, code, message, raw_hex)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO NOTHING
      """;

  private final String market;
  private final MeteringJobConfig.Database database;

  DatabaseSinks(MeteringJobConfig config) {
    this.market = config.market();
    this.database = config.database();
  }

  UpsertSink<IntervalEnergy> intervalEnergy() {
    String inMarket = market;
    return sink(
        INTERVAL_ENERGY,
        (row, energy) -> {
          row.setString(1, inMarket);
          setSlot(row, energy.slot());
          row.setInt(4, energy.version());
          row.setLong(5, energy.importWh());
          row.setLong(6, energy.exportWh());
          row.setString(7, energy.quality().name());
          row.setString(8, energy.participant());
          row.setString(9, energy.meter());
        });
  }

  UpsertSink<MeteredPosition> meteredPosition() {
    String inMarket = market;
    return sink(
        METERED_POSITION,
        (row, position) -> {
          row.setString(1, inMarket);
          setSlot(row, position.slot());
          row.setInt(4, position.version());
          row.setLong(5, position.importWh());
          row.setLong(6, position.exportWh());
          row.setString(7, position.quality().name());
          row.setString(8, position.participant());
        });
  }

  UpsertSink<RejectedReading> rejectedReading() {
    String inMarket = market;
    return sink(
        REJECTED_READING,
        (row, rejected) -> {
          row.setString(1, idOf(rejected).hex());
          row.setString(2, inMarket);
          // What claims to be a meter may be any text, also such as PostgreSQL cannot hold.
          row.setString(3, Ids.isValid(rejected.meter()) ? rejected.meter() : "");
          setReadingTime(row, rejected);
          row.setString(5, rejected.rejection().code().name());
          row.setString(6, rejected.rejection().message().replace('\0', '\uFFFD'));
          row.setString(7, rejected.rawHex());
        });
  }

  /** The row's id: the same bytes refused for the same reason are one row. */
  static Hash idOf(RejectedReading rejected) {
    return Hash.of(
        HexFormat.of().parseHex(rejected.rawHex()),
        rejected.rejection().code().name().getBytes(StandardCharsets.UTF_8));
  }

  private static void setSlot(PreparedStatement row, DeliverySlot slot) throws SQLException {
    row.setObject(2, utc(slot.startMillis()));
    row.setInt(3, slot.minutes());
  }

  private static void setReadingTime(PreparedStatement row, RejectedReading rejected)
      throws SQLException {
    if (rejected.meter().isEmpty() || !ReadingDecoder.isInstant(rejected.timeMillis())) {
      row.setNull(4, Types.TIMESTAMP_WITH_TIMEZONE);
    } else {
      row.setObject(4, utc(rejected.timeMillis()));
    }
  }

  private static OffsetDateTime utc(long millis) {
    return OffsetDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }

  private <T> UpsertSink<T> sink(String sql, UpsertSink.RowBinder<T> binder) {
    return new UpsertSink<>(database, sql, binder);
  }
}
