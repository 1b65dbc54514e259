package org.commonwatt.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.commonwatt.ingest.modbus.DigitalpetriModbusClient;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.modbus.ModbusOptions;
import org.commonwatt.ingest.simulator.DeviceSimulator;
import org.commonwatt.ingest.simulator.HomeProfiles;
import org.commonwatt.ingest.simulator.SimulatedMeter;
import org.commonwatt.ingest.simulator.SimulatorOptions;
import org.commonwatt.ingest.spool.FsyncPolicy;
import org.commonwatt.ingest.spool.SpoolOptions;

/** Simulated homes, a clock, and the services that poll them. */
final class Community implements AutoCloseable {
  static final HomeProfiles PROFILES = HomeProfiles.bundled(-420);
  static final long RATED_W = 25_000;

  private final DeviceSimulator simulator;
  private final ManualClock clock;

  Community(ManualClock clock, List<SimulatedMeter> meters) throws IOException {
    this.clock = clock;
    this.simulator = DeviceSimulator.start(SimulatorOptions.of(meters), PROFILES, clock);
  }

  static Community of(ManualClock clock, int homes) throws IOException {
    return new Community(
        clock,
        IntStream.rangeClosed(1, homes).mapToObj(i -> SimulatedMeter.of("home-" + i, i)).toList());
  }

  List<MeterSource> meters() {
    return simulator.meters(RATED_W);
  }

  /** Patient, because a busy machine may be slow. */
  static MeterPoller poller(List<MeterSource> meters, InstantSource clock) {
    return poller(meters, clock, Duration.ofSeconds(60));
  }

  static MeterPoller poller(List<MeterSource> meters, InstantSource clock, Duration timeout) {
    return new MeterPoller(
        meters, endpoint -> client(endpoint, timeout), clock, Duration.ofSeconds(5));
  }

  /** Tries to connect again almost at once. */
  static ModbusClient client(Endpoint endpoint, Duration timeout) {
    return new DigitalpetriModbusClient(
        endpoint,
        new ModbusOptions(timeout, 3, Duration.ofMillis(1), Duration.ofMillis(1)),
        InstantSource.system());
  }

  IngestService service(Path directory, ReadingSink sink) throws IOException {
    return service(new SpoolOptions(directory, 1L << 20, 1L << 14, FsyncPolicy.NEVER), sink);
  }

  IngestService service(SpoolOptions spool, ReadingSink sink) throws IOException {
    return IngestService.open(
        new IngestOptions("village", spool, Duration.ofMillis(20)),
        poller(meters(), clock),
        new EdgeValidator(clock, Duration.ZERO),
        sink);
  }

  @Override
  public void close() {
    simulator.close();
  }
}
