package org.commonwatt.engine.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that may be slow, greedy or broken: it sends and reads bytes when it is told to. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 120_000;

  private final Socket socket = new Socket();
  private final InputStream in;

  RawClient(int port) throws IOException {
    socket.setReceiveBufferSize(4 * 1024);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends a question; does not read the answer. */
  RawClient ask(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.US_ASCII));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Reads one answer: status, type and body. */
  ApiClient.Reply read() throws IOException {
    String[] status = line().split(" ", 3);
    String type = "";
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String[] parts = header.split(":", 2);
      switch (parts[0].toLowerCase(Locale.ROOT)) {
        case "content-type" -> type = parts[1].trim();
        case "content-length" -> length = Integer.parseInt(parts[1].trim());
        default -> {
          // Not looked at.
        }
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new ApiClient.Reply(Integer.parseInt(status[1]), type, body);
  }

  /** Waits until the server ends the connection; what it still sends is skipped. */
  void awaitEnd() throws IOException {
    byte[] skipped = new byte[8 * 1024];
    try {
      int read = 0;
      while (read >= 0) {
        read = in.read(skipped);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // Reset: the end, too.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended in " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
