package org.commonwatt.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.ingest.modbus.Connection;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.DigitalpetriModbusClient;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.modbus.ModbusOptions;
import org.commonwatt.ingest.modbus.Transport;
import org.commonwatt.ingest.scan.MeterScanner;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt meter scan}. */
@Command(
    name = "scan",
    description = {
      "Ask the units behind an address how they can be read, and write a devices file of it.",
      "Tried are SunSpec and then the register maps that come with the program. It only reads."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "Exit code 1 when no unit gave totals."})
final class MeterScanCommand implements Callable<Integer> {
  private static final int NOTHING = 1;
  private static final int MODBUS_PORT = 502;
  private static final int LAST_UNIT = 255;
  // Some gateways hang up on a unit that they do not have, and some then refuse for a moment.
  private static final int TRIES = 3;
  private static final long PAUSE_MILLIS = 100;
  private static final int UNITS_BEFORE_GIVING_UP = 2;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,3})(?:-(\\d{1,3}))?");
  private static final Pattern ADDRESS = Pattern.compile("(\\[[^\\]]+]|[^:]+)(?::(\\d{1,5}))?");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "HOST[:PORT]", description = "Where to look; the port is 502.")
  private String address;

  @Option(
      names = "--units",
      paramLabel = "FROM-TO",
      defaultValue = "1-16",
      description = "Unit ids to ask, within 0-255.")
  private String units;

  @Option(
      names = "--rtu-over-tcp",
      description = "Serial frames over TCP, as simple serial converters pass them on.")
  private boolean rtu;

  @Option(
      names = "--timeout-ms",
      paramLabel = "MS",
      defaultValue = "1000",
      description = "Longest wait for an answer, 10 to 60000 ms.")
  private int timeoutMillis;

  private record Units(int from, int to) {}

  @Override
  public Integer call() throws InterruptedException {
    Options.requireRange(spec, "--timeout-ms", timeoutMillis, 10, 60_000);
    Units range = range();
    Endpoint endpoint = endpoint();
    Duration timeout = Duration.ofMillis(timeoutMillis);
    ModbusOptions patience = new ModbusOptions(timeout, 3, Duration.ZERO, Duration.ZERO);
    try (ModbusClient client =
        new DigitalpetriModbusClient(endpoint, connection(), patience, InstantSource.system())) {
      return scan(new MeterScanner(client), endpoint, range) ? ExitCode.OK : NOTHING;
    }
  }

  private Connection connection() {
    return rtu ? new Connection(Transport.RTU_OVER_TCP, null) : Connection.TCP;
  }

  private boolean scan(MeterScanner scanner, Endpoint endpoint, Units range)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("# %s, units %d to %d.%n", endpoint, range.from(), range.to());
    out.println("# Give each meter its own id, and the most that its connection can carry, W.");
    out.println("devices:");
    boolean found = false;
    int silent = 0;
    boolean heard = false;
    for (int unit = range.from(); unit <= range.to(); unit++) {
      DeviceResult<MeterScanner.Answer> result = look(scanner, unit);
      heard |= !isAway(result);
      if (result instanceof DeviceResult.Ok<MeterScanner.Answer> ok) {
        found |= tell(out, endpoint, unit, ok.value());
        out.flush();
      } else {
        silent++;
        if (!heard && (silent == UNITS_BEFORE_GIVING_UP || unit == range.to())) {
          throw new UserError(((DeviceResult.Failed<?>) result).failure().message());
        }
      }
    }
    if (!found) {
      out.println("  []");
    }
    out.printf("# Without an answer: %d.%n", silent);
    out.flush();
    return found;
  }

  /** Writes what a unit answered; whether there is a device to list. */
  private boolean tell(PrintWriter out, Endpoint endpoint, int unit, MeterScanner.Answer answer) {
    List<MeterScanner.Way> ways = answer.ways();
    if (ways.isEmpty()) {
      out.printf("  # Unit %d answers, but how to read it is not known. %s%n", unit, answer.note());
    } else if (ways.size() > 1) {
      out.printf("  # Unit %d could be one of these; compare with its display.%n", unit);
    }
    for (int i = 0; i < ways.size(); i++) {
      MeterScanner.Way way = ways.get(i);
      out.printf(
          "  # %s: import %d Wh, export %d Wh, power %d W%n",
          way.device(),
          way.registers().importWh(),
          way.registers().exportWh(),
          way.registers().powerW());
      out.printf(
          "  %s- {meter: meter-%d, host: \"%s\", port: %d, unit: %d, ratedPowerW: 25000, map: %s%s}%n",
          i == 0 ? "" : "# ",
          unit,
          endpoint.host(),
          endpoint.port(),
          unit,
          way.map(),
          rtu ? ", transport: rtu-over-tcp" : "");
    }
    return !ways.isEmpty();
  }

  /** Asks a unit, again when there was no connection. */
  private static DeviceResult<MeterScanner.Answer> look(MeterScanner scanner, int unit)
      throws InterruptedException {
    DeviceResult<MeterScanner.Answer> result = scanner.look(unit);
    for (int i = 1; i < TRIES && isAway(result); i++) {
      Thread.sleep(PAUSE_MILLIS);
      result = scanner.look(unit);
    }
    return result;
  }

  private static boolean isAway(DeviceResult<MeterScanner.Answer> result) {
    return result instanceof DeviceResult.Failed<MeterScanner.Answer> failed
        && failed.failure().code() == FailureCode.DISCONNECTED;
  }

  private Units range() {
    Matcher matcher = RANGE.matcher(units);
    if (matcher.matches()) {
      int from = Integer.parseInt(matcher.group(1));
      int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
      if (from <= to && to <= LAST_UNIT) {
        return new Units(from, to);
      }
    }
    throw new ParameterException(
        spec.commandLine(), "--units must be such as 1-16, within 0-255, not " + units);
  }

  private Endpoint endpoint() {
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches()) {
      throw new ParameterException(
          spec.commandLine(), "write HOST or HOST:PORT, an IPv6 address in brackets: " + address);
    }
    String host = matcher.group(1).replaceAll("[\\[\\]]", "");
    int port = matcher.group(2) == null ? MODBUS_PORT : Integer.parseInt(matcher.group(2));
    try {
      return new Endpoint(host, port);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
