package org.commonwatt.engine.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.commonwatt.engine.runtime.CommittedFrame;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.RejectionCode;

/**
 * Counts what an engine commits and tells how it is. Labels are kinds of commands and events and
 * codes of refusals: no participant, order or meter is named. Thread-safe.
 */
public final class EngineMetrics implements AutoCloseable {
  private static final double MILLIS = 1_000;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Map<Class<?>, Counter> commands = new ConcurrentHashMap<>();
  private final Map<Class<?>, Counter> events = new ConcurrentHashMap<>();
  private final Map<RejectionCode, Counter> refusals = new ConcurrentHashMap<>();
  private final Supplier<EngineNumbers> ask;
  private volatile EngineNumbers numbers;

  /**
   * Has counted nothing yet.
   *
   * @param ask tells how the engine is; asked once for each text
   */
  public EngineMetrics(Supplier<EngineNumbers> ask) {
    this.ask = ask;
    HttpMetrics.prepare(registry);
    numbers = EngineNumbers.idle(EngineState.RECOVERING, 0, 0, 0);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    for (EngineState state : EngineState.values()) {
      Gauge.builder("commonwatt.engine.state", () -> numbers.state() == state ? 1 : 0)
          .description("1 for what the engine is doing")
          .tag("state", state.name())
          .register(registry);
    }
    gauge("engine.events.last", "number of the last event", EngineNumbers::sequence);
    gauge("engine.events.projected", "last event in the read models", EngineNumbers::projected);
    gauge("engine.commands.waiting", "await their answer", EngineNumbers::waitingCommands);
    gauge("engine.troubles", "what /healthz names", EngineNumbers::troubles);
    gauge("settlement.batches.unconfirmed", "not on the ledger", EngineNumbers::unconfirmedBatches);
    gauge("settlement.slots.settled", "since the start of trading", EngineNumbers::settledSlots);
    gauge("settlement.slots.recorded", "those on the ledger", EngineNumbers::recordedSlots);
    seconds("market.time.seconds", "the market's clock", EngineNumbers::marketMillis);
    seconds(
        "settlement.overdue.seconds",
        "since the end of the slot that is next to be settled",
        EngineNumbers::unsettledMillis);
  }

  /** Takes further meters, such as those of the HTTP server. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Counts what has committed. */
  public void committed(CommittedFrame frame) {
    frame.frame().entries().forEach(entry -> countCommand(entry.command().getClass()));
    for (List<EventEnvelope> its : frame.events()) {
      its.forEach(envelope -> count(envelope.event()));
    }
  }

  /** All numbers in the text format of Prometheus; waits while a transaction is under way. */
  public String text() {
    numbers = ask.get();
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private void countCommand(Class<?> kind) {
    commands
        .computeIfAbsent(
            kind, it -> registry.counter("commonwatt.engine.commands", "kind", it.getSimpleName()))
        .increment();
  }

  private void count(Event event) {
    events
        .computeIfAbsent(
            event.getClass(),
            it -> registry.counter("commonwatt.engine.events", "kind", it.getSimpleName()))
        .increment();
    if (event instanceof Event.OrderRejected refused) {
      refusals
          .computeIfAbsent(
              refused.rejection().code(),
              it -> registry.counter("commonwatt.engine.orders.refused", "code", it.name()))
          .increment();
    }
  }

  private void gauge(String name, String description, ToLongFunction<EngineNumbers> value) {
    Gauge.builder("commonwatt." + name, () -> known(value.applyAsLong(numbers)))
        .description(description)
        .register(registry);
  }

  private void seconds(String name, String description, ToLongFunction<EngineNumbers> millis) {
    Gauge.builder("commonwatt." + name, () -> known(millis.applyAsLong(numbers)) / MILLIS)
        .description(description)
        .register(registry);
  }

  private static double known(long value) {
    return value == EngineNumbers.UNKNOWN ? Double.NaN : value;
  }
}
