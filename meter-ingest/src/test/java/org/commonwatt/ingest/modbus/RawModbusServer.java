package org.commonwatt.ingest.modbus;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A TCP server on the loopback interface whose answers, faults included, are written by hand. */
public final class RawModbusServer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Function<Request, byte[]> behaviour;
  private volatile boolean hangsUp;

  private final Wire wire;

  /** A request as it came over the wire. */
  public record Request(int transaction, int unit, int function, int address, int count) {

    /** The same of another unit. */
    public Request of(int otherUnit) {
      return new Request(transaction, otherUnit, function, address, count);
    }

    /** A right answer with these bytes of registers. */
    public byte[] registers(byte[] registers) {
      return ByteBuffer.allocate(9 + registers.length)
          .putShort((short) transaction)
          .putShort((short) 0)
          .putShort((short) (3 + registers.length))
          .put((byte) unit)
          .put((byte) function)
          .put((byte) registers.length)
          .put(registers)
          .array();
    }

    /** A right answer of registers that count up from the address. */
    public byte[] countingRegisters() {
      ByteBuffer registers = ByteBuffer.allocate(2 * count);
      for (int i = 0; i < count; i++) {
        registers.putShort((short) (address + i));
      }
      return registers(registers.array());
    }

    /** An exception answer. */
    public byte[] exception(int code) {
      return ByteBuffer.allocate(9)
          .putShort((short) transaction)
          .putShort((short) 0)
          .putShort((short) 3)
          .put((byte) unit)
          .put((byte) (function | 0x80))
          .put((byte) code)
          .array();
    }
  }

  /** Answers nothing. */
  public static final byte[] SILENCE = {};

  /** A server of Modbus TCP. */
  public RawModbusServer(int port, Function<Request, byte[]> behaviour) throws IOException {
    this(port, behaviour, Wire.TCP);
  }

  /** A server; answers are written as frames of Modbus TCP whatever they travel in. */
  RawModbusServer(int port, Function<Request, byte[]> behaviour, Wire wire) throws IOException {
    this.behaviour = behaviour;
    this.wire = wire;
    this.server = wire.listen(port);
    Thread acceptor = new Thread(this::accept, "raw-modbus");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  public Endpoint endpoint() {
    return new Endpoint("127.0.0.1", server.getLocalPort());
  }

  public int connections() {
    return connections.get();
  }

  public int requests() {
    return requests.get();
  }

  public void behave(Function<Request, byte[]> next) {
    behaviour = next;
  }

  /** Closes each connection after its first answer, from now on. */
  public void hangUp(boolean hangs) {
    hangsUp = hangs;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        Thread worker = new Thread(() -> serve(socket), "raw-modbus-connection");
        worker.setDaemon(true);
        worker.start();
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        Request request = wire.read(in);
        requests.incrementAndGet();
        boolean last = hangsUp;
        socket.getOutputStream().write(wire.frame(behaviour.apply(request)));
        if (last) {
          return;
        }
      }
    } catch (IOException e) {
      // The client has gone, or the test closed the server.
      sockets.remove(socket);
    }
  }
}
