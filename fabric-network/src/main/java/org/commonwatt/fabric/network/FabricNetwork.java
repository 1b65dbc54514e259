package org.commonwatt.fabric.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A running network: three organisations with a peer each, two of them with the chaincode, and one
 * orderer. It lives as long as this process, however that ends, and continues where it was when it
 * is started on the same folder again.
 */
public final class FabricNetwork implements AutoCloseable {
  /** The channel's name. */
  public static final String CHANNEL = "commonwatt";

  /** The chaincode's name. */
  public static final String CHAINCODE = "settlement";

  /** The MSP id of the organisation that runs the orderer. */
  public static final String ORDERER_MSP = "OrderingMSP";

  private final NetworkFiles files;
  private final Ports ports;
  private final Nodes programs;
  private final FolderLock lock;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<Organisation, String> packageIds = new LinkedHashMap<>();

  private boolean closed;

  private FabricNetwork(NetworkFiles files, Ports ports, Nodes programs, FolderLock lock) {
    this.files = files;
    this.ports = ports;
    this.programs = programs;
    this.lock = lock;
  }

  /**
   * Starts a network and returns when it takes transactions; makes it when the folder holds none.
   *
   * @throws FabricException when the folder is in use, a port is taken or a process does not start;
   *     nothing runs then
   */
  public static FabricNetwork up(FabricOptions options) {
    NetworkFiles files = new NetworkFiles(options.folder().toAbsolutePath().normalize());
    FolderLock lock = FolderLock.take(files.lock());
    try {
      NetworkControl.killStragglers(files);
      Ports ports = Ports.loadOrChoose(files.ports());
      ports.requireFree();
      Files.deleteIfExists(files.stopMark());
      Nodes programs = new Nodes(files, ports, options.commands());
      FabricNetwork network = new FabricNetwork(files, ports, programs, lock);
      network.start(options);
      return network;
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    } catch (IOException e) {
      lock.close();
      throw new FabricException("cannot use the folder " + files.root(), e);
    }
  }

  /** Where an organisation's peer takes clients. */
  public Endpoint peer(Organisation organisation) {
    return new Endpoint(
        ports.address(Ports.peer(organisation)), new Identities(files).tlsAuthority(organisation));
  }

  /** The certificates of the authorities that issue identities, by MSP id: an audit's anchors. */
  public Map<String, Path> authorities() {
    Map<String, Path> authorities = new HashMap<>();
    for (Organisation organisation : Organisation.values()) {
      authorities.put(
          organisation.mspId(),
          NetworkFiles.only(files.organisation(organisation).resolve("msp/cacerts")));
    }
    authorities.put(ORDERER_MSP, NetworkFiles.only(files.ordererCrypto().resolve("msp/cacerts")));
    return authorities;
  }

  /** Where the orderer takes transactions. */
  public Endpoint orderer() {
    return new Endpoint(ports.address(Ports.ORDERER), files.ordererCrypto().resolve("tls/ca.crt"));
  }

  /**
   * A client of an organisation with a {@code role} attribute in its certificate; issued at the
   * first call, the same from then on.
   *
   * @throws IllegalArgumentException when name or role have other characters than lower case
   *     letters, digits and hyphens
   */
  public ClientIdentity client(Organisation organisation, String name, String role) {
    return new Identities(files).client(organisation, name, role);
  }

  /**
   * The file that tells the ledger's client how to reach an organisation's peer, and as whom:
   * {@code docs/formats/fabric-connection.md}. The exchange submits, the others only ask.
   */
  public Path connection(Organisation organisation) {
    return files.connection(organisation);
  }

  /** The names of the processes, such as {@code orderer} and {@code peer-exchange}. */
  public List<String> nodes() {
    synchronized (nodes) {
      return List.copyOf(nodes.keySet());
    }
  }

  /** Kills a process without any warning, and returns when it is dead. */
  public void kill(String node) {
    find(node).kill();
  }

  /**
   * Starts the processes that have ended, waits until they listen and returns their names; none
   * once {@link #close} was called.
   *
   * @throws FabricException when one does not start; a later call tries it again
   */
  public List<String> revive() {
    List<Node> ended;
    synchronized (nodes) {
      if (closed) {
        return List.of();
      }
      ended = nodes.values().stream().filter(node -> !node.isAlive()).toList();
      ended.forEach(Node::start);
    }
    ended.forEach(Node::awaitListening);
    return ended.stream().map(Node::name).toList();
  }

  /**
   * Lets an organisation run other chaincode from now on, as a dishonest one could: the channel
   * does not know what code runs.
   *
   * @throws FabricException when it does not start, or the network is closed
   */
  public void runChaincode(Organisation organisation, List<String> classPath) {
    Node other =
        programs.chaincode(
            organisation, packageIds.getOrDefault(organisation, ""), List.copyOf(classPath));
    synchronized (nodes) {
      if (closed) {
        throw new FabricException("the network is closed");
      }
      // Under the lock, or a reviver would start the old one again when it has ended.
      Node running = find(other.name());
      running.requestStop();
      running.awaitEnd();
      add(other);
      other.start();
    }
    other.awaitListening();
  }

  /** Whether somebody has asked the network to stop by {@link NetworkControl#down}. */
  public boolean isStopRequested() {
    return Files.exists(files.stopMark());
  }

  /** Stops all processes in good order; the folder keeps everything. */
  @Override
  public void close() {
    stop();
    lock.close();
  }

  private void start(FabricOptions options) {
    try {
      options.progress().accept("certificates and configuration");
      new Configuration(files, ports, options.commands()).write(options.queryLimit());
      ChannelSetup setup = new ChannelSetup(files, ports, options.commands());
      add(programs.orderer());
      for (Organisation organisation : Organisation.values()) {
        add(programs.peer(organisation));
      }
      for (Organisation organisation : Organisation.endorsers()) {
        String id = setup.packageId(organisation);
        packageIds.put(organisation, id);
        add(programs.chaincode(organisation, id, options.chaincode()));
      }
      options.progress().accept("starting " + String.join(", ", nodes.keySet()));
      List<Node> all = new ArrayList<>(nodes.values());
      all.forEach(Node::start);
      all.subList(0, all.size() - packageIds.size()).forEach(Node::awaitListening);
      setup.join(options.progress());
      setup.define(packageIds, options);
      all.forEach(Node::awaitListening);
      for (Organisation organisation : Organisation.values()) {
        Connections.write(files, ports, organisation);
      }
      options.progress().accept("the network is up");
    } catch (RuntimeException | Error e) {
      stop();
      throw e;
    }
  }

  private void stop() {
    synchronized (nodes) {
      closed = true;
      nodes.values().forEach(Node::requestStop);
    }
    nodes.values().forEach(Node::awaitEnd);
  }

  private void add(Node node) {
    nodes.put(node.name(), node);
  }

  private Node find(String name) {
    Node node;
    synchronized (nodes) {
      node = nodes.get(name);
    }
    if (node == null) {
      throw new IllegalArgumentException("no process is called " + name + ", but " + nodes());
    }
    return node;
  }
}
