package org.commonwatt.system.fabric;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Passes bytes on to a server until it is told to fall silent: then the connections that it has
 * stay open and carry nothing more, as when a cable is pulled, and new ones work.
 */
final class SilentProxy implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final List<Pipe> pipes = new CopyOnWriteArrayList<>();
  private final String host;
  private final int port;

  /** A proxy for the server at {@code host:port}. */
  SilentProxy(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    host = address.substring(0, colon);
    port = Integer.parseInt(address.substring(colon + 1));
    start(this::accept);
  }

  /** Where it listens. */
  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** The number of connections so far. */
  int connections() {
    return pipes.size();
  }

  /** Whatever is sent on the connections so far is lost from now on. */
  void fallSilent() {
    pipes.forEach(pipe -> pipe.silent = true);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Pipe pipe : pipes) {
      pipe.client.close();
      pipe.server.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Pipe pipe = new Pipe(client, new Socket(host, port));
        pipes.add(pipe);
        start(() -> pipe.pass(pipe.client, pipe.server));
        start(() -> pipe.pass(pipe.server, pipe.client));
      }
    } catch (IOException closed) {
      // The test is over, or the server is away: then nobody is let in any more.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "silent-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static final class Pipe {
    private final Socket client;
    private final Socket server;
    private volatile boolean silent;

    Pipe(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void pass(Socket from, Socket to) {
      byte[] buffer = new byte[8192];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        int count = in.read(buffer);
        while (count >= 0) {
          if (!silent) {
            out.write(buffer, 0, count);
          }
          count = in.read(buffer);
        }
        if (!silent) {
          to.close();
        }
      } catch (IOException e) {
        // One end closed while the other still sent.
      }
    }
  }
}
