package org.commonwatt.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.registers.MeterReader;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.model.Quality;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads meters: endpoints in parallel, the units behind one endpoint one after the other, by their
 * {@link GatewaySchedule}. A poll waits for no gateway longer than for a whole round: one that is
 * still at an earlier poll is left out of the next.
 */
public final class MeterPoller implements MeterInput {
  private static final Logger log = LoggerFactory.getLogger(MeterPoller.class);
  private static final int MOST_THREADS = 1_024; // one for each gateway: all they do is wait

  private final List<MeterSource> meters;
  private final Map<Endpoint, List<MeterSource>> byEndpoint = new LinkedHashMap<>();
  private final List<GatewaySchedule> schedules = new ArrayList<>();
  private final Map<Endpoint, ModbusClient> clients = new HashMap<>();
  private final Map<String, MeterReader> readers = new HashMap<>();
  private final Map<String, String> devices = new ConcurrentHashMap<>();
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
   *     stand for it and counts as {@code LATE}; no poll waits longer
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
    byEndpoint.forEach((endpoint, units) -> addReaders(connect.apply(endpoint), endpoint, units));
    int size = Math.max(1, Math.min(byEndpoint.size(), MOST_THREADS));
    this.threads = Executors.newFixedThreadPool(size, MeterPoller::daemon);
  }

  /** The meters, in order. */
  public List<MeterSource> meters() {
    return meters;
  }

  @Override
  public int size() {
    return meters.size();
  }

  @Override
  public List<Sample> sample(long timeMillis) throws InterruptedException {
    return poll(timeMillis).stream()
        .map(
            polled ->
                new Sample(
                    polled.source().meter(),
                    polled.source().ratedPowerW(),
                    Quality.ACTUAL,
                    polled.result(),
                    polled.offsetMillis()))
        .toList();
  }

  /**
   * Polls every meter once whose poll is due.
   *
   * @param timeMillis the instant that the values stand for
   * @return one result for each that was polled, in the order of the meters
   * @throws InterruptedException when the calling thread was interrupted
   */
  public List<Polled> poll(long timeMillis) throws InterruptedException {
    return poll(timeMillis, meter -> meter.isDue(timeMillis));
  }

  /**
   * Polls some of the meters once.
   *
   * @param timeMillis the instant that the values stand for
   * @param due whether a meter is polled
   * @return one result for each that was polled, in the order of the meters
   * @throws InterruptedException when the calling thread was interrupted
   */
  public synchronized List<Polled> poll(long timeMillis, Predicate<MeterSource> due)
      throws InterruptedException {
    Instant latest = Instant.ofEpochMilli(timeMillis).plus(longestDelay);
    PollRound round = new PollRound(latest, schedules.size());
    // Should there be more gateways than threads, others come last each time.
    Collections.rotate(schedules, 1);
    for (GatewaySchedule schedule : schedules) {
      if (schedule.begin()) {
        threads.execute(() -> pollGateway(schedule, round, due));
      } else {
        round.ended();
      }
    }
    round.await(clock);
    return meters.stream().filter(due).map(round::of).toList();
  }

  /** Disconnects, after a poll that is under way. */
  @Override
  public synchronized void close() {
    threads.shutdownNow();
    clients.values().forEach(ModbusClient::close);
  }

  private void addReaders(ModbusClient client, Endpoint endpoint, List<MeterSource> units) {
    clients.put(endpoint, client);
    schedules.add(new GatewaySchedule(units));
    for (MeterSource meter : units) {
      readers.put(meter.meter(), meter.layout().reader(client, meter.unit()));
    }
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

  private void pollGateway(GatewaySchedule schedule, PollRound round, Predicate<MeterSource> due) {
    try {
      List<MeterSource> turn = schedule.next(due);
      schedule.resting().forEach(round::tell);
      for (MeterSource meter : turn) {
        if (round.isOver(clock)) {
          return; // its answer would be late in any case
        }
        DeviceResult<MeterRegisters> result = read(meter);
        schedule.told(meter, result);
        Polled polled =
            new Polled(meter, result, DeviceClock.offsetMillis(meter.meter(), result, clock));
        if (!round.isOver(clock) || !(result instanceof DeviceResult.Ok)) {
          round.tell(polled);
        }
      }
    } catch (RuntimeException e) {
      log.error("Polling a gateway failed by a fault of the program", e); // the poll may be over
      round.failed(e);
    } finally {
      schedule.end();
      round.ended();
    }
  }

  private DeviceResult<MeterRegisters> read(MeterSource meter) {
    MeterReader reader = readers.get(meter.meter());
    if (reader == null) {
      throw new IllegalStateException("no reader for " + meter.meter());
    }
    DeviceResult<MeterRegisters> result = reader.read();
    if (!reader.device().isEmpty()) {
      tell(meter, reader.device());
    }
    return result;
  }

  private void tell(MeterSource meter, String device) {
    String before = devices.put(meter.meter(), device);
    if (before == null) {
      log.info(
          "Meter {} at {} unit {} is {}", meter.meter(), meter.endpoint(), meter.unit(), device);
    } else if (!before.equals(device)) {
      log.warn("Meter {} was {} and is now {}", meter.meter(), before, device);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "meter-poller");
    thread.setDaemon(true);
    return thread;
  }
}
