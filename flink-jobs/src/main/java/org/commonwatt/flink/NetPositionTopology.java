package org.commonwatt.flink;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.commonwatt.flink.netting.AccountFact;
import org.commonwatt.flink.netting.AreaMembers;
import org.commonwatt.flink.netting.NetPosition;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/**
 * How net positions hang together, beside surveillance and with a source of their own. The uids are
 * part of the checkpoints: they stay.
 */
final class NetPositionTopology {
  private static final String UPSERT =
      """
      INSERT INTO net_position AS held (market, participant, area, slot_start, slot_minutes,
          version, contracted_wh, metered_wh, quality, first_forecast_wh, forecast_wh,
          imbalance_to_date_wh)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (market, participant, slot_start) DO UPDATE SET area = excluded.area,
          version = excluded.version, contracted_wh = excluded.contracted_wh,
          metered_wh = excluded.metered_wh, quality = excluded.quality,
          first_forecast_wh = excluded.first_forecast_wh, forecast_wh = excluded.forecast_wh,
          imbalance_to_date_wh = excluded.imbalance_to_date_wh
      WHERE excluded.version > held.version
      """;

  private static final String MEMBERS =
      """
      INSERT INTO area_members AS held (market, area, slot_start, version, accounts)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (market, area, slot_start) DO UPDATE SET version = excluded.version,
          accounts = excluded.accounts
      WHERE excluded.version > held.version
      """;

  private final SurveillanceJobConfig config;

  NetPositionTopology(SurveillanceJobConfig config) {
    this.config = config;
  }

  void build(StreamExecutionEnvironment environment) {
    SurveillanceJobConfig.Watch watch = config.watch();
    String market = config.market();
    SingleOutputStreamOperator<AccountFact> facts =
        environment
            .fromSource(
                KafkaEnds.events(config, "net-positions"),
                WatermarkStrategy.noWatermarks(),
                "net position events")
            .uid("net-position-events")
            .keyBy(event -> market)
            .process(
                new AccountFactsFunction(watch.homes(), config.jobKeys()),
                TypeInformation.of(AccountFact.class))
            .uid("account-facts")
            .name("account facts");
    facts
        .getSideOutput(AccountFactsFunction.MEMBERS)
        .sinkTo(
            new UpsertSink<>(
                config.database(),
                MEMBERS,
                new UpsertSink.Versioned<>(
                    members -> List.of(members.area(), members.slot()),
                    AreaMembers::version,
                    (row, members) -> bind(market, row, members))))
        .uid("area-members-table")
        .name("area_members");
    facts
        .keyBy(AccountFact::participant)
        .process(
            new NetPositionFunction(watch.utcOffsetMinutes()),
            TypeInformation.of(NetPosition.class))
        .uid("net-position")
        .name("net position")
        .sinkTo(
            new UpsertSink<>(
                config.database(),
                UPSERT,
                new UpsertSink.Versioned<>(
                    position -> List.of(position.participant(), position.slot()),
                    position -> (long) position.version(),
                    (row, position) -> bind(market, row, position))))
        .uid("net-position-table")
        .name("net_position");
  }

  private static void bind(String market, PreparedStatement row, NetPosition position)
      throws SQLException {
    row.setString(1, market);
    row.setString(2, position.participant());
    row.setString(3, position.area());
    row.setObject(4, start(position.slot()));
    row.setInt(5, position.slot().minutes());
    row.setLong(6, position.version());
    row.setLong(7, position.contractedWh());
    set(row, 8, position.meteredWh());
    row.setString(9, position.quality() == null ? null : position.quality().name());
    set(row, 10, position.firstForecastWh());
    set(row, 11, position.forecastWh());
    set(row, 12, position.imbalanceToDateWh());
  }

  private static void bind(String market, PreparedStatement row, AreaMembers members)
      throws SQLException {
    row.setString(1, market);
    row.setString(2, members.area());
    row.setObject(3, start(members.slot()));
    row.setLong(4, members.version());
    row.setInt(5, members.accounts());
  }

  private static OffsetDateTime start(DeliverySlot slot) {
    return OffsetDateTime.ofInstant(Instant.ofEpochMilli(slot.startMillis()), ZoneOffset.UTC);
  }

  private static void set(PreparedStatement row, int index, @Nullable Long value)
      throws SQLException {
    row.setObject(index, value, Types.BIGINT);
  }
}
