package org.commonwatt.ingest.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.FakeUnit;
import org.commonwatt.ingest.registers.MeterReader;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;

class IngestMetricsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final IngestMetrics metrics = new IngestMetrics(nanos::get);

  @Test
  void whatHappensToAMeterIsCountedAndNoRegisterIsTold() {
    metrics.know(List.of("home-1"));
    metrics.accepted(reading("home-1"));
    metrics.accepted(reading("home-1"));
    metrics.refused(
        new RejectedReading(
            "home-1", 0, new Rejection(RejectionCode.REGISTER_DECREASED, "from 987654"), "00"));
    metrics.failed("home-1", new DeviceFailure(FailureCode.TIMEOUT, "no answer"));
    nanos.addAndGet(Duration.ofSeconds(90).toNanos());
    assertThat(metrics.text().lines())
        .contains(
            "commonwatt_ingest_readings_accepted_total{meter=\"home-1\"} 2.0",
            "commonwatt_ingest_readings_refused_total{code=\"REGISTER_DECREASED\",meter=\"home-1\"} 1.0",
            "commonwatt_ingest_polls_failed_total{code=\"TIMEOUT\",meter=\"home-1\"} 1.0",
            "commonwatt_ingest_reading_age_seconds{meter=\"home-1\"} 90.0");
    assertThat(metrics.text()).doesNotContain("987654");
  }

  @Test
  void pollsAreTimed() {
    metrics.know(List.of("home-1"));
    MeterReader reader =
        metrics
            .timed(
                "home-1",
                (client, unit) ->
                    new MeterReader() {
                      @Override
                      public DeviceResult<MeterRegisters> read() {
                        nanos.addAndGet(Duration.ofMillis(250).toNanos());
                        return DeviceResult.failed(FailureCode.TIMEOUT, "no answer");
                      }

                      @Override
                      public String device() {
                        return "a device";
                      }
                    })
            .reader(new FakeUnit(), 1);
    assertThat(reader.read()).isInstanceOf(DeviceResult.Failed.class);
    assertThat(reader.device()).isEqualTo("a device");
    assertThat(metrics.text().lines())
        .contains(
            "commonwatt_ingest_polls_seconds_count{meter=\"home-1\"} 1",
            "commonwatt_ingest_polls_seconds_sum{meter=\"home-1\"} 0.25");
  }

  @Test
  void metersThatAreReadNoMoreAreDroppedAndUnknownOnesShareALabel() {
    metrics.know(List.of("home-1", "home-2"));
    metrics.accepted(reading("home-1"));
    metrics.accepted(reading("home-2"));
    metrics.accepted(reading("nobody"));
    metrics.know(List.of("home-2"));
    assertThat(metrics.text())
        .doesNotContain("home-1", "nobody")
        .contains("accepted_total{meter=\"home-2\"} 1.0", "accepted_total{meter=\"other\"} 1.0");
  }

  @Test
  void theNumberOfLabelsIsBounded() {
    List<String> meters = IntStream.range(0, 5_000).mapToObj(i -> "home-" + i).toList();
    metrics.know(meters);
    meters.forEach(meter -> metrics.accepted(reading(meter)));
    assertThat(metrics.text().lines().filter(line -> line.contains("accepted_total{")))
        .hasSize(IngestMetrics.MOST_METERS + 1)
        .contains("commonwatt_ingest_readings_accepted_total{meter=\"other\"} 3000.0");
  }

  private static MeterReading reading(String meter) {
    return new MeterReading(meter, 0, 0, 987_654, 0, 0, Quality.ACTUAL, Hash.ZERO);
  }
}
