package org.commonwatt.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.commonwatt.ingest.Sample;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.registers.RegisterUnit;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Test;

class MeterSampleTest {
  private static final MqttMeter METER =
      new MqttMeter("m", 12_000, point("in"), point("out"), point("power"), Duration.ofSeconds(60));

  private final AtomicLong nanos = new AtomicLong(-5);
  private final TopicValues values = new TopicValues(METER.points().toList(), nanos::get);

  @Test
  void aTotalThatJustCameIsWhatTheMeterShows() {
    send("in", "out", "power");
    pass(Duration.ofSeconds(5));
    Sample sample = MeterSample.of(METER, values);
    assertThat(sample.quality()).isEqualTo(Quality.ACTUAL);
    assertThat(sample.result()).isEqualTo(DeviceResult.ok(new MeterRegisters(7, 7, 7, 1)));
  }

  @Test
  void anOlderOneIsAnEstimateOfIt() {
    send("in", "out", "power");
    pass(Duration.ofSeconds(5).plusNanos(1));
    assertThat(MeterSample.of(METER, values).quality()).isEqualTo(Quality.ESTIMATED);
    send("in");
    assertThat(MeterSample.of(METER, values).quality())
        .as("the export is old still")
        .isEqualTo(Quality.ESTIMATED);
    send("out");
    assertThat(MeterSample.of(METER, values).quality())
        .as("the power is no register")
        .isEqualTo(Quality.ACTUAL);
  }

  @Test
  void oneThatIsTooOldIsNone() {
    send("in", "out", "power");
    pass(Duration.ofSeconds(61));
    assertThat(MeterSample.of(METER, values).result()).isInstanceOf(DeviceResult.Failed.class);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void send(String... topics) {
    for (String topic : topics) {
      values.take(topic, "7".getBytes(StandardCharsets.UTF_8), false);
    }
  }

  private static MqttPoint point(String topic) {
    RegisterUnit unit = topic.equals("power") ? RegisterUnit.WATT : RegisterUnit.WATT_HOUR;
    return new MqttPoint(null, new MqttPoint.Place(topic, "", unit), false);
  }
}
