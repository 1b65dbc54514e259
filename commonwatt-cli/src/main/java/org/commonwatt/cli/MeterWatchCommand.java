package org.commonwatt.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.commonwatt.cli.laptop.StopSignal;
import org.commonwatt.ingest.MeterPoller;
import org.commonwatt.ingest.Polled;
import org.commonwatt.ingest.config.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code commonwatt meter watch}. */
@Command(
    name = "watch",
    description = {
      "Read the meters of a devices file again and again, each at its own interval.",
      "Instants are multiples of the interval, so the borders of slots are among them."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "Ctrl-C stops it. Nothing is stored: `ingest run` does that."})
final class MeterWatchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final MeterOptions options = new MeterOptions();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "0",
      description = "Stop after so many rounds; 0: never.")
  private long rounds;

  @Override
  public Integer call() throws InterruptedException {
    Options.requireRange(spec, "--rounds", rounds, 0, Integer.MAX_VALUE);
    Devices devices = options.devices(spec);
    MeterLines lines = options.lines(devices);
    try (MeterPoller poller = options.poller(devices);
        StopSignal stop = new StopSignal(() -> {})) {
      long interval = devices.pollSeconds() * 1_000L;
      long time = Math.floorDiv(Instant.now().toEpochMilli(), interval) * interval;
      for (long round = 0; rounds == 0 || round < rounds; round++) {
        time = Math.max(time, Math.floorDiv(Instant.now().toEpochMilli(), interval) * interval);
        time += interval;
        if (stop.await(Duration.between(Instant.now(), Instant.ofEpochMilli(time)))) {
          break;
        }
        poll(poller, lines, time);
      }
    }
    return ExitCode.OK;
  }

  private void poll(MeterPoller poller, MeterLines lines, long time) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    for (Polled polled : poller.poll(time)) {
      out.println(lines.line(polled, Instant.ofEpochMilli(time)));
    }
    out.flush();
  }
}
