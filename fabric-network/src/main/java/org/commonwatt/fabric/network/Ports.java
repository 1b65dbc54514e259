package org.commonwatt.fabric.network;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The ports of a network, all on 127.0.0.1. They are in the certificates' channel configuration, so
 * they are chosen once, when a network is made.
 */
final class Ports {
  static final String ORDERER = "orderer";
  static final String ORDERER_ADMIN = "orderer-admin";

  // Below the range that systems give to outgoing connections, so that none is taken by one, and
  // apart from the broker's, which is often started at the same moment.
  private static final int FIRST = 16_384;
  private static final int LAST = 24_575;

  private final Map<String, Integer> byName;

  private Ports(Map<String, Integer> byName) {
    this.byName = byName;
  }

  /** The ports that the file names; chooses free ones and writes it when there is none. */
  static Ports loadOrChoose(Path file) {
    return loadOrChoose(file, names());
  }

  /** The same of these names. */
  static Ports loadOrChoose(Path file, List<String> names) {
    if (Files.exists(file)) {
      return load(file, names);
    }
    Ports chosen = new Ports(choose(names));
    chosen.store(file);
    return chosen;
  }

  /**
   * The ports that the file names.
   *
   * @throws FabricException when it is damaged
   */
  static Ports load(Path file) {
    return load(file, names());
  }

  private static Ports load(Path file, List<String> names) {
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      read.load(reader);
    } catch (IOException e) {
      throw new FabricException("cannot read the network's ports in " + file, e);
    }
    Map<String, Integer> ports = new TreeMap<>();
    for (String name : names) {
      String value = read.getProperty(name, "");
      if (!value.matches("[1-9][0-9]{0,4}") || Integer.parseInt(value) > 65_535) {
        throw new FabricException(
            file + " names no port for " + name + ": remove the network's folder and make it anew");
      }
      ports.put(name, Integer.valueOf(value));
    }
    return new Ports(ports);
  }

  static String peer(Organisation organisation) {
    return "peer-" + organisation.id();
  }

  /** Where the peer would take chaincode that connects by itself; ours does not. */
  static String chaincodeListener(Organisation organisation) {
    return "peer-" + organisation.id() + "-chaincode";
  }

  static String chaincode(Organisation organisation) {
    return "chaincode-" + organisation.id();
  }

  /** The names of the ports of an organisation that joins. */
  static List<String> ofMember(Organisation organisation) {
    return List.of(peer(organisation), chaincodeListener(organisation), chaincode(organisation));
  }

  /** The same ports and another one. */
  Ports with(String name, int port) {
    Map<String, Integer> more = new TreeMap<>(byName);
    more.put(name, port);
    return new Ports(more);
  }

  int get(String name) {
    Integer port = byName.get(name);
    if (port == null) {
      throw new IllegalArgumentException("no port is called " + name);
    }
    return port;
  }

  /** {@code 127.0.0.1:port}. */
  String address(String name) {
    return "127.0.0.1:" + get(name);
  }

  /**
   * Makes sure that nobody else listens.
   *
   * @throws FabricException naming the first port that is taken
   */
  void requireFree() {
    byName.forEach(
        (name, port) -> {
          if (!isFree(port)) {
            throw new FabricException(
                "port " + port + " (" + name + ") is taken by another program: stop that first");
          }
        });
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(List.of(ORDERER, ORDERER_ADMIN));
    for (Organisation organisation : Organisation.values()) {
      names.add(peer(organisation));
      names.add(chaincodeListener(organisation));
      if (organisation.endorses()) {
        names.add(chaincode(organisation));
      }
    }
    return names;
  }

  private static Map<String, Integer> choose(List<String> names) {
    SplittableRandom random = new SplittableRandom();
    Map<String, Integer> ports = new TreeMap<>();
    for (String name : names) {
      int port = random.nextInt(FIRST, LAST + 1);
      while (ports.containsValue(port) || !isFree(port)) {
        port = random.nextInt(FIRST, LAST + 1);
      }
      ports.put(name, port);
    }
    return ports;
  }

  private void store(Path file) {
    Properties written = new Properties();
    byName.forEach((name, port) -> written.setProperty(name, port.toString()));
    Path half = file.resolveSibling(file.getFileName() + ".new");
    try (Writer writer = Files.newBufferedWriter(half)) {
      written.store(writer, "Ports on 127.0.0.1; the channel's configuration names them, too.");
    } catch (IOException e) {
      throw new FabricException("cannot write the network's ports to " + half, e);
    }
    try {
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new FabricException("cannot write the network's ports to " + file, e);
    }
  }
}
