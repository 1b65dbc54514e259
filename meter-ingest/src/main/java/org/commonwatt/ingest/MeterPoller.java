package org.commonwatt.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.sunspec.MeterRegisters;
import org.commonwatt.ingest.sunspec.SunSpecDevice;
import org.commonwatt.ingest.sunspec.SunSpecReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads meters: endpoints in parallel, the units behind one endpoint one after the other. A device
 * is identified at its first poll and again after it stopped answering as it did.
 */
public final class MeterPoller implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MeterPoller.class);
  private static final int MOST_THREADS = 32;

  private final List<MeterSource> meters;
  private final Map<Endpoint, List<MeterSource>> byEndpoint = new LinkedHashMap<>();
  private final Map<Endpoint, ModbusClient> clients = new HashMap<>();
  private final Map<String, SunSpecDevice> devices = new ConcurrentHashMap<>();
  private final ExecutorService threads;
  private final InstantSource clock;
  private final Duration longestDelay;

  /**
   * A poller; it connects at the first poll.
   *
   * @param meters in the order in which results are wanted; ids and (endpoint, unit) are unique
   * @param connect makes the client of an endpoint; the poller closes it
   * @param clock the time that readings are made at
   * @param longestDelay an answer that comes later than this after the instant of the poll does not
   *     stand for it and counts as {@code LATE}
   */
  public MeterPoller(
      List<MeterSource> meters,
      Function<Endpoint, ModbusClient> connect,
      InstantSource clock,
      Duration longestDelay) {
    this.meters = List.copyOf(meters);
    this.clock = clock;
    this.longestDelay = longestDelay;
    requireUnique();
    for (MeterSource meter : meters) {
      byEndpoint.computeIfAbsent(meter.endpoint(), e -> new ArrayList<>()).add(meter);
    }
    byEndpoint.keySet().forEach(endpoint -> clients.put(endpoint, connect.apply(endpoint)));
    int size = Math.max(1, Math.min(byEndpoint.size(), MOST_THREADS));
    this.threads = Executors.newFixedThreadPool(size, MeterPoller::daemon);
  }

  /** The meters, in order. */
  public List<MeterSource> meters() {
    return meters;
  }

  /**
   * Polls every meter once.
   *
   * @param timeMillis the instant that the values stand for
   * @return one result per meter, in the order of the meters
   * @throws InterruptedException when the calling thread was interrupted
   */
  public synchronized List<Polled> poll(long timeMillis) throws InterruptedException {
    List<Callable<List<Polled>>> tasks = new ArrayList<>();
    byEndpoint.forEach(
        (endpoint, units) ->
            tasks.add(() -> units.stream().map(meter -> pollOne(meter, timeMillis)).toList()));
    Map<String, Polled> results = new HashMap<>();
    for (Future<List<Polled>> answers : threads.invokeAll(tasks)) {
      for (Polled polled : get(answers)) {
        results.put(polled.source().meter(), polled);
      }
    }
    return meters.stream().flatMap(meter -> Stream.ofNullable(results.get(meter.meter()))).toList();
  }

  /** Disconnects, after a poll that is under way. */
  @Override
  public synchronized void close() {
    threads.shutdownNow();
    clients.values().forEach(ModbusClient::close);
  }

  private void requireUnique() {
    if (meters.stream().map(MeterSource::meter).distinct().count() < meters.size()) {
      throw new IllegalArgumentException("two meters have the same id");
    }
    long addresses =
        meters.stream().map(meter -> meter.endpoint() + "/" + meter.unit()).distinct().count();
    if (addresses < meters.size()) {
      throw new IllegalArgumentException("two meters have the same endpoint and unit");
    }
  }

  private Polled pollOne(MeterSource meter, long timeMillis) {
    DeviceResult<MeterRegisters> result = read(meter);
    Instant latest = Instant.ofEpochMilli(timeMillis).plus(longestDelay);
    if (result instanceof DeviceResult.Ok && clock.instant().isAfter(latest)) {
      result =
          DeviceResult.failed(
              FailureCode.LATE,
              "the answer came after " + latest + ", too late for " + timeMillis + " ms");
    }
    return new Polled(meter, result);
  }

  private DeviceResult<MeterRegisters> read(MeterSource meter) {
    ModbusClient client = clients.get(meter.endpoint());
    if (client == null) {
      throw new IllegalStateException("no client for " + meter.endpoint());
    }
    SunSpecReader reader = new SunSpecReader(client, meter.unit());
    SunSpecDevice known = devices.get(meter.meter());
    if (known == null) {
      return identify(meter, reader).then(reader::readMeter);
    }
    DeviceResult<MeterRegisters> result = reader.readMeter(known);
    if (isMoved(result)) {
      return identify(meter, reader).then(reader::readMeter);
    }
    return result;
  }

  /** The map is no longer where it was: another device, or new firmware. */
  private static boolean isMoved(DeviceResult<MeterRegisters> result) {
    return result instanceof DeviceResult.Failed<MeterRegisters> failed
        && (failed.failure().code() == FailureCode.MODEL_MISSING
            || failed.failure().code() == FailureCode.ILLEGAL_ADDRESS);
  }

  private DeviceResult<SunSpecDevice> identify(MeterSource meter, SunSpecReader reader) {
    return reader
        .identify()
        .then(
            device -> {
              SunSpecDevice before = devices.put(meter.meter(), device);
              if (before == null) {
                log.info(
                    "Meter {} at {} unit {} is {}",
                    meter.meter(),
                    meter.endpoint(),
                    meter.unit(),
                    device);
              } else if (!before.equals(device)) {
                log.warn("Meter {} was {} and is now {}", meter.meter(), before, device);
              }
              return DeviceResult.ok(device);
            });
  }

  private static List<Polled> get(Future<List<Polled>> answers) throws InterruptedException {
    try {
      return answers.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("polling failed by a fault of the program", e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "meter-poller");
    thread.setDaemon(true);
    return thread;
  }
}
