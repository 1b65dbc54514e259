package org.commonwatt.fabric.network;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the channel and puts the chaincode on it. Each step looks first whether it is done, so a
 * start that broke off is continued by the next.
 */
final class ChannelSetup {
  /** Both endorsing organisations sign a transaction, or it is invalid. */
  static final String POLICY = "AND('ExchangeMSP.peer','GridOperatorMSP.peer')";

  private static final Pattern COMMITTED =
      Pattern.compile(
          ("\"name\" *: *\"%s\",\\s*\"sequence\" *: *([0-9]+),"
                  + "\\s*\"version\" *: *\"([^\"]*)\"")
              .formatted(FabricNetwork.CHAINCODE));

  private static final long LEADER_SECONDS = 30;
  private static final long LOOK_MILLIS = 200;

  private final NetworkFiles files;
  private final Ports ports;
  private final FabricCommands commands;
  private final PeerCommand peer;

  ChannelSetup(NetworkFiles files, Ports ports, FabricCommands commands) {
    this.files = files;
    this.ports = ports;
    this.commands = commands;
    this.peer = new PeerCommand(files, ports, commands);
  }

  /** Makes orderer and peers members of the channel. */
  void join(Consumer<String> progress) {
    if (!osnadmin("list").contains("\"" + FabricNetwork.CHANNEL + "\"")) {
      progress.accept("orderer joins channel " + FabricNetwork.CHANNEL);
      String answer =
          osnadmin(
              "join",
              "--channelID",
              FabricNetwork.CHANNEL,
              "--config-block",
              files.firstBlock().toString());
      if (!answer.contains("Status: 201")) {
        throw new FabricException("the orderer did not join the channel: " + answer.strip());
      }
    }
    for (Organisation organisation : Organisation.values()) {
      String joined = peer.run(organisation, List.of("channel", "list"));
      if (joined.lines().noneMatch(FabricNetwork.CHANNEL::equals)) {
        progress.accept("peer of " + organisation.mspId() + " joins the channel");
        peer.run(organisation, List.of("channel", "join", "-b", files.firstBlock().toString()));
      }
    }
  }

  /** The id under which an organisation's peer will know its chaincode; needs no peer yet. */
  String packageId(Organisation organisation) {
    Path file = packageFile(organisation);
    ChaincodePackage.write(
        file,
        FabricNetwork.CHAINCODE,
        ports.address(Ports.chaincode(organisation)),
        new Identities(files).tlsAuthority(organisation));
    return lifecycle(organisation, List.of("calculatepackageid", file.toString())).strip();
  }

  /**
   * Installs the chaincode, has every organisation approve its definition, and commits that: the
   * first one, or the one that follows when the channel's is of another version.
   */
  void define(Map<Organisation, String> packageIds, FabricOptions options) {
    String version = Integer.toString(options.version());
    Matcher committed =
        COMMITTED.matcher(
            lifecycle(
                Organisation.EXCHANGE,
                List.of("querycommitted", "-C", FabricNetwork.CHANNEL, "--output", "json")));
    boolean isDefined = committed.find();
    if (isDefined && committed.group(2).equals(version)) {
      return;
    }
    int sequence = isDefined ? Integer.parseInt(committed.group(1)) + 1 : 1;
    Consumer<String> progress = options.progress();
    packageIds.forEach((organisation, id) -> install(organisation, id, progress));
    List<String> definition = definition(version, sequence, options);
    for (Organisation organisation : Organisation.values()) {
      progress.accept(organisation.mspId() + " approves the chaincode, version " + version);
      approve(organisation, definition, Optional.ofNullable(packageIds.get(organisation)));
    }
    progress.accept("the chaincode is committed, version " + version);
    List<String> commit = new ArrayList<>(List.of("commit"));
    commit.addAll(definition);
    commit.addAll(peer.ordererArguments());
    commit.addAll(peer.peerArguments(Arrays.asList(Organisation.values())));
    whenOrdererHasLeader(() -> lifecycle(Organisation.EXCHANGE, commit));
  }

