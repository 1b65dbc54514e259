package org.commonwatt.cli;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A gateway before another one that ends the connection when a certain unit is asked for. */
final class HangingUp implements AutoCloseable {
  private static final int HEADER = 7;

  private final ServerSocket server;
  private final int behind;
  private final int unit;

  HangingUp(int behind, int unit) throws IOException {
    this.behind = behind;
    this.unit = unit;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "hanging-up");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept();
          Socket other = new Socket(InetAddress.getLoopbackAddress(), behind)) {
        while (pass(client, other) && pass(other, client)) {
          // One question and its answer at a time.
        }
      } catch (IOException e) {
        // This connection ended, the next one may come.
      }
    }
  }

  /** Passes one frame on; false when it is for the unit, or there is none. */
  private boolean pass(Socket from, Socket to) throws IOException {
    DataInputStream in = new DataInputStream(from.getInputStream());
    byte[] header = in.readNBytes(HEADER);
    if (header.length < HEADER || header[HEADER - 1] == unit) {
      return false;
    }
    int rest = ((header[4] & 0xff) << 8 | header[5] & 0xff) - 1;
    byte[] body = in.readNBytes(rest);
    OutputStream out = to.getOutputStream();
    out.write(header);
    out.write(body);
    out.flush();
    return true;
  }
}
