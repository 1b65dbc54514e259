package org.commonwatt.ingest.mqtt;

import java.time.Duration;
import java.util.Optional;
import org.commonwatt.ingest.Sample;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.registers.DecimalQuantity;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/** Makes a sample of the last values of a meter. */
final class MeterSample {
  /** A total that came longer ago is no reading of the instant of the poll, but an estimate. */
  static final Duration OF_NOW = Duration.ofSeconds(5);

  private static final TopicValues.Aged NOTHING =
      new TopicValues.Aged(new DecimalQuantity(0, 1), Duration.ZERO);

  private MeterSample() {}

  /**
   * What a meter shows now.
   *
   * @param meter which
   * @param values last ones that came
   */
  static Sample of(MqttMeter meter, TopicValues values) {
    Optional<TopicValues.Aged> imported = values.value(meter.imported(), meter.maxAge());
    Optional<TopicValues.Aged> exported = value(values, meter.exported(), meter.maxAge());
    Optional<TopicValues.Aged> power = value(values, meter.power(), meter.maxAge());
    if (imported.isEmpty() || exported.isEmpty() || power.isEmpty()) {
      String missing = imported.isEmpty() ? "import" : exported.isEmpty() ? "export" : "power";
      return failed(
          meter,
          FailureCode.STALE,
          "no message of its %s came within %d s".formatted(missing, meter.maxAge().toSeconds()));
    }
    DecimalQuantity importWh = imported.get().quantity();
    DecimalQuantity exportWh = exported.get().quantity();
    if (importWh.value() < 0 || exportWh.value() < 0) {
      return failed(meter, FailureCode.OUT_OF_RANGE, "a total is negative");
    }
    DecimalQuantity powerW = power.get().quantity();
    boolean isImport = meter.power() != null && meter.power().positiveIsImport();
    MeterRegisters registers =
        new MeterRegisters(
            importWh.value(),
            exportWh.value(),
            isImport ? powerW.negated().value() : powerW.value(),
            Math.max(importWh.resolution(), exportWh.resolution()));
    boolean isOfNow = isOfNow(imported.get()) && isOfNow(exported.get());
    return new Sample(
        meter.meter(),
        meter.ratedPowerW(),
        isOfNow ? Quality.ACTUAL : Quality.ESTIMATED,
        DeviceResult.ok(registers));
  }

  private static boolean isOfNow(TopicValues.Aged value) {
    return value.age().compareTo(OF_NOW) <= 0;
  }

  private static Sample failed(MqttMeter meter, FailureCode code, String detail) {
    return new Sample(
        meter.meter(), meter.ratedPowerW(), Quality.NULL, DeviceResult.failed(code, detail));
  }

  private static Optional<TopicValues.Aged> value(
      TopicValues values, @Nullable MqttPoint point, Duration maxAge) {
    return point == null ? Optional.of(NOTHING) : values.value(point, maxAge);
  }
}
