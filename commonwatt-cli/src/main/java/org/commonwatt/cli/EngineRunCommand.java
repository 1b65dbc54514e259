package org.commonwatt.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.EngineNode;
import org.commonwatt.cli.laptop.StopSignal;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.engine.runtime.EngineHealth;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.kafka.Durability;
import org.commonwatt.log.kafka.TopicsDifferException;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.Keyring;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
  private static final String PASSWORD = "COMMONWATT_DATABASE_PASSWORD";
  private static final int MOST_REPLICAS = 100;
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "A folder made by `commonwatt init`, of this engine alone.")
  private Path folder;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      required = true,
      description = "Address of the broker.")
  private String bootstrap;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = {
        "JDBC address of the PostgreSQL of the read models, which engines may share;",
        "without it the engine keeps one of its own in its folder.",
        "The environment's COMMONWATT_DATABASE_PASSWORD is the password."
      })
  private @Nullable String database;

  @Option(
      names = "--database-user",
      paramLabel = "NAME",
      defaultValue = "postgres",
      description = "The role at that database.")
  private String user;

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description = {
        "The folder of keys that personal data on the log are sealed with, the same for every",
        "engine of the market; without it `keys` in the engine's folder. It is only read."
      })
  private @Nullable Path keys;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "How many brokers keep each record of the log; 0 for 3 where there are as many, else 1.",
        "Topics that are there with fewer are refused."
      })
  private int replicas;

  @Option(
      names = "--min-in-sync",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many of them a write waits for; 0 for one less, at least 1.")
  private int minInSync;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "Port of the API and page on 127.0.0.1; 0 for a free one.")
  private int port;

  @Override
  public Integer call() throws InterruptedException {
    Options.requireRange(spec, "--port", port, 0, 65_535);
    Options.requireRange(spec, "--replicas", replicas, 0, MOST_REPLICAS);
    Options.requireRange(spec, "--min-in-sync", minInSync, 0, MOST_REPLICAS);
    Options.requireFreePort(port);
    try (DataFolder data = DataFolder.open(folder)) {
      data.takeLog();
      Community community = CommunityFile.read(data.communityFile());
      try (EngineNode node = start(data, community)) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Engine " + data.engineKey().engine() + " over " + bootstrap);
        out.println("Serving at http://127.0.0.1:" + node.market().httpPort() + "/");
        if (node.durability().losesWithOneBroker()) {
          out.println(
              "Warning: acknowledged is what one broker has; a power cut there can lose it."
                  + " --replicas and --min-in-sync.");
        }
        out.println("Ctrl-C stops it.");
        out.flush();
        try (StopSignal stop = new StopSignal(node)) {
          watch(node, stop, out);
        }
      }
    }
    return ExitCode.OK;
  }

  private EngineNode start(DataFolder data, Community community) {
    String password = System.getenv().getOrDefault(PASSWORD, "");
    Optional<Database.Access> access =
        Optional.ofNullable(database).map(url -> new Database.Access(url, user, password));
    try {
      return EngineNode.start(
          new EngineNode.Settings(
              data,
              keyring(data),
              community,
              new EngineNode.Log(bootstrap, durability()),
              access,
              port));
    } catch (LogUnavailableException e) {
      throw new UserError("no broker answers at " + bootstrap + ": start it first", e);
    } catch (TopicsDifferException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  private Durability durability() {
    try {
      return new Durability(replicas, minInSync);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--min-in-sync " + minInSync + " is more than --replicas " + replicas);
    }
  }

  /** Personal data on the log need keys; a log without such data needs none. */
  private Keyring keyring(DataFolder data) {
    if (keys == null) {
      return data.keyring();
    }
    if (!Files.isDirectory(keys)) {
      throw new UserError("--keys: " + keys + " is no folder");
    }
    return new FileKeyring(keys);
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
