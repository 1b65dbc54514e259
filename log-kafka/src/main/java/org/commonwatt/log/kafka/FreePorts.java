package org.commonwatt.log.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.commonwatt.log.LogUnavailableException;

/**
 * Ports to listen on at 127.0.0.1.
 *
 * <p>They lie outside the range from which the system takes the local ports of outgoing
 * connections, as Linux tells it, elsewhere below the usual one. Inside that range a client that
 * keeps knocking at a broker that is down can be given the broker's own port, connects to itself,
 * and the broker cannot come back. A Fabric network that starts at the same moment takes its ports
 * from the half of the range that is not used here.
 */
final class FreePorts {

  private static final Range USUAL = new Range(24_576, 32_767);
  private static final int FIRST_FREE_FOR_ALL = 1_024;
  private static final int LAST = 65_535;
  private static final int FEW = 1_024;
  private static final Path OF_CONNECTIONS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int TRIES = 200;

  /** Ports from the first to the last. */
  record Range(int first, int last) {
    private boolean isApartFrom(Range other) {
      return last < other.first || first > other.last;
    }

    private int size() {
      return last - first + 1;
    }
  }

  private FreePorts() {}

  static int pick() {
    SplittableRandom random = new SplittableRandom();
    Range range = range(ofConnections());
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(range.first(), range.last() + 1);
      if (isFree(port)) {
        return port;
      }
    }
    throw new LogUnavailableException("found no free port on 127.0.0.1");
  }

  /** Another port than one that is going to be listened at, which looks free until then. */
  static int pickBeside(int port) {
    int other = pick();
    while (other == port) {
      other = pick();
    }
    return other;
  }

  /**
   * The ports to pick from: the usual ones unless connections get some of them, then as many right
   * below those of connections, or those above.
   *
   * @param told the first and the last port of connections, as Linux tells them; else empty
   */
  static Range range(String told) {
    String[] words = told.strip().split("\\s+");
    if (words.length != 2) {
      return USUAL;
    }
    Range connections = new Range(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    if (USUAL.isApartFrom(connections)) {
      return USUAL;
    }
    int from = Math.max(FIRST_FREE_FOR_ALL, connections.first() - USUAL.size());
    Range below = new Range(from, connections.first() - 1);
    Range above = new Range(connections.last() + 1, LAST);
    return below.size() >= FEW ? below : above.size() >= FEW ? above : USUAL;
  }

  private static String ofConnections() {
    try {
      return Files.readString(OF_CONNECTIONS);
    } catch (IOException e) {
      return "";
    }
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
}
