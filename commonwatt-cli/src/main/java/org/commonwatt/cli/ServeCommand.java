package org.commonwatt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.Laptop;
import org.commonwatt.cli.laptop.LedgerKind;
import org.commonwatt.cli.laptop.LocalLogins;
import org.commonwatt.cli.laptop.LoginSettings;
import org.commonwatt.cli.laptop.MarketTime;
import org.commonwatt.cli.laptop.RealTime;
import org.commonwatt.cli.laptop.RulebookDocuments;
import org.commonwatt.cli.laptop.StopSignal;
import org.commonwatt.engine.http.TlsSettings;
import org.commonwatt.engine.runtime.EngineHealth;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.model.Rejection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code commonwatt serve}: runs a community in real time. */
@Command(
    name = "serve",
    description = {
      "Run the community of a folder in real time: poll its meters, serve the API, clear and"
          + " settle.",
      "Everything is kept in the folder; nothing is lost between stops and starts."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "`commonwatt init DIR` makes a folder; `commonwatt simulate devices --data DIR` plays its"
          + " meters."
    })
final class ServeCommand implements Callable<Integer> {
  private static final Duration METER_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "A folder made by `commonwatt init`.")
  private Path folder;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "Port of the API and page; 0 for a free one.")
  private int port;

  @Option(
      names = "--devices",
      paramLabel = "FILE",
      description = {
        "Where the meters are and how they are read, instead of the community file's meters:"
            + " docs/formats/devices.md.",
        "It is read again when it changes."
      })
  private @Nullable Path devices;

  @Mixin private final LoginOptions logins = new LoginOptions();

  @Mixin private final TlsOptions tls = new TlsOptions();

  @Override
  public Integer call() throws InterruptedException, TimeoutException {
    Options.requireRange(spec, "--port", port, 0, 65_535);
    Options.requireFreePort(port);
    PrintWriter out = spec.commandLine().getOut();
    try (DataFolder data = DataFolder.open(folder)) {
      if (data.isDemo()) {
        throw new UserError(
            folder
                + " holds a demo, whose time is simulated: make a folder with `commonwatt init`");
      }
      data.takeLog();
      Community community = CommunityFile.read(data.communityFile());
      new RulebookDocuments(data).keep();
      Optional<LoginSettings> asked = logins.settings(data.root());
      Optional<TlsSettings> encryption = tls.settings(spec, asked.isPresent());
      out.println("Starting ...");
      out.flush();
      Laptop laptop =
          Laptop.start(
              new Laptop.Settings(
                  data,
                  community,
                  port,
                  InstantSource.system(),
                  METER_TIMEOUT,
                  LedgerKind.EMBEDDED,
                  KeySource.RANDOM,
                  asked,
                  Optional.ofNullable(devices),
                  encryption));
      try (StopSignal stop = new StopSignal(laptop)) {
        activate(laptop, community);
        register(laptop, community);
        laptop.market().declareSources(community.sources());
        // Before the first tick the market's clock stands at 1970 and no slot is open.
        laptop.market().tick(System.currentTimeMillis(), PATIENCE);
        try (RealTime time = RealTime.start(laptop, community)) {
          out.println("Serving at " + laptop.market().httpAddress());
          if (laptop.logins().isPresent()) {
            out.println("Logins are in " + data.part(LocalLogins.FOLDER));
            laptop.logins().flatMap(LocalLogins::people).ifPresent(out::println);
          }
          out.println("Ctrl-C stops it.");
          out.flush();
          watch(laptop, stop);
        }
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private static void activate(Laptop laptop, Community community)
      throws InterruptedException, TimeoutException {
    Optional<Rejection> refused =
        MarketTime.activate(laptop.market(), community, InstantSource.system(), PATIENCE);
    if (refused.isPresent()) {
      throw new UserError("the rulebook of the file was refused: " + refused.get().message());
    }
  }

  private static void register(Laptop laptop, Community community)
      throws InterruptedException, TimeoutException {
    Map<String, Rejection> refused =
        new LinkedHashMap<>(laptop.market().register(community.registrations(), PATIENCE));
    refused.putAll(laptop.market().registerSources(community.sources(), PATIENCE));
    if (!refused.isEmpty()) {
      throw new UserError(
          "the market refuses registrations of the file: "
              + refused.entrySet().stream()
                  .map(entry -> entry.getKey() + ": " + entry.getValue().message())
                  .collect(Collectors.joining("; ")));
    }
  }

  /** Returns when the command is told to stop. */
  private static void watch(Laptop laptop, StopSignal stop) throws InterruptedException {
    while (!stop.await(LOOK_EVERY)) {
      EngineHealth engine = laptop.market().status().engine();
      if (engine.state().isFinal() && !StopSignal.isStopping()) {
        throw new UserError(
            "the market engine has stopped, " + engine.state() + ": " + engine.detail());
      }
    }
  }
}
