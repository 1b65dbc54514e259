package org.commonwatt.testkit.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Ports of 127.0.0.1 at which a test listens later, or again, or never.
 *
 * <p>They lie below the range from which systems take the local ports of outgoing connections and
 * of listeners that ask for any port: between a look at a free port and its use, the system gives
 * it to nobody else. Databases, brokers and Fabric networks take theirs from ranges of their own,
 * below 13,312 and from 16,384 up.
 */
public final class TestPorts {
  private static final int FIRST = 13_312;
  private static final int LAST = 16_383;
  private static final int TRIES = 200;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);
  private static final long PAUSE_MILLIS = 20;

  private TestPorts() {}

  /** Opens what listens at a port. */
  @FunctionalInterface
  public interface Listening<L> {

    /**
     * Listens, or fails and leaves nothing open.
     *
     * @throws IOException when the port is taken
     */
    L open() throws IOException;
  }

  /** A port at which nobody listens now. */
  public static int pick() {
    return pick(1);
  }

  /**
   * The first of so many ports in a row, at none of which anybody listens now.
   *
   * @param ports how many, from 1
   */
  public static int pick(int ports) {
    SplittableRandom random = new SplittableRandom();
    for (int i = 0; i < TRIES; i++) {
      int first = random.nextInt(FIRST, LAST + 2 - ports);
      if (areFree(first, ports)) {
        return first;
      }
    }
    throw new IllegalStateException("found no free ports on 127.0.0.1");
  }

  /**
   * Listens at a port whose last listener has been closed. Java's close returns before the system
   * has let go of the port while another thread still waits in accept or select; so this tries
   * again for a while.
   *
   * @throws IOException when the port was still taken in the end
   */
  public static <L> L listen(Listening<L> listening) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        return listening.open();
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /**
   * Holds a port at which nobody listens: who connects to {@link Socket#getLocalPort} is refused,
   * and until it is closed nobody else gets the port.
   */
  public static Socket refusing() throws IOException {
    Socket held = new Socket();
    held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return held;
  }

  private static boolean areFree(int first, int ports) {
    for (int port = first; port < first + ports; port++) {
      if (!isFree(port)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
