package org.commonwatt.flink;

import java.io.IOException;
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
  private static final String INTERVAL_COLUMNS =
      "market, slot_start, slot_minutes, version, import_wh, export_wh, quality, participant,"
          + " meter";
  private static final String INTERVAL_ENERGY =
      "INSERT INTO interval_energy AS held ("
          + INTERVAL_COLUMNS
          + """
      )
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (market, meter, slot_start) DO UPDATE SET participant = excluded.participant,
          slot_minutes = excluded.slot_minutes, version = excluded.version,
          import_wh = excluded.import_wh, export_wh = excluded.export_wh,
          quality = excluded.quality
      WHERE excluded.version > held.version
      """;
  private static final String POSITION_COLUMNS =
      "market, slot_start, slot_minutes, version, import_wh, export_wh, quality, participant";
  private static final String METERED_POSITION =
      "INSERT INTO metered_position AS held ("
          + POSITION_COLUMNS
          + """
      )
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
  private static final String READING_COLUMNS =
      "market, meter, reading_time, sequence, import_wh, export_wh, power_w, quality";
  private static final String READING =
      "INSERT INTO reading AS held ("
          + READING_COLUMNS
          + """
      )
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
    String inMarket = market;
    return new UpsertSink<>(
        database,
        INTERVAL_ENERGY,
        new UpsertSink.Appended<>(
            energy -> new SlotKey(energy.meter(), energy.slot().startMillis()),
            (next, held) -> next.version() > held.version(),
            energy -> energy.version() == 1,
            new UpsertSink.Target("interval_energy", INTERVAL_COLUMNS),
            (row, energy) -> {
              setSlot(row, inMarket, energy.slot());
              row.integer(energy.version());
              row.bigint(energy.importWh());
              row.bigint(energy.exportWh());
              row.text(energy.quality().name());
              row.text(energy.participant());
              row.text(energy.meter());
            }));
  }

  UpsertSink<MeteredPosition> meteredPosition() {
    String inMarket = market;
    return new UpsertSink<>(
        database,
        METERED_POSITION,
        new UpsertSink.Appended<>(
            position -> new SlotKey(position.participant(), position.slot().startMillis()),
            (next, held) -> next.version() > held.version(),
            position -> position.version() == 1,
            new UpsertSink.Target("metered_position", POSITION_COLUMNS),
            (row, position) -> {
              setSlot(row, inMarket, position.slot());
              row.integer(position.version());
              row.bigint(position.importWh());
              row.bigint(position.exportWh());
              row.text(position.quality().name());
              row.text(position.participant());
            }));
  }

  UpsertSink<RejectedReading> rejectedReading() {
    return new UpsertSink<>(database, REJECTED_READING, new RejectedRow(market));
  }

  /** Of several readings of an instant that which the job takes, whatever the order. */
  UpsertSink<RegisterReading> reading() {
    String inMarket = market;
    return new UpsertSink<>(
        database,
        READING,
        new UpsertSink.Appended<>(
            reading -> new SlotKey(reading.meter(), reading.timeMillis()),
            (next, held) -> RegisterReading.CANONICAL.compare(next, held) < 0,
            reading -> true,
            new UpsertSink.Target("reading", READING_COLUMNS),
            (row, reading) -> {
              row.text(inMarket);
              row.text(reading.meter());
              row.instant(reading.timeMillis());
              row.bigint(reading.sequence());
              row.bigint(reading.importWh());
              row.bigint(reading.exportWh());
              row.bigint(reading.powerW());
              row.text(reading.quality().name());
            }));
  }

  UpsertSink<MeterFinding> validationFinding() {
    return new UpsertSink<>(database, VALIDATION_FINDING, new FindingRow(market));
  }

  /** The instant of a slot or reading, and whose row it is there. */
  private record SlotKey(String whose, long startMillis) {}

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

  private static void setSlot(RowValues row, String market, DeliverySlot slot)
      throws SQLException, IOException {
    row.text(market);
    row.instant(slot.startMillis());
    row.integer(slot.minutes());
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
