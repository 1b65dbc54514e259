package org.commonwatt.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.commonwatt.ingest.MeterPoller;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.config.ConfigException;
import org.commonwatt.ingest.config.Devices;
import org.commonwatt.ingest.config.DevicesFile;
import org.commonwatt.ingest.modbus.DigitalpetriModbusClient;
import org.commonwatt.ingest.modbus.ModbusOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of commands that read the meters of a devices file. */
final class MeterOptions {
  private static final int MOST_SECONDS = 60;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "The devices file: docs/formats/devices.md.")
  private Path file;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      defaultValue = "5",
      description = "Longest wait for an answer, seconds, 1 to 60.")
  private int timeout;

  @Option(names = "--json", description = "One JSON line for each meter instead of a table.")
  private boolean json;

  /**
   * Reads the devices file.
   *
   * @throws UserError naming the file, the line and what to change
   */
  Devices devices(CommandSpec spec) {
    Options.requireRange(spec, "--timeout", timeout, 1, MOST_SECONDS);
    try {
      Devices devices = DevicesFile.read(file);
      if (devices.devices().isEmpty()) {
        throw new UserError(file + " names no device");
      }
      return devices;
    } catch (ConfigException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  /** What connects to the devices at the first poll; to be closed. */
  MeterPoller poller(Devices devices) {
    Duration patience = Duration.ofSeconds(timeout);
    ModbusOptions options =
        new ModbusOptions(patience, 3, Duration.ofMillis(100), Duration.ofSeconds(30));
    return new MeterPoller(
        devices.devices(),
        endpoint ->
            new DigitalpetriModbusClient(
                endpoint, devices.connection(endpoint), options, InstantSource.system()),
        InstantSource.system(),
        patience.multipliedBy(MOST_SECONDS));
  }

  /** How readings are written. */
  MeterLines lines(Devices devices) {
    int width =
        devices.devices().stream().map(MeterSource::meter).mapToInt(String::length).max().orElse(0);
    return new MeterLines(json, width);
  }
}
