package org.commonwatt.flink;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.vee.VeeCheck;
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
  private static final String READING =
      """
      INSERT INTO reading AS held (market, meter, reading_time, sequence, import_wh, export_wh,
          power_w, quality)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (market, meter, reading_time) DO UPDATE SET sequence = excluded.sequence,
          import_wh = excluded.import_wh, export_wh = excluded.export_wh,
          power_w = excluded.power_w, quality = excluded.quality
      WHERE (excluded.sequence, excluded.import_wh, excluded.export_wh, excluded.power_w)
          < (held.sequence, held.import_wh, held.export_wh, held.power_w)
      """;
  private static final String VALIDATION_FINDING =
      """
      INSERT INTO validation_finding (market, meter, check_name, from_time, until_time, detail)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (market, meter, check_name, from_time) DO UPDATE SET
          until_time = excluded.until_time, detail = excluded.detail
      """;

  private final String market;
  private final MeteringJobConfig.Database database;

  DatabaseSinks(MeteringJobConfig config) {
    this.market = config.market();
    this.database = config.database();
  }

  UpsertSink<IntervalEnergy> intervalEnergy() {
    return new UpsertSink<>(database, INTERVAL_ENERGY, new IntervalRow(market));
  }

  UpsertSink<MeteredPosition> meteredPosition() {
    return new UpsertSink<>(database, METERED_POSITION, new PositionRow(market));
  }

  UpsertSink<RejectedReading> rejectedReading() {
    return new UpsertSink<>(database, REJECTED_READING, new RejectedRow(market));
  }

  UpsertSink<RegisterReading> reading() {
    return new UpsertSink<>(database, READING, new ReadingRow(market));
  }

  UpsertSink<MeterFinding> validationFinding() {
    return new UpsertSink<>(database, VALIDATION_FINDING, new FindingRow(market));
  }

  /** The instant of a slot or reading, and whose row it is there. */
  private record SlotKey(String whose, long startMillis) {}

  private record IntervalRow(String market) implements UpsertSink.Row<IntervalEnergy> {
    @Override
    public Object key(IntervalEnergy energy) {
      return new SlotKey(energy.meter(), energy.slot().startMillis());
    }

    @Override
    public boolean replaces(IntervalEnergy next, IntervalEnergy held) {
      return next.version() > held.version();
    }

    @Override
    public void bind(PreparedStatement row, IntervalEnergy energy) throws SQLException {
      row.setString(1, market);
      setSlot(row, energy.slot());
      row.setInt(4, energy.version());
      row.setLong(5, energy.importWh());
      row.setLong(6, energy.exportWh());
      row.setString(7, energy.quality().name());
      row.setString(8, energy.participant());
      row.setString(9, energy.meter());
    }
  }

  private record PositionRow(String market) implements UpsertSink.Row<MeteredPosition> {
    @Override
    public Object key(MeteredPosition position) {
      return new SlotKey(position.participant(), position.slot().startMillis());
    }

    @Override
    public boolean replaces(MeteredPosition next, MeteredPosition held) {
      return next.version() > held.version();
    }

    @Override
    public void bind(PreparedStatement row, MeteredPosition position) throws SQLException {
      row.setString(1, market);
      setSlot(row, position.slot());
      row.setInt(4, position.version());
      row.setLong(5, position.importWh());
      row.setLong(6, position.exportWh());
      row.setString(7, position.quality().name());
      row.setString(8, position.participant());
    }
  }

  private record RejectedRow(String market) implements UpsertSink.Row<RejectedReading> {
    @Override
    public Object key(RejectedReading rejected) {
      return idOf(rejected);
    }

    @Override
    public boolean replaces(RejectedReading next, RejectedReading held) {
      return false;
    }

    @Override
    public void bind(PreparedStatement row, RejectedReading rejected) throws SQLException {
      row.setString(1, idOf(rejected).hex());
      row.setString(2, market);
      // What claims to be a meter may be any text, also such as PostgreSQL cannot hold.
      row.setString(3, Ids.isValid(rejected.meter()) ? rejected.meter() : "");
      setReadingTime(row, rejected);
      row.setString(5, rejected.rejection().code().name());
      row.setString(6, rejected.rejection().message().replace('\0', '\uFFFD'));
      row.setString(7, rejected.rawHex());
    }
  }

  /** Of several readings of an instant that which the job takes, whatever the order. */
  private record ReadingRow(String market) implements UpsertSink.Row<RegisterReading> {
    @Override
    public Object key(RegisterReading reading) {
      return new SlotKey(reading.meter(), reading.timeMillis());
    }

    @Override
    public boolean replaces(RegisterReading next, RegisterReading held) {
      return RegisterReading.CANONICAL.compare(next, held) < 0;
    }

    @Override
    public void bind(PreparedStatement row, RegisterReading reading) throws SQLException {
      row.setString(1, market);
      row.setString(2, reading.meter());
      row.setObject(3, utc(reading.timeMillis()));
      row.setLong(4, reading.sequence());
      row.setLong(5, reading.importWh());
      row.setLong(6, reading.exportWh());
      row.setLong(7, reading.powerW());
      row.setString(8, reading.quality().name());
    }
  }

  private record FindingRow(String market) implements UpsertSink.Row<MeterFinding> {
    /** Of a meter there may be several findings from one instant on. */
    private record Key(String meter, VeeCheck check, long fromMillis) {}

    @Override
    public Object key(MeterFinding found) {
      return new Key(found.meter(), found.finding().check(), found.finding().fromMillis());
    }

    @Override
    public boolean replaces(MeterFinding next, MeterFinding held) {
      return true;
    }

    @Override
    public void bind(PreparedStatement row, MeterFinding found) throws SQLException {
      row.setString(1, market);
      row.setString(2, found.meter());
      row.setString(3, found.finding().check().name());
      row.setObject(4, utc(found.finding().fromMillis()));
      row.setObject(5, utc(found.finding().untilMillis()));
      row.setString(6, found.finding().detail());
    }
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
}
