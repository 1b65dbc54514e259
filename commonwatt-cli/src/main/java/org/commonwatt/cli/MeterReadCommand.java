package org.commonwatt.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.commonwatt.ingest.MeterPoller;
import org.commonwatt.ingest.Polled;
import org.commonwatt.ingest.config.Devices;
import org.commonwatt.ingest.modbus.DeviceResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code commonwatt meter read}. */
@Command(
    name = "read",
    description = {
      "Read every meter of a devices file once.",
      "Energies in Wh since the meter was installed, power in W with injection positive."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "Exit code 1 when a meter gave no reading."})
final class MeterReadCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @Mixin private final MeterOptions options = new MeterOptions();

  @Override
  public Integer call() throws InterruptedException {
    Devices devices = options.devices(spec);
    PrintWriter out = spec.commandLine().getOut();
    MeterLines lines = options.lines(devices);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    try (MeterPoller poller = options.poller(devices)) {
      List<Polled> all = poller.poll(now.toEpochMilli(), meter -> true);
      all.forEach(polled -> out.println(lines.line(polled, now)));
      out.flush();
      boolean failed = all.stream().anyMatch(p -> p.result() instanceof DeviceResult.Failed);
      return failed ? FAILED : ExitCode.OK;
    }
  }
}
