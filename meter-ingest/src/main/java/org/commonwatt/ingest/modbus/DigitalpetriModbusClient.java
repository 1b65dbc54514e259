package org.commonwatt.ingest.modbus;

import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.exceptions.ModbusTimeoutException;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.tcp.client.NettyTcpClientTransport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@link ModbusClient} over Modbus TCP with the digitalpetri library.
 *
 * <p>Each connection is a fresh library client, so nothing of a broken connection survives it. The
 * library does not notice a silent peer, does not compare the unit and the length of an answer with
 * the question, and never answers at all after some malformed frames; this class sees to that.
 */
public final class DigitalpetriModbusClient implements ModbusClient {
  private final Endpoint endpoint;
  private final ModbusOptions options;
  private final InstantSource wallClock;

  private @Nullable ModbusTcpClient connection;
  private int timeoutsInARow;
  private Duration backOff;
  private Instant nextAttempt = Instant.MIN;
  private boolean closed;

  /**
   * A client that connects on its first read.
   *
   * @param endpoint who to read from
   * @param options patience
   * @param wallClock real time, for the back-off; never the simulated time of a demo
   */
  public DigitalpetriModbusClient(
      Endpoint endpoint, ModbusOptions options, InstantSource wallClock) {
    this.endpoint = endpoint;
    this.options = options;
    this.wallClock = wallClock;
    this.backOff = options.firstBackOff();
  }

  @Override
  public synchronized DeviceResult<RegisterBlock> readHoldingRegisters(
      int unit, int address, int count) {
    return connect().then(client -> request(client, unit, address, count));
  }

  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
  }

  private DeviceResult<ModbusTcpClient> connect() {
    if (closed) {
      return disconnected("the client was closed");
    }
    ModbusTcpClient current = connection;
    if (current != null && current.isConnected()) {
      return DeviceResult.ok(current);
    }
    disconnect();
    if (wallClock.instant().isBefore(nextAttempt)) {
      return disconnected("the next attempt to connect is due at " + nextAttempt);
    }
    return open();
  }

  private DeviceResult<ModbusTcpClient> open() {
    ModbusTcpClient client = newClient();
    try {
      client.connectAsync().toCompletableFuture().get(millis(), TimeUnit.MILLISECONDS);
      connection = client;
      timeoutsInARow = 0;
      backOff = options.firstBackOff();
      return DeviceResult.ok(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      client.disconnectAsync();
      return disconnected("interrupted while connecting");
    } catch (ExecutionException | TimeoutException e) {
      client.disconnectAsync();
      nextAttempt = wallClock.instant().plus(backOff);
      Duration doubled = backOff.multipliedBy(2);
      backOff =
          doubled.compareTo(options.longestBackOff()) < 0 ? doubled : options.longestBackOff();
      return disconnected("check that the device is switched on and reachable: " + reason(e));
    }
  }

  private ModbusTcpClient newClient() {
    NettyTcpClientTransport transport =
        NettyTcpClientTransport.create(
            config -> {
              config.hostname = endpoint.host();
              config.port = endpoint.port();
              config.connectTimeout = options.timeout();
              config.connectPersistent = false;
            });
    return ModbusTcpClient.create(
        new CheckedTcpTransport(transport), config -> config.requestTimeout = options.timeout());
  }

  private DeviceResult<RegisterBlock> request(
      ModbusTcpClient client, int unit, int address, int count) {
    String what =
        "registers %d to %d of unit %d at %s"
            .formatted(address, address + count - 1, unit, endpoint);
    try {
      byte[] bytes =
          client
              .readHoldingRegistersAsync(unit, new ReadHoldingRegistersRequest(address, count))
              .toCompletableFuture()
              .get(2 * millis(), TimeUnit.MILLISECONDS)
              .registers();
      timeoutsInARow = 0;
      if (bytes.length != 2 * count) {
        disconnect();
        return DeviceResult.failed(
            FailureCode.GARBLED, what + ": the answer has " + bytes.length + " bytes");
      }
      return DeviceResult.ok(new RegisterBlock(bytes));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      disconnect();
      return disconnected(what + ": interrupted");
    } catch (TimeoutException e) {
      // Of some malformed answers the library says nothing at all, not even that time is up.
      disconnect();
      return DeviceResult.failed(FailureCode.GARBLED, what + ": an answer was not understood");
    } catch (ExecutionException e) {
      return failure(what, e);
    }
  }

  private DeviceResult<RegisterBlock> failure(String what, ExecutionException e) {
    if (e.getCause() instanceof ModbusResponseException refused) {
      timeoutsInARow = 0;
      return exception(refused.getExceptionCode(), what);
    }
    boolean silent =
        e.getCause() instanceof TimeoutException || e.getCause() instanceof ModbusTimeoutException;
    return silent ? timeout(what) : broken(what, e);
  }

  private static DeviceResult<RegisterBlock> exception(int code, String what) {
    return switch (code) {
      case 2 ->
          DeviceResult.failed(
              FailureCode.ILLEGAL_ADDRESS,
              what + ": the device has no such registers (exception 2)");
      case 10, 11 ->
          DeviceResult.failed(
              FailureCode.UNIT_UNREACHABLE,
              what + ": the gateway does not reach the unit (exception " + code + ")");
      default ->
          DeviceResult.failed(
              FailureCode.EXCEPTION, what + ": the device answered with exception " + code);
    };
  }

  private DeviceResult<RegisterBlock> timeout(String what) {
    timeoutsInARow++;
    if (timeoutsInARow >= options.timeoutsBeforeDisconnect()) {
      disconnect();
    }
    return DeviceResult.failed(
        FailureCode.TIMEOUT, what + ": no answer within " + millis() + " ms");
  }

  private DeviceResult<RegisterBlock> broken(String what, ExecutionException e) {
    boolean wasConnected = connection != null && connection.isConnected();
    disconnect();
    return wasConnected
        ? DeviceResult.failed(FailureCode.GARBLED, what + ": not understood: " + reason(e))
        : disconnected(what + ": the connection broke: " + reason(e));
  }

  private void disconnect() {
    ModbusTcpClient current = connection;
    connection = null;
    timeoutsInARow = 0;
    if (current != null) {
      current.disconnectAsync();
    }
  }

  private <T> DeviceResult<T> disconnected(String why) {
    return DeviceResult.failed(
        FailureCode.DISCONNECTED, "no connection to " + endpoint + ": " + why);
  }

  private long millis() {
    return options.timeout().toMillis();
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
