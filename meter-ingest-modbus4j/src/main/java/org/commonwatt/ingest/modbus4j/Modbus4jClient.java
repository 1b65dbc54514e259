package org.commonwatt.ingest.modbus4j;

import com.serotonin.modbus4j.exception.ModbusInitException;
import com.serotonin.modbus4j.exception.ModbusTransportException;
import com.serotonin.modbus4j.ip.IpParameters;
import com.serotonin.modbus4j.ip.tcp.TcpMaster;
import com.serotonin.modbus4j.msg.ModbusRequest;
import com.serotonin.modbus4j.msg.ModbusResponse;
import com.serotonin.modbus4j.msg.ReadHoldingRegistersRequest;
import com.serotonin.modbus4j.msg.ReadInputRegistersRequest;
import com.serotonin.modbus4j.msg.ReadResponse;
import com.serotonin.modbus4j.sero.messaging.TimeoutException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.commonwatt.ingest.modbus.BackOff;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.modbus.ModbusOptions;
import org.commonwatt.ingest.modbus.RegisterBlock;
import org.commonwatt.ingest.modbus.RegisterTable;
import org.commonwatt.ingest.modbus.Transport;
import org.jspecify.annotations.Nullable;

/**
 * {@link ModbusClient} with Modbus4j, over Modbus TCP and serial frames over TCP; the library has
 * no TLS.
 *
 * <p>The library sends a request again, over a new connection, when the first was not answered; so
 * a silent unit costs two time limits, and its connection is never left half-open: after any
 * failure but an exception of the device the connection here is a new one.
 */
public final class Modbus4jClient implements ModbusClient {
  private final Endpoint endpoint;
  private final boolean serialFrames;
  private final ModbusOptions options;
  private final InstantSource wallClock;
  private final BackOff backOff;

  private @Nullable TcpMaster connection;
  private Instant nextAttempt = Instant.MIN;
  private boolean closed;

  /**
   * A client that connects on its first read.
   *
   * @param endpoint who to read from
   * @param transport {@code TCP} or {@code RTU_OVER_TCP}
   * @param options patience; each failure of an answer closes the connection, not every so many
   * @param wallClock real time, for the back-off
   * @throws IllegalArgumentException for TLS
   */
  public Modbus4jClient(
      Endpoint endpoint, Transport transport, ModbusOptions options, InstantSource wallClock) {
    if (transport == Transport.TLS) {
      throw new IllegalArgumentException("Modbus4j knows no TLS: take the default client");
    }
    this.endpoint = endpoint;
    this.serialFrames = transport == Transport.RTU_OVER_TCP;
    this.options = options;
    this.wallClock = wallClock;
    this.backOff =
        new BackOff(options.firstBackOff(), options.longestBackOff(), new SplittableRandom());
  }

  @Override
  public synchronized DeviceResult<RegisterBlock> read(
      RegisterTable table, int unit, int address, int count) {
    return connect().then(master -> request(master, table, new Span(unit, address, count)));
  }

  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
  }

  /** What is asked for. */
  private record Span(int unit, int address, int count) {
    ModbusRequest request(RegisterTable table) throws ModbusTransportException {
      return switch (table) {
        case HOLDING -> new ReadHoldingRegistersRequest(unit, address, count);
        case INPUT -> new ReadInputRegistersRequest(unit, address, count);
      };
    }
  }

  private DeviceResult<TcpMaster> connect() {
    if (closed) {
      return disconnected("the client was closed");
    }
    TcpMaster current = connection;
    if (current != null) {
      return DeviceResult.ok(current);
    }
    if (wallClock.instant().isBefore(nextAttempt)) {
      return disconnected("the next attempt to connect is due at " + nextAttempt);
    }
    return open();
  }

  private DeviceResult<TcpMaster> open() {
    IpParameters parameters = new IpParameters();
    parameters.setHost(endpoint.host());
    parameters.setPort(endpoint.port());
    parameters.setEncapsulated(serialFrames);
    TcpMaster master = new TcpMaster(parameters, true);
    master.setTimeout(Math.toIntExact(options.timeout().toMillis()));
    master.setRetries(0);
    try {
      master.init();
      connection = master;
      backOff.reset();
      return DeviceResult.ok(master);
    } catch (ModbusInitException e) {
      master.destroy();
      nextAttempt = wallClock.instant().plus(backOff.next());
      return disconnected("check that the device is switched on and reachable: " + reason(e));
    }
  }

  private DeviceResult<RegisterBlock> request(TcpMaster master, RegisterTable table, Span span) {
    String what =
        "registers %d to %d of unit %d at %s"
            .formatted(span.address(), span.address() + span.count() - 1, span.unit(), endpoint);
    try {
      ModbusResponse response = master.send(span.request(table));
      if (response.isException()) {
        return exception(response.getExceptionCode(), what);
      }
      byte[] bytes = ((ReadResponse) response).getData();
      if (bytes.length != 2 * span.count()) {
        disconnect();
        return DeviceResult.failed(
            FailureCode.GARBLED, what + ": the answer has " + bytes.length + " bytes");
      }
      return DeviceResult.ok(new RegisterBlock(bytes));
    } catch (ModbusTransportException | RuntimeException e) {
      disconnect();
      return failure(what, e);
    }
  }

  private DeviceResult<RegisterBlock> failure(String what, Exception e) {
    Throwable root = root(e);
    if (root instanceof TimeoutException) {
      return DeviceResult.failed(
          FailureCode.TIMEOUT,
          what + ": no answer within " + options.timeout().toMillis() + " ms, asked twice");
    }
    return root instanceof IOException
        ? disconnected(what + ": the connection broke: " + reason(e))
        : DeviceResult.failed(FailureCode.GARBLED, what + ": an answer was not understood");
  }

  private static DeviceResult<RegisterBlock> exception(int code, String what) {
    FailureCode failure =
        switch (code) {
          case 2 -> FailureCode.ILLEGAL_ADDRESS;
          case 10, 11 -> FailureCode.UNIT_UNREACHABLE;
          default -> FailureCode.EXCEPTION;
        };
    return DeviceResult.failed(failure, what + ": the device answered with exception " + code);
  }

  private void disconnect() {
    TcpMaster current = connection;
    connection = null;
    if (current != null) {
      current.destroy();
    }
  }

  private <T> DeviceResult<T> disconnected(String why) {
    return DeviceResult.failed(
        FailureCode.DISCONNECTED, "no connection to " + endpoint + ": " + why);
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String reason(Throwable e) {
    Throwable root = root(e);
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
