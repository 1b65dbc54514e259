package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.community.CommunityTemplate;
import org.commonwatt.cli.community.MeterPoint;
import org.commonwatt.cli.laptop.StopSignal;
import org.commonwatt.ingest.simulator.DeviceSimulator;
import org.commonwatt.ingest.simulator.HomeProfiles;
import org.commonwatt.ingest.simulator.SimulatedMeter;
import org.commonwatt.ingest.simulator.SimulatorOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt simulate}: things that are simulated. */
@Command(
    name = "simulate",
    description = "Simulate what a community is made of, or what may happen to its market.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SimulateCommand.Devices.class, SimulateFaultsCommand.class})
final class SimulateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to simulate: devices or faults");
  }

  /** {@code commonwatt simulate devices}: the homes' meters over Modbus TCP. */
  @Command(
      name = "devices",
      description = {
        "Play the meters of recorded homes over Modbus TCP on 127.0.0.1, in real time.",
        "Each unit exposes SunSpec models 1 and 203 from holding register 40000."
      },
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  static final class Devices implements Callable<Integer> {
    private static final int UNITS_PER_PORT = 8;

    @Spec private CommandSpec spec;

    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Play the meters of this folder's community file.")
    private @Nullable Path folder;

    @Option(
        names = "--homes",
        paramLabel = "N",
        defaultValue = "17",
        description = "Without --data: homes, 1 to 17.")
    private int homes;

    @Option(
        names = "--modbus-port",
        paramLabel = "P",
        defaultValue = "5020",
        description =
            "Without --data: port of the first gateway, eight units each; 0 for free ones.")
    private int modbusPort;

    @Override
    public Integer call() throws InterruptedException {
      Options.requireRange(spec, "--homes", homes, 1, CommunityTemplate.MAX_HOMES);
      Options.requireRange(spec, "--modbus-port", modbusPort, 0, 65_000);
      PrintWriter out = spec.commandLine().getOut();
      Gateways gateways = new Gateways();
      try (StopSignal stop = new StopSignal(gateways)) {
        for (DeviceSimulator gateway : folder == null ? all(gateways) : ofFile(gateways, folder)) {
          gateway
              .meters(1)
              .forEach(
                  meter ->
                      out.println(
                          "%s  %s:%d unit %d"
                              .formatted(
                                  meter.meter(),
                                  meter.endpoint().host(),
                                  meter.endpoint().port(),
                                  meter.unit())));
        }
        out.println("Ctrl-C stops them.");
        out.flush();
        stop.await();
        return CommandLine.ExitCode.OK;
      }
    }

    private List<DeviceSimulator> all(Gateways gateways) {
      List<SimulatedMeter> meters =
          IntStream.rangeClosed(1, homes)
              .mapToObj(home -> SimulatedMeter.of("meter-%02d".formatted(home), home))
              .toList();
      gateways.start(
          options(meters, UNITS_PER_PORT, modbusPort), CommunityTemplate.utcOffsetMinutes());
      return gateways.running();
    }

    private static List<DeviceSimulator> ofFile(Gateways gateways, Path folder) {
      Community community = CommunityFile.read(folder.resolve(CommunityFile.NAME));
      Map<Integer, List<MeterPoint>> byPort = new TreeMap<>();
      community.meters().stream()
          .filter(meter -> meter.profile() > 0)
          .sorted(Comparator.comparingInt(MeterPoint::unit))
          .forEach(
              meter -> byPort.computeIfAbsent(meter.port(), p -> new ArrayList<>()).add(meter));
      if (byPort.isEmpty()) {
        throw new UserError("no meter in " + folder + " names a profile: nothing to simulate");
      }
      int offset = community.rulebook().timing().utcOffsetMinutes();
      byPort.forEach((port, meters) -> gateways.start(gateway(port, meters), offset));
      return gateways.running();
    }

    private static SimulatorOptions gateway(int port, List<MeterPoint> meters) {
      for (int i = 0; i < meters.size(); i++) {
        if (meters.get(i).unit() != i + 1) {
          throw new UserError(
              "the simulated meters at port " + port + " must have units 1, 2, 3 and so on");
        }
      }
      return options(
          meters.stream().map(m -> SimulatedMeter.of(m.meter(), m.profile())).toList(),
          meters.size(),
          port);
    }

    private static SimulatorOptions options(List<SimulatedMeter> meters, int units, int port) {
      return new SimulatorOptions(meters, units, port, SimulatorOptions.UnknownUnit.EXCEPTION);
    }
  }

  /** The gateways that have been started, closed together. */
  private static final class Gateways implements AutoCloseable {
    private final Deque<DeviceSimulator> started = new ArrayDeque<>();

    void start(SimulatorOptions options, int utcOffsetMinutes) {
      try {
        started.add(
            DeviceSimulator.start(
                options, HomeProfiles.bundled(utcOffsetMinutes), InstantSource.system()));
      } catch (IOException e) {
        throw new UserError(
            "port "
                + options.firstPort()
                + " is taken: choose others with --modbus-port or in the file",
            e);
      }
    }

    List<DeviceSimulator> running() {
      return List.copyOf(started);
    }

    @Override
    public void close() {
      started.forEach(DeviceSimulator::close);
    }
  }
}