  /**
   * Has an organisation that came later install the chaincode and approve the definition that the
   * channel has.
   *
   * @throws FabricException when its peer does not know that definition yet, or when it is of
   *     another version
   */
  void adopt(Organisation organisation, String packageId, FabricOptions options) {
    Matcher committed =
        COMMITTED.matcher(
            lifecycle(
                organisation,
                List.of("querycommitted", "-C", FabricNetwork.CHANNEL, "--output", "json")));
    String version = Integer.toString(options.version());
    if (!committed.find() || !committed.group(2).equals(version)) {
      throw new FabricException(
          "the channel's chaincode is not of version " + version + ", as what is here: update it");
    }
    install(organisation, packageId, options.progress());
    String sequence = committed.group(1);
    List<String> where = List.of("-C", FabricNetwork.CHANNEL, "-n", FabricNetwork.CHAINCODE);
    try {
      List<String> question = new ArrayList<>(List.of("queryapproved", "--sequence", sequence));
      question.addAll(where);
      lifecycle(organisation, question);
    } catch (FabricException notYet) {
      options.progress().accept(organisation + " approves the chaincode, version " + version);
      List<String> approval = new ArrayList<>(List.of("approveformyorg"));
      approval.addAll(definition(version, Integer.parseInt(sequence), options));
      approval.addAll(peer.ordererArguments());
      approval.addAll(List.of("--package-id", packageId));
      lifecycle(organisation, approval);
    }
  }

  private List<String> definition(String version, int sequence, FabricOptions options) {
    List<String> definition =
        new ArrayList<>(List.of("-C", FabricNetwork.CHANNEL, "-n", FabricNetwork.CHAINCODE));
    definition.addAll(List.of("-v", version, "--sequence", Integer.toString(sequence)));
    definition.addAll(List.of("--signature-policy", POLICY));
    if (!options.collections().isEmpty()) {
      String file = files.writeCollections(options.collections()).toString();
      definition.addAll(List.of("--collections-config", file));
    }
    return definition;
  }

  private void install(Organisation organisation, String id, Consumer<String> progress) {
    String installed = lifecycle(organisation, List.of("queryinstalled"));
    if (!installed.contains("Package ID: " + id + ",")) {
      progress.accept("peer of " + organisation.mspId() + " installs the chaincode");
      lifecycle(organisation, List.of("install", packageFile(organisation).toString()));
    }
  }

  /** The regulator names no package: it agrees to the definition and runs nothing of it. */
  private void approve(
      Organisation organisation, List<String> definition, Optional<String> packageId) {
    List<String> question = new ArrayList<>(List.of("checkcommitreadiness"));
    question.addAll(definition);
    question.addAll(List.of("--output", "json"));
    String approvals = lifecycle(organisation, question);
    if (approvals.matches("(?s).*\"" + organisation.mspId() + "\" *: *true.*")) {
      return;
    }
    List<String> approval = new ArrayList<>(List.of("approveformyorg"));
    approval.addAll(definition);
    approval.addAll(peer.ordererArguments());
    packageId.ifPresent(id -> approval.addAll(List.of("--package-id", id)));
    whenOrdererHasLeader(() -> lifecycle(organisation, approval));
  }

  /** The orderer refuses transactions for about a second, until it has elected itself. */
  private static void whenOrdererHasLeader(Runnable call) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LEADER_SECONDS);
    while (true) {
      try {
        call.run();
        return;
      } catch (FabricException e) {
        boolean noLeader = String.valueOf(e.getMessage()).contains("SERVICE_UNAVAILABLE");
        if (!noLeader || System.nanoTime() - end > 0) {
          throw e;
        }
        Pauses.sleep(LOOK_MILLIS);
      }
    }
  }

  private Path packageFile(Organisation organisation) {
    return files.node(Ports.chaincode(organisation)).resolve("package.tgz");
  }

  private String lifecycle(Organisation organisation, List<String> arguments) {
    return peer.run(
        organisation,
        Stream.concat(Stream.of("lifecycle", "chaincode"), arguments.stream()).toList());
  }

  private String osnadmin(String action, String... arguments) {
    Path tls = files.ordererCrypto().resolve("tls");
    List<String> command = new ArrayList<>(List.of(commands.path("osnadmin"), "channel", action));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-o", ports.address(Ports.ORDERER_ADMIN)));
    command.addAll(List.of("--ca-file", tls.resolve("ca.crt").toString()));
    command.addAll(List.of("--client-cert", tls.resolve("server.crt").toString()));
    command.addAll(List.of("--client-key", tls.resolve("server.key").toString()));
    return Commands.run(command, Map.of());
  }
}
