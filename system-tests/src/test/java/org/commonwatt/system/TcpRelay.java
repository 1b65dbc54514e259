package org.commonwatt.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Hands connections on to another address. */
final class TcpRelay implements AutoCloseable {
  private static final int BACKLOG = 200;

  private final ServerSocket listener = new ServerSocket();
  private final InetSocketAddress to;

  /** Listens at one address and hands on to another. */
  TcpRelay(InetSocketAddress from, InetSocketAddress to) throws IOException {
    this.to = to;
    listener.bind(from, BACKLOG);
    daemon(
        () -> {
          while (true) {
            relay(listener.accept());
          }
        });
  }

  /**
   * A relay as a process, which lets clients of a machine's network reach what listens on its
   * loopback. Arguments: its address, and the port of both. It ends with its input.
   */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[1]);
    try (TcpRelay relay =
        new TcpRelay(
            new InetSocketAddress(arguments[0], port), new InetSocketAddress("127.0.0.1", port))) {
      while (System.in.read() >= 0) {}
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void relay(Socket client) {
    daemon(
        () -> {
          try (client;
              Socket server = new Socket(to.getAddress(), to.getPort())) {
            daemon(() -> copy(server, client));
            copy(client, server);
          }
        });
  }

  /** An end of the one side is an end of both: HTTP's clients here keep none half open. */
  private static void copy(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The connection is over; its client sees that.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
