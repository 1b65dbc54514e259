package org.commonwatt.flink;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.commonwatt.flink.surveillance.MarketFact;
import org.commonwatt.flink.surveillance.SurveillanceRules;
import org.commonwatt.log.codec.AlertCodec;
import org.commonwatt.model.Alert;

/** How surveillance hangs together. The uids are part of the checkpoints: they stay. */
final class SurveillanceTopology {
  private static final String ALERTS = "alerts";
  private static final String UPSERT =
      """
      INSERT INTO alert AS held (market, alert_id, version, pattern, slot_start, slot_minutes, area,
          participants, seen_at, first_sequence, last_sequence, command_offset, order_ids,
          trade_ids, energy_wh, measure_names, measure_values, measure_limits)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (market, alert_id) DO UPDATE SET version = excluded.version,
          seen_at = excluded.seen_at, first_sequence = excluded.first_sequence,
          last_sequence = excluded.last_sequence, command_offset = excluded.command_offset,
          slot_start = excluded.slot_start, order_ids = excluded.order_ids,
          trade_ids = excluded.trade_ids, energy_wh = excluded.energy_wh,
          measure_names = excluded.measure_names, measure_values = excluded.measure_values,
          measure_limits = excluded.measure_limits
      WHERE excluded.version > held.version
      """;

  private final SurveillanceJobConfig config;

  SurveillanceTopology(SurveillanceJobConfig config) {
    this.config = config;
  }

  void build(StreamExecutionEnvironment environment) {
    SurveillanceRules rules = config.watch().rules();
    String market = config.market();
    DataStream<MarketFact> facts =
        environment
            .fromSource(
                KafkaEnds.events(config, "surveillance"),
                WatermarkStrategy.noWatermarks(),
                KafkaEnds.EVENTS)
            .uid(KafkaEnds.EVENTS)
            .keyBy(event -> market)
            .process(
                new TrackerFunction(config.watch().areaByParticipant(), config.jobKeys()),
                TypeInformation.of(MarketFact.class))
            .uid("tracker")
            .name("tracker");
    DataStream<Alert> inSlots =
        facts
            .filter(fact -> fact.surplus() == null)
            .uid("of-slots")
            .keyBy(fact -> fact.slot().startMillis())
            .process(
                new SlotSurveillanceFunction(rules, config.watch().closureLeadMinutes()),
                TypeInformation.of(Alert.class))
            .uid("slot-surveillance")
            .name("slot surveillance");
    DataStream<Alert> overSlots =
        facts
            .filter(fact -> fact.supplier() != null)
            .uid("of-suppliers")
            .keyBy(fact -> Objects.requireNonNull(fact.supplier()))
            .process(new WithholdingFunction(rules), TypeInformation.of(Alert.class))
            .uid("withholding")
            .name("withholding");
    DataStream<Alert> alerts = inSlots.union(overSlots);
    alerts.sinkTo(log()).uid("alerts-log").name(ALERTS);
    alerts
        .sinkTo(
            new UpsertSink<>(
                config.database(),
                UPSERT,
                new UpsertSink.Versioned<>(
                    Alert::id,
                    alert -> (long) alert.version(),
                    (row, alert) -> setAll(market, row, alert))))
        .uid("alert-table")
        .name("alert");
  }

  private KafkaSink<Alert> log() {
    String market = config.market();
    return KafkaEnds.exactlyOnce(
        config.bootstrapServers(),
        "surveillance-" + market,
        new TopicSerializer<>(
            ALERTS,
            alert -> alert.id().getBytes(StandardCharsets.UTF_8),
            alert -> AlertCodec.encode(market, alert)));
  }

  private static void setAll(String market, PreparedStatement row, Alert alert)
      throws SQLException {
    Alert.Evidence evidence = alert.evidence();
    List<Alert.Measure> measures = alert.measures();
    row.setString(1, market);
    row.setString(2, alert.id());
    row.setInt(3, alert.version());
    row.setString(4, alert.pattern().name());
    row.setObject(5, utc(alert.slot().startMillis()));
    row.setInt(6, alert.slot().minutes());
    row.setString(7, alert.area());
    setArray(row, 8, "text", alert.participants());
    row.setObject(9, utc(evidence.timeMillis()));
    row.setLong(10, evidence.firstSequence());
    row.setLong(11, evidence.lastSequence());
    row.setLong(12, evidence.commandOffset());
    setArray(row, 13, "bigint", evidence.orderIds());
    setArray(row, 14, "bigint", evidence.tradeIds());
    row.setLong(15, evidence.energyWh());
    setArray(row, 16, "text", measures.stream().map(Alert.Measure::name).toList());
    setArray(row, 17, "bigint", measures.stream().map(Alert.Measure::value).toList());
    setArray(row, 18, "bigint", measures.stream().map(Alert.Measure::limit).toList());
  }

  private static void setArray(PreparedStatement row, int index, String type, List<?> values)
      throws SQLException {
    Connection connection = row.getConnection();
    row.setArray(index, connection.createArrayOf(type, values.toArray()));
  }

  private static OffsetDateTime utc(long millis) {
    return OffsetDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }
}
