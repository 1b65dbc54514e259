package org.commonwatt.log.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.SplittableRandom;
import org.commonwatt.log.LogUnavailableException;

/**
 * Ports to listen on at 127.0.0.1.
 *
 * <p>They lie below the range from which systems take the local ports of outgoing connections.
 * Inside that range a client that keeps knocking at a broker that is down can be given the broker's
 * own port, connects to itself, and the broker cannot come back. A Fabric network that starts at
 * the same moment takes its ports from the half of the range that is not used here.
 */
final class FreePorts {

  private static final int FIRST = 24_576;
  private static final int LAST = 32_767;
  private static final int TRIES = 200;

  private FreePorts() {}

  static int pick() {
    SplittableRandom random = new SplittableRandom();
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(FIRST, LAST + 1);
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
