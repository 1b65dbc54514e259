package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.commonwatt.cli.community.CommunityTemplate;
import org.commonwatt.cli.demo.Demo;
import org.commonwatt.cli.demo.DemoOptions;
import org.commonwatt.cli.laptop.LedgerKind;
import org.commonwatt.cli.laptop.StopSignal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt demo}: one command runs a community's day. */
@Command(
    name = "demo",
    description = {
      "Run a community of recorded homes on this machine, with simulated time:",
      "meters are polled, agents trade over the API, in auctions and continuously, slots are",
      "settled, the ledger keeps the batches, and an audit recomputes everything."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "Exit code 0 only when the audit passed and everything was conserved."})
final class DemoCommand implements Callable<Integer> {
  private static final int SLOTS_PER_DAY = 96;
  private static final int MAX_DAYS = 56;

  @Spec private CommandSpec spec;

  @Option(names = "--homes", paramLabel = "N", defaultValue = "17", description = "Homes, 1 to 17.")
  private int homes;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "1",
      description = "Trading days, 1 to 56. One day of history comes before.")
  private int days;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Stop early: trade only the first N quarter-hours.")
  private @Nullable Integer slots;

  @Option(
      names = "--start",
      paramLabel = "DATE",
      defaultValue = "2022-08-02",
      description = "First trading day. Recorded days repeat every 56 days from 2022-08-01.")
  private LocalDate start;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "0",
      description =
          "At most X simulated seconds per second from the first auction on; 0 for as fast as it"
              + " goes.")
  private long speed;

  @Option(
      names = "--step",
      description = {
        "Wait before the auction of each slot until a line comes on standard input: Enter goes on by",
        "one slot. When the input ends, the demo goes on by itself. Each slot has a gate of its own then,",
        "so no block joins slots in an auction. Not together with --speed."
      })
  private boolean step;

  @Option(
      names = "--logins",
      description = {
        "The API asks who sends a request; logins are put into `logins` of the folder, a file each,",
        "and the homes' agents use them: docs/identity.md."
      })
  private boolean logins;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "Port of the API and page on 127.0.0.1; 0 for a free one.")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A new folder for everything. Default: commonwatt-data/demo-N.")
  private @Nullable Path data;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of the agents' prices and the bills' salts.")
  private long seed;

  @Option(
      names = "--ledger",
      paramLabel = "KIND",
      defaultValue = "embedded",
      description = {
        "What keeps the batches: embedded, or fabric, a network of three organisations on this",
        "machine; `commonwatt doctor` says whether Fabric's commands are found."
      })
  private LedgerKind ledger;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = {
        "Instead of the homes' day a scenario of another market, in this process alone, with its",
        "audit: ${COMPLETION-CANDIDATES}, shared storage of 366 plants (docs/shared-storage.md). Of the other options it",
        "takes --days (1 to 7, default 7), --start (default 2021-08-16), --seed and --json."
      })
  private @Nullable Scenario scenario;

  @Option(names = "--exit", description = "End after the audit instead of staying up.")
  private boolean exit;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the summary as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() throws IOException, InterruptedException, TimeoutException {
    if (scenario != null) {
      return scenario.run(spec);
    }
    check();
    DemoOptions options =
        new DemoOptions(
            homes,
            days,
            slots == null ? OptionalInt.empty() : OptionalInt.of(slots),
            start,
            speed,
            step,
            port,
            data == null ? nextFolder() : data,
            seed,
            ledger,
            logins);
    PrintWriter out = spec.commandLine().getOut();
    try (Demo demo = Demo.start(options, out);
        StopSignal stop = new StopSignal(demo)) {
      var summary = demo.run(Boolean.getBoolean("commonwatt.terminal"));
      if (json != null) {
        Files.writeString(json, summary.toJson() + "\n");
      }
      if (!exit) {
        out.println("Still up. Ctrl-C stops it.");
        out.flush();
        stop.await();
      }
      return summary.passed() ? 0 : 1;
    }
  }

  private void check() {
    Options.requireRange(spec, "--homes", homes, 1, CommunityTemplate.MAX_HOMES);
    Options.requireRange(spec, "--days", days, 1, MAX_DAYS);
    if (slots != null) {
      Options.requireRange(spec, "--slots", slots, 1, (long) days * SLOTS_PER_DAY);
    }
    Options.requireRange(spec, "--speed", speed, 0, 1_000_000);
    if (step && speed != 0) {
      throw new ParameterException(
          spec.commandLine(), "--step and --speed exclude each other: leave one of them out");
    }
    Options.requireRange(spec, "--port", port, 0, 65_535);
    Options.requireFreePort(port);
    if (json != null) {
      Options.requireWritable("--json", json);
    }
  }

  private static Path nextFolder() {
    int number = 1;
    Path folder = Path.of("commonwatt-data", "demo-" + number);
    while (Files.exists(folder)) {
      number++;
      folder = Path.of("commonwatt-data", "demo-" + number);
    }
    return folder;
  }
}
