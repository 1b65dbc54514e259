package org.commonwatt.benchmarks.metering;

import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.exceptions.ModbusExecutionException;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.exceptions.ModbusTimeoutException;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.tcp.client.NettyTcpClientTransport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.commonwatt.ingest.MeterPoller;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.DigitalpetriModbusClient;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.ModbusOptions;
import org.commonwatt.ingest.simulator.DeviceSimulator;
import org.commonwatt.ingest.simulator.HomeProfiles;
import org.commonwatt.ingest.simulator.SimulatedMeter;
import org.commonwatt.ingest.simulator.SimulatorOptions;

/**
 * The poller beside the bare client that it is built on: both read model 203, 107 registers, of the
 * same simulated meters, one request at a time at each gateway and all gateways at once. The bare
 * client throws the registers away; the poller makes readings of them and waits for the slowest
 * gateway of each round. Rounds alternate; the first of each is not counted.
 */
public final class PollerBenchmark {
  private static final int GATEWAYS = 16;
  private static final int UNITS = 16;
  private static final int RUNS = 7;
  private static final int MODEL_ADDRESS = 40_070;
  private static final int MODEL_REGISTERS = 107;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2022-08-02T07:00:00Z"));

  private final List<MeterSource> meters;
  private final long nanos;

  private PollerBenchmark(List<MeterSource> meters, long nanos) {
    this.meters = meters;
    this.nanos = nanos;
  }

  /**
   * Runs the measurement.
   *
   * @param arguments seconds of each run, 5 without
   */
  public static void main(String[] arguments) throws Exception {
    long seconds = arguments.length == 0 ? 5 : Long.parseLong(arguments[0]);
    List<SimulatedMeter> simulated =
        IntStream.rangeClosed(1, GATEWAYS * UNITS)
            .mapToObj(i -> SimulatedMeter.of("meter-" + i, 1 + i % 17))
            .toList();
    SimulatorOptions options =
        new SimulatorOptions(simulated, UNITS, 0, SimulatorOptions.UnknownUnit.EXCEPTION);
    try (DeviceSimulator simulator =
        DeviceSimulator.start(options, HomeProfiles.bundled(-420), CLOCK)) {
      PollerBenchmark benchmark =
          new PollerBenchmark(simulator.meters(25_000), Duration.ofSeconds(seconds).toNanos());
      benchmark.run();
    }
  }

  private void run() throws Exception {
    System.out.printf("%d gateways with %d meters each%n", GATEWAYS, UNITS);
    double[] bare = new double[RUNS];
    double[] polled = new double[RUNS];
    for (int i = -1; i < RUNS; i++) {
      double bareRate = bare();
      double polledRate = polled();
      if (i >= 0) {
        bare[i] = bareRate;
        polled[i] = polledRate;
      }
      System.out.printf(
          "%s bare client %,.0f meters/s, poller %,.0f meters/s%n",
          i < 0 ? "warm-up:" : "run " + (i + 1) + ":", bareRate, polledRate);
    }
    System.out.printf(
        "median: bare client %,.0f meters/s, poller %,.0f meters/s: %.0f %%%n",
        median(bare), median(polled), 100 * median(polled) / median(bare));
  }

  private static double median(double[] rates) {
    double[] sorted = rates.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private double polled() throws InterruptedException {
    ModbusOptions patience = new ModbusOptions(TIMEOUT, 3, Duration.ZERO, Duration.ZERO);
    try (MeterPoller poller =
        new MeterPoller(
            meters,
            endpoint -> new DigitalpetriModbusClient(endpoint, patience, InstantSource.system()),
            CLOCK,
            TIMEOUT)) {
      pollAll(poller); // connects, and finds the models
      long start = System.nanoTime();
      long count = 0;
      while (System.nanoTime() - start < nanos) {
        count += pollAll(poller);
      }
      return rate(count, start);
    }
  }

  private static long pollAll(MeterPoller poller) throws InterruptedException {
    long read =
        poller.poll(CLOCK.millis()).stream()
            .filter(polled -> polled.result() instanceof DeviceResult.Ok)
            .count();
    if (read != poller.meters().size()) {
      throw new IllegalStateException("only " + read + " meters gave a reading");
    }
    return read;
  }

  private double bare() throws Exception {
    Map<Endpoint, List<MeterSource>> gateways = new LinkedHashMap<>();
    meters.forEach(
        meter -> gateways.computeIfAbsent(meter.endpoint(), e -> new ArrayList<>()).add(meter));
    ExecutorService threads = Executors.newFixedThreadPool(gateways.size());
    List<ModbusTcpClient> clients = new ArrayList<>();
    List<Callable<Long>> tasks = new ArrayList<>();
    try {
      for (Map.Entry<Endpoint, List<MeterSource>> gateway : gateways.entrySet()) {
        ModbusTcpClient client = connect(gateway.getKey());
        clients.add(client);
        tasks.add(() -> readAll(client, gateway.getValue()));
      }
      long start = System.nanoTime();
      long count = 0;
      for (Future<Long> each : threads.invokeAll(tasks)) {
        count += each.get();
      }
      return rate(count, start);
    } finally {
      threads.shutdownNow();
      for (ModbusTcpClient client : clients) {
        client.disconnect();
      }
    }
  }

  private static ModbusTcpClient connect(Endpoint endpoint) throws ModbusExecutionException {
    ModbusTcpClient client =
        ModbusTcpClient.create(
            NettyTcpClientTransport.create(
                config -> {
                  config.hostname = endpoint.host();
                  config.port = endpoint.port();
                }),
            config -> config.requestTimeout = TIMEOUT);
    client.connect();
    return client;
  }

  private long readAll(ModbusTcpClient client, List<MeterSource> units)
      throws ModbusExecutionException, ModbusResponseException, ModbusTimeoutException {
    ReadHoldingRegistersRequest request =
        new ReadHoldingRegistersRequest(MODEL_ADDRESS, MODEL_REGISTERS);
    long start = System.nanoTime();
    long count = 0;
    while (System.nanoTime() - start < nanos) {
      for (MeterSource unit : units) {
        if (client.readHoldingRegisters(unit.unit(), request).registers().length
            != 2 * MODEL_REGISTERS) {
          throw new IllegalStateException("another number of registers");
        }
        count++;
      }
    }
    return count;
  }

  private static double rate(long count, long start) {
    return count * 1e9 / (System.nanoTime() - start);
  }
}
