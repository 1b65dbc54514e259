package org.commonwatt.ingest.modbus;

import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.exceptions.ModbusTimeoutException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@link ModbusClient} with the digitalpetri library.
 *
 * <p>Each connection is a fresh library client, so nothing of a broken connection survives it. The
 * library does not notice a silent peer, does not compare the unit and the length of an answer with
 * the question, and never answers at all after some malformed frames; this class sees to that.
 */
public final class DigitalpetriModbusClient implements ModbusClient {
  private static final long LOOK_MILLIS = 50;

  private final Endpoint endpoint;
  private final Connection how;
  private final ModbusOptions options;
  private final InstantSource wallClock;
  private final BackOff backOff;

  private @Nullable LibraryClient connection;
  private int timeoutsInARow;
  private Instant nextAttempt = Instant.MIN;
  private boolean closed;

  /** What is asked for. */
  private record Span(RegisterTable table, int unit, int address, int count) {

    CompletionStage<byte[]> from(LibraryClient client) {
      return client.read(table, unit, address, count);
    }
  }

  /**
   * A client of plain Modbus TCP.
   *
   * @see #DigitalpetriModbusClient(Endpoint, Connection, ModbusOptions, InstantSource)
   */
  public DigitalpetriModbusClient(
      Endpoint endpoint, ModbusOptions options, InstantSource wallClock) {
    this(endpoint, Connection.TCP, options, wallClock);
  }

  /**
   * A client that connects on its first read.
   *
   * @param endpoint who to read from
   * @param how to connect to it
   * @param options patience
   * @param wallClock real time, for the back-off; never the simulated time of a demo
   */
  public DigitalpetriModbusClient(
      Endpoint endpoint, Connection how, ModbusOptions options, InstantSource wallClock) {
    this(endpoint, how, options, wallClock, new SplittableRandom());
  }

  /** The same, with the numbers that the pauses between attempts are drawn by. */
  DigitalpetriModbusClient(
      Endpoint endpoint,
      Connection how,
      ModbusOptions options,
      InstantSource wallClock,
      RandomGenerator random) {
    this.endpoint = endpoint;
    this.how = how;
    this.options = options;
    this.wallClock = wallClock;
    this.backOff = new BackOff(options.firstBackOff(), options.longestBackOff(), random);
  }

  @Override
  public synchronized DeviceResult<RegisterBlock> read(
      RegisterTable table, int unit, int address, int count) {
    Span span = new Span(table, unit, address, count);
    return connect().then(client -> request(client, span));
  }

  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
  }

  private DeviceResult<LibraryClient> connect() {
    if (closed) {
      return disconnected("the client was closed");
    }
    LibraryClient current = connection;
    if (current != null && current.isConnected()) {
      return DeviceResult.ok(current);
    }
    disconnect();
    if (wallClock.instant().isBefore(nextAttempt)) {
      return disconnected("the next attempt to connect is due at " + nextAttempt);
    }
    return open();
  }

  private DeviceResult<LibraryClient> open() {
    LibraryClient client = LibraryClient.create(endpoint, how, options);
    try {
      client.connect().toCompletableFuture().get(millis(), TimeUnit.MILLISECONDS);
      connection = client;
      timeoutsInARow = 0;
      backOff.reset();
      return DeviceResult.ok(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      client.disconnect();
      return disconnected("interrupted while connecting");
    } catch (ExecutionException | TimeoutException e) {
      client.disconnect();
      nextAttempt = wallClock.instant().plus(backOff.next());
      return disconnected("check that the device is switched on and reachable: " + reason(e));
    }
  }

  private DeviceResult<RegisterBlock> request(LibraryClient client, Span span) {
    String what =
        "registers %d to %d of unit %d at %s"
            .formatted(span.address(), span.address() + span.count() - 1, span.unit(), endpoint);
    try {
      byte[] bytes = answer(client, span.from(client).toCompletableFuture());
      timeoutsInARow = 0;
      if (bytes.length != 2 * span.count()) {
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
      return failure(client, what, e);
    }
  }

  /** Does not wait on for a connection that has ended, of which the library tells nobody. */
  private byte[] answer(LibraryClient client, CompletableFuture<byte[]> coming)
      throws InterruptedException, ExecutionException, TimeoutException {
    long looks = Math.max(1, 2 * millis() / LOOK_MILLIS);
    boolean connected = true;
    for (long look = 1; look < looks && connected; look++) {
      connected = client.isConnected();
      try {
        return coming.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // One more look after the end: what came before it may still be handed over.
      }
    }
    if (!connected) {
      throw new ExecutionException(new IOException("the other side hung up"));
    }
    return coming.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private DeviceResult<RegisterBlock> failure(
      LibraryClient client, String what, ExecutionException e) {
    if (e.getCause() instanceof ModbusResponseException refused) {
      timeoutsInARow = 0;
      return exception(client.code(refused), what);
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
    if (timeoutsInARow >= options.timeoutsBeforeDisconnect()
        || how.transport() == Transport.RTU_OVER_TCP) {
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
    LibraryClient current = connection;
    connection = null;
    timeoutsInARow = 0;
    if (current != null) {
      current.disconnect();
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
