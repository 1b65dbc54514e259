package org.commonwatt.log.codec;

import java.util.List;
import org.commonwatt.log.codec.proto.AlertProto;
import org.commonwatt.model.Alert;
import org.commonwatt.model.AlertPattern;
import org.commonwatt.model.DeliverySlot;

/** Records of the topic {@code alerts}: what surveillance found. Nothing in them is sealed. */
public final class AlertCodec {
  private static final EnumCodes<AlertPattern, AlertProto.AlertPattern> PATTERNS =
      new EnumCodes<>(AlertPattern.class, AlertProto.AlertPattern.class, "ALERT_PATTERN_");

  private AlertCodec() {}

  /**
   * The bytes of an alert.
   *
   * @param market id of the market
   * @throws IllegalArgumentException when the market is not an id
   */
  public static byte[] encode(String market, Alert alert) {
    Alert.Evidence evidence = alert.evidence();
    AlertProto.Alert.Builder message =
        AlertProto.Alert.newBuilder()
            .setId(alert.id())
            .setVersion(alert.version())
            .setPattern(PATTERNS.encode(alert.pattern()))
            .setSlotStartMillis(alert.slot().startMillis())
            .setSlotMinutes(alert.slot().minutes())
            .addAllParticipant(alert.participants())
            .setTimeMillis(evidence.timeMillis())
            .setFirstSequence(evidence.firstSequence())
            .setLastSequence(evidence.lastSequence())
            .setCommandOffset(evidence.commandOffset())
            .addAllOrderId(evidence.orderIds())
            .addAllTradeId(evidence.tradeIds())
            .setEnergyWh(evidence.energyWh());
    if (alert.area() != null) {
      message.setArea(alert.area());
    }
    for (Alert.Measure measure : alert.measures()) {
      message.addMeasure(
          AlertProto.AlertMeasure.newBuilder()
              .setName(measure.name())
              .setValue(measure.value())
              .setLimit(measure.limit()));
    }
    return Records.wrap(RecordType.ALERT, market, message.build());
  }

  /**
   * The alert of a record.
   *
   * @throws CodecException when the bytes are not an alert that this version knows
   */
  public static Alert decode(byte[] record) {
    return Records.decode(
        () ->
            decode(
                Fields.known(AlertProto.Alert.parseFrom(Records.open(record, RecordType.ALERT)))));
  }

  private static Alert decode(AlertProto.Alert message) {
    List<Alert.Measure> measures =
        message.getMeasureList().stream()
            .map(Fields::known)
            .map(part -> new Alert.Measure(part.getName(), part.getValue(), part.getLimit()))
            .toList();
    return new Alert(
        message.getId(),
        message.getVersion(),
        PATTERNS.decode(message.getPattern(), message.getPatternValue()),
        new DeliverySlot(message.getSlotStartMillis(), message.getSlotMinutes()),
        message.hasArea() ? message.getArea() : null,
        message.getParticipantList(),
        new Alert.Evidence(
            message.getTimeMillis(),
            message.getFirstSequence(),
            message.getLastSequence(),
            message.getCommandOffset(),
            message.getOrderIdList(),
            message.getTradeIdList(),
            message.getEnergyWh()),
        measures);
  }
}
