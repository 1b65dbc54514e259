package org.commonwatt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.EngineNode;
import org.commonwatt.cli.laptop.LocalLogins;
import org.commonwatt.cli.laptop.LoginSettings;
import org.commonwatt.cli.laptop.Probes;
import org.commonwatt.cli.laptop.RulebookDocuments;
import org.commonwatt.cli.laptop.StopSignal;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.engine.runtime.EngineHealth;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.fabric.Deadlines;
import org.commonwatt.ledger.fabric.FabricConnection;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.kafka.TopicsDifferException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code commonwatt engine run}: an engine over a broker that runs elsewhere. */
@Command(
    name = "run",
    description = {
      "Run an engine of a market whose broker runs elsewhere. Of all engines of a market one"
          + " leads;",
      "the others follow the log as hot standbys and take over when it is gone."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "Every engine needs a folder of its own, with the same community file.",
      "`commonwatt broker --data DIR` runs a broker; docs/engine.md says what happens on which"
          + " fault."
    })
final class EngineRunCommand implements Callable<Integer> {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  @Spec private CommandSpec spec;

  @Mixin private final NodeOptions options = new NodeOptions();

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = {
        "JDBC address of the PostgreSQL of the read models, which engines may share;",
        "without it the engine keeps one of its own in its folder."
      })
  private @Nullable String database;

  @Mixin private final DatabaseOptions role = new DatabaseOptions();

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description = {
        "Where the engine that leads posts settled slots: the connection file of a Fabric network",
        "(docs/formats/fabric-connection.md). Without it settled slots wait."
      })
  private @Nullable Path ledger;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "Port of the API and page; 0 for a free one.")
  private int port;

  @Mixin private final LoginOptions logins = new LoginOptions();

  @Mixin private final TlsOptions tls = new TlsOptions();

  @Override
  public Integer call() throws InterruptedException {
    Options.requireRange(spec, "--port", port, 0, 65_535);
    options.check(spec);
    Options.requireFreePort(port);
    try (DataFolder data = options.open()) {
      Community community = CommunityFile.read(data.communityFile());
      new RulebookDocuments(data).keep();
      try (EngineNode node = start(data, community)) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Engine " + data.engineKey().engine() + " over " + options.bootstrap());
        out.println("Serving at " + node.market().httpAddress());
        if (node.logins().isPresent()) {
          out.println("Logins are in " + data.part(LocalLogins.FOLDER));
          node.logins().flatMap(LocalLogins::people).ifPresent(out::println);
        }
        if (node.durability().losesWithOneBroker()) {
          out.println(
              "Warning: acknowledged is what one broker has; a power cut there can lose it."
                  + " --replicas and --min-in-sync.");
        }
        try (StopSignal stop = new StopSignal(node);
            Probes probes = probes(node)) {
          probes.tell(out);
          out.println("Ctrl-C stops it.");
          out.flush();
          watch(node, stop, out);
        }
      }
    }
    return ExitCode.OK;
  }

  private EngineNode start(DataFolder data, Community community) {
    Optional<Database.Access> access = Optional.ofNullable(database).map(role::access);
    Optional<LoginSettings> asked = logins.settings(data.root());
    try {
      return EngineNode.start(
          new EngineNode.Settings(
              data,
              options.keyring(data),
              community,
              options.log(spec),
              access,
              openLedger(),
              port,
              asked,
              tls.settings(spec, asked.isPresent())));
    } catch (LogUnavailableException e) {
      throw new UserError("no broker answers at " + options.bootstrap() + ": start it first", e);
    } catch (TopicsDifferException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  /** A network that is away for the moment is no reason not to start; a wrong file is. */
  private Optional<Ledger> openLedger() {
    try {
      return Optional.ofNullable(ledger)
          .map(FabricConnection::read)
          .map(connection -> FabricLedger.open(connection, Deadlines.DEFAULT));
    } catch (LedgerException e) {
      throw new UserError("--ledger: " + e.getMessage(), e);
    }
  }

  /** A standby lives, but is not ready: only the engine that leads answers orders. */
  private Probes probes(EngineNode node) {
    return Probes.start(
        options.probePort(),
        () -> unless(node, state -> !state.isFinal()),
        () -> unless(node, state -> state == EngineState.LEADING),
        () -> Optional.of(node.market().metrics()));
  }

  private static Optional<String> unless(EngineNode node, Predicate<EngineState> isWell) {
    EngineHealth health = node.market().health();
    return isWell.test(health.state()) ? Optional.empty() : Optional.of("" + health.state());
  }

  /** Says what the engine does whenever that changes; returns when it is told to stop. */
  private static void watch(EngineNode node, StopSignal stop, PrintWriter out)
      throws InterruptedException {
    @Nullable EngineState told = null;
    while (!stop.await(LOOK_EVERY)) {
      EngineHealth engine = node.market().status().engine();
      if (engine.state() != told && !StopSignal.isStopping()) {
        told = engine.state();
        out.println(engine.state() + ": " + engine.detail());
        out.flush();
        if (told.isFinal()) {
          throw new UserError("the engine has stopped, " + told + ": " + engine.detail());
        }
      }
    }
  }
}
