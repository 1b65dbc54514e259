package org.commonwatt.ingest.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.commonwatt.ingest.IngestListener;
import org.commonwatt.ingest.IngestService;
import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.registers.MeterLayout;
import org.commonwatt.ingest.registers.MeterReader;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.RejectedReading;

/**
 * Counts what happens to each meter. Ids of meters are labels, values of registers are nowhere.
 * Meters beyond the first {@value #MOST_METERS} share the label {@code other}; those that are read
 * no more are dropped.
 */
public final class IngestMetrics implements IngestListener {
  /** The most meters that have a label of their own. */
  public static final int MOST_METERS = 2_000;

  private static final String OTHER = "other";
  private static final String METER = "meter";
  private static final String CODE = "code";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LongSupplier nanoTime;
  private final Map<String, Long> lastReading = new ConcurrentHashMap<>();
  private Set<String> labelled = Set.of();

  /**
   * Without any number.
   *
   * @param nanoTime runs evenly, ns
   */
  public IngestMetrics(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The numbers in the text format of Prometheus. */
  public String text() {
    return registry.scrape();
  }

  /**
   * Gives these meters labels, and drops those of others.
   *
   * @param meters their ids, in order
   */
  public synchronized void know(Iterable<String> meters) {
    Set<String> next = new HashSet<>();
    for (String meter : meters) {
      if (next.size() < MOST_METERS) {
        next.add(meter);
      }
    }
    Set<String> gone = new HashSet<>(labelled);
    gone.removeAll(next);
    registry.getMeters().stream()
        .map(Meter::getId)
        .filter(id -> gone.contains(String.valueOf(id.getTag(METER))))
        .forEach(registry::remove);
    gone.forEach(lastReading::remove);
    labelled = Set.copyOf(next);
  }

  /** Tells how full the spool of a service is and what the log has. */
  public void watch(IngestService service) {
    gauge("commonwatt.ingest.spool.waiting.bytes", "not on the log yet", service::waitingBytes);
    gauge("commonwatt.ingest.spool.used.bytes", "files of the spool", service::spoolBytes);
    gauge(
        "commonwatt.ingest.spool.capacity.bytes",
        "what the files may take",
        service::spoolCapacityBytes);
  }

  /** The same layout, whose readings are timed. */
  public MeterLayout timed(String meter, MeterLayout layout) {
    return new Timed(this, meter, layout);
  }

  /** Counts a message of an MQTT broker. */
  public void message(String outcome) {
    registry.counter("commonwatt.ingest.mqtt.messages", "outcome", outcome).increment();
  }

  /** Counts a request that pushed readings. */
  public void push(int status) {
    registry.counter("commonwatt.ingest.push.requests", "status", "" + status).increment();
  }

  @Override
  public void accepted(MeterReading reading) {
    String label = label(reading.meter());
    registry.counter("commonwatt.ingest.readings.accepted", METER, label).increment();
    if (!label.equals(OTHER) && lastReading.put(label, nanoTime.getAsLong()) == null) {
      Gauge.builder("commonwatt.ingest.reading.age.seconds", () -> age(label))
          .description("since the last accepted reading came")
          .tag(METER, label)
          .register(registry);
    }
  }

  @Override
  public void refused(RejectedReading reading) {
    registry
        .counter(
            "commonwatt.ingest.readings.refused",
            METER,
            label(reading.meter()),
            CODE,
            reading.rejection().code().name())
        .increment();
  }

  @Override
  public void failed(String meter, DeviceFailure failure) {
    registry
        .counter("commonwatt.ingest.polls.failed", METER, label(meter), CODE, failure.code().name())
        .increment();
  }

  private double age(String meter) {
    Long last = lastReading.get(meter);
    return last == null ? Double.NaN : (nanoTime.getAsLong() - last) / 1e9;
  }

  private synchronized String label(String meter) {
    return labelled.contains(meter) ? meter : OTHER;
  }

  private void gauge(String name, String description, LongSupplier value) {
    Gauge.builder(name, value, LongSupplier::getAsLong)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private void took(String meter, Duration time) {
    Timer.builder("commonwatt.ingest.polls")
        .description("asking a meter, with or without success")
        .tag(METER, label(meter))
        .register(registry)
        .record(time);
  }

  /** Compared by what it times, so that layouts stay values. */
  private record Timed(IngestMetrics metrics, String meter, MeterLayout layout)
      implements MeterLayout {
    @Override
    public MeterReader reader(ModbusClient client, int unit) {
      MeterReader reader = layout.reader(client, unit);
      return new MeterReader() {
        @Override
        public DeviceResult<MeterRegisters> read() {
          long start = metrics.nanoTime.getAsLong();
          try {
            return reader.read();
          } finally {
            metrics.took(meter, Duration.ofNanos(metrics.nanoTime.getAsLong() - start));
          }
        }

        @Override
        public String device() {
          return reader.device();
        }
      };
    }
  }
}
