package org.commonwatt.fabric.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An organisation that has joined a running network, with a peer and a chaincode of its own in a
 * folder of its own. It lives as long as this process and continues where it was when it joins
 * again.
 */
public final class MemberNode implements AutoCloseable {
  private static final long REACH_SECONDS = 60;
  private static final long LOOK_MILLIS = 300;

  private final Organisation organisation;
  private final FabricOptions options;
  private final NetworkFiles files;
  private final NetworkFiles network;
  private final FolderLock lock;
  private List<Node> nodes = List.of();
  private boolean closed;

  private MemberNode(
      Organisation organisation, FabricOptions options, NetworkFiles network, FolderLock lock) {
    this.organisation = organisation;
    this.options = options;
    this.files = new NetworkFiles(options.folder().toAbsolutePath().normalize());
    this.network = network;
    this.lock = lock;
  }

  /**
   * Makes an organisation a member of the channel of a running network, and starts its peer, which
   * gets a copy of the ledger, and its chaincode. A step that was done before is not done again.
   *
   * @param organisation by {@link Organisation#joining}
   * @param network the network's folder, whose founders' administrators sign by majority
   * @param options the organisation's own folder, Fabric's commands and the chaincode, which must
   *     be of the version that the channel has
   * @throws FabricException when the network does not run, the folder is in use, or a step fails;
   *     nothing of the organisation runs then
   */
  public static MemberNode join(Organisation organisation, Path network, FabricOptions options) {
    NetworkFiles networkFiles = new NetworkFiles(network.toAbsolutePath().normalize());
    if (!Files.exists(networkFiles.firstBlock())) {
      throw new FabricException(network + " holds no Fabric network to join");
    }
    NetworkFiles own = new NetworkFiles(options.folder().toAbsolutePath().normalize());
    FolderLock lock = FolderLock.take(own.lock());
    MemberNode member = new MemberNode(organisation, options, networkFiles, lock);
    try {
      member.start();
      return member;
    } catch (RuntimeException | Error e) {
      member.close();
      throw e;
    } catch (IOException e) {
      member.close();
      throw new FabricException("cannot use the folder " + own.root(), e);
    }
  }

  /** The file that tells the ledger's client how to reach the organisation's own peer. */
  public Path connection() {
    return files.connection(organisation);
  }

  /** A client of the organisation; as {@link FabricNetwork#client}. */
  public ClientIdentity client(String name, String role) {
    return new Identities(files).client(organisation, name, role);
  }

  /** Starts what has ended, and names it; as {@link FabricNetwork#revive}. */
  public List<String> revive() {
    List<Node> ended;
    synchronized (this) {
      if (closed) {
        return List.of();
      }
      ended = nodes.stream().filter(node -> !node.isAlive()).toList();
      ended.forEach(Node::start);
    }
    ended.forEach(Node::awaitListening);
    return ended.stream().map(Node::name).toList();
  }

  /** Stops peer and chaincode; the organisation stays a member, and the folder keeps everything. */
  @Override
  public void close() {
    List<Node> running;
    synchronized (this) {
      closed = true;
      running = nodes;
      running.forEach(Node::requestStop);
    }
    running.forEach(Node::awaitEnd);
    lock.close();
  }

  private void start() throws IOException {
    Ports own = Ports.loadOrChoose(files.ports(), Ports.ofMember(organisation));
    killStragglers();
    own.requireFree();
    Ports founders = Ports.load(network.ports());
    Ports ports = own.with(Ports.ORDERER, founders.get(Ports.ORDERER));
    tell("certificates and configuration");
    Configuration configuration = new Configuration(files, ports, options.commands());
    configuration.writeMember(organisation, options.queryLimit());
    takeOrderersAuthority();
    admit(ports, new PeerCommand(network, founders, options.commands()));

    PeerCommand peer = new PeerCommand(files, ports, options.commands());
    ChannelSetup setup = new ChannelSetup(files, ports, options.commands());
    Nodes programs = new Nodes(files, ports, options.commands());
    Node peerNode = programs.peer(organisation);
    String packageId = setup.packageId(organisation);
    Node chaincode = programs.chaincode(organisation, packageId, options.chaincode());
    run(List.of(peerNode, chaincode));
    peerNode.awaitListening();
    joinChannel(peer);
    retrying(() -> setup.adopt(organisation, packageId, options));
    chaincode.awaitListening();
    Connections.write(files, ports, organisation);
    tell(organisation + " has joined the network");
  }

  private synchronized void run(List<Node> started) {
    nodes = started;
    started.forEach(Node::start);
  }

  /** The founders' majority takes the organisation into the channel, once. */
  private void admit(Ports ports, PeerCommand founders) {
    ChannelConfig channel = new ChannelConfig(network, founders);
    MembershipUpdate update = MembershipUpdate.of(channel.newest(Organisation.EXCHANGE));
    if (update.has(organisation)) {
      return;
    }
    List<Organisation> all = Arrays.asList(Organisation.values());
    if (update.majority() > all.size()) {
      throw new FabricException(
          "more than half of the channel's members must sign, "
              + update.majority()
              + ", and only the founders' administrators are here: have others sign the change");
    }
    List<Organisation> signers = all.subList(0, update.majority());
    tell(signers + " sign: " + organisation + " becomes a member");
    Identities identities = new Identities(files);
    MembershipUpdate.Member member =
        new MembershipUpdate.Member(
            organisation,
            identities.authorityCertificate(organisation),
            identities.tlsAuthority(organisation),
            ports.get(Ports.peer(organisation)));
    channel.submit("membership-" + organisation.id() + ".pb", update.with(member), signers);
  }

  private void joinChannel(PeerCommand peer) {
    String joined = peer.run(organisation, List.of("channel", "list"));
    if (joined.lines().anyMatch(FabricNetwork.CHANNEL::equals)) {
      return;
    }
    tell("peer of " + organisation + " joins the channel");
    Path first = files.firstBlock();
    // The orderer takes a change of its configuration before it knows who may read by it.
    retrying(() -> new ChannelConfig(files, peer).fetch(organisation, "0", first));
    peer.run(organisation, List.of("channel", "join", "-b", first.toString()));
  }

  /** What the peer does not have yet comes within seconds, or something is wrong. */
  private static void retrying(Runnable step) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(REACH_SECONDS);
    while (true) {
      try {
        step.run();
        return;
      } catch (FabricException e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        Pauses.sleep(LOOK_MILLIS);
      }
    }
  }

  /** Whom the organisation trusts as the orderer; it is told that outside of the network. */
  private void takeOrderersAuthority() throws IOException {
    Path authority = files.ordererCrypto().resolve("tls/ca.crt");
    Files.createDirectories(authority.resolveSibling(""));
    Files.copy(
        network.ordererCrypto().resolve("tls/ca.crt"),
        authority,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void killStragglers() {
    for (String name : List.of(Ports.peer(organisation), Ports.chaincode(organisation))) {
      PidFile.read(files.node(name)).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private void tell(String line) {
    options.progress().accept(line);
  }
}
