package org.commonwatt.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.EngineNode;
import org.commonwatt.log.kafka.Durability;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.Keyring;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options of every command that runs one part of a market over a broker that runs elsewhere.
 */
final class NodeOptions {
  private static final int MOST_REPLICAS = 100;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "A folder made by `commonwatt init`, of this process alone.")
  private Path folder;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      required = true,
      description = "Address of the broker.")
  private String bootstrap;

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description = {
        "The folder of keys that personal data on the log are sealed with, the same for all parts",
        "of the market; without it `keys` in this one's folder. It is only read."
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
      names = "--probe-port",
      paramLabel = "P",
      description = {
        "Answer GET /livez and /readyz with a word on this port, on every address of the machine,",
        "for a cluster that looks after the process; 0 for a free port. Without it nothing listens."
      })
  private @Nullable Integer probePort;

  /** Checks the values that picocli leaves to us. */
  void check(CommandSpec spec) {
    Options.requireRange(spec, "--replicas", replicas, 0, MOST_REPLICAS);
    Options.requireRange(spec, "--min-in-sync", minInSync, 0, MOST_REPLICAS);
    if (probePort != null) {
      Options.requireRange(spec, "--probe-port", probePort, 0, 65_535);
    }
  }

  /** Opens the folder, whose log file this process takes. */
  DataFolder open() {
    DataFolder data = DataFolder.open(folder);
    data.takeLog();
    return data;
  }

  /** Address of the broker. */
  String bootstrap() {
    return bootstrap;
  }

  /** The broker, and how often records are to be kept. */
  EngineNode.Log log(CommandSpec spec) {
    try {
      return new EngineNode.Log(bootstrap, new Durability(replicas, minInSync));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--min-in-sync " + minInSync + " is more than --replicas " + replicas);
    }
  }

  /** The port of the probes, null for none. */
  @Nullable Integer probePort() {
    return probePort;
  }

  /** Where the keys are. */
  Path keyFolder(DataFolder data) {
    if (keys == null) {
      return data.keyFolder();
    }
    if (!Files.isDirectory(keys)) {
      throw new UserError("--keys: " + keys + " is no folder");
    }
    return keys;
  }

  /** Personal data on the log need keys; a log without such data needs none. */
  Keyring keyring(DataFolder data) {
    return new FileKeyring(keyFolder(data));
  }
}
