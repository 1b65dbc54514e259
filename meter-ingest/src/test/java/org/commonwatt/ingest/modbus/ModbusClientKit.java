package org.commonwatt.ingest.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.commonwatt.ingest.Eventually;
import org.commonwatt.ingest.modbus.RawModbusServer.Request;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.Test;

/** What a client does whatever its frames travel in. */
abstract class ModbusClientKit {
  private static final Duration PATIENT = Duration.ofSeconds(60);
  private static final Duration QUICK = Duration.ofMillis(400);

  /** How the server talks. */
  abstract Wire wire();

  /** How the client connects to it. */
  abstract Connection connection();

  @Test
  void readsTheRegistersOfTheTableThatWasAskedFor() throws IOException {
    try (RawModbusServer server = server(Request::countingRegisters);
        ModbusClient client = client(server.endpoint(), PATIENT)) {
      RegisterBlock block = value(client.read(RegisterTable.HOLDING, 7, 1_000, 125));
      assertThat(block.size()).isEqualTo(125);
      assertThat(block.unsigned16(0)).isEqualTo(1_000);
      assertThat(block.unsigned16(124)).isEqualTo(1_124);
      server.behave(request -> request.registers(new byte[] {0, (byte) request.function()}));
      assertThat(value(client.read(RegisterTable.HOLDING, 7, 0, 1)).unsigned16(0)).isEqualTo(3);
      assertThat(value(client.read(RegisterTable.INPUT, 7, 0, 1)).unsigned16(0)).isEqualTo(4);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void tellsExceptionsApartAndKeepsTheConnection() throws IOException {
    AtomicInteger code = new AtomicInteger();
    try (RawModbusServer server = server(request -> request.exception(code.get()));
        ModbusClient client = client(server.endpoint(), PATIENT)) {
      for (int i : new int[] {2, 3, 11}) {
        code.set(i);
        assertThat(code(client.read(RegisterTable.HOLDING, 1, 0, 2)))
            .isEqualTo(
                i == 2
                    ? FailureCode.ILLEGAL_ADDRESS
                    : i == 3 ? FailureCode.EXCEPTION : FailureCode.UNIT_UNREACHABLE);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aSilentUnitTimesOutAndItsNeighbourStillAnswers() throws Exception {
    Eventually.undisturbed(
        () -> {
          try (RawModbusServer server =
                  server(r -> r.unit() == 1 ? RawModbusServer.SILENCE : r.countingRegisters());
              ModbusClient client = client(server.endpoint(), QUICK)) {
            assertThat(value(client.read(RegisterTable.HOLDING, 2, 9, 1)).unsigned16(0))
                .isEqualTo(9);
            assertThat(code(client.read(RegisterTable.HOLDING, 1, 0, 2)))
                .isEqualTo(FailureCode.TIMEOUT);
            assertThat(value(client.read(RegisterTable.HOLDING, 2, 5, 1)).unsigned16(0))
                .isEqualTo(5);
          }
        });
  }

  @Test
  void anAnswerOfAnotherUnitIsNotTaken() throws Exception {
    Eventually.undisturbed(
        () -> {
          try (RawModbusServer server =
                  server(r -> r.of(r.unit() == 1 ? 2 : r.unit()).countingRegisters());
              ModbusClient client = client(server.endpoint(), QUICK)) {
            assertThat(value(client.read(RegisterTable.HOLDING, 2, 9, 1)).unsigned16(0))
                .isEqualTo(9);
            assertThat(client.read(RegisterTable.HOLDING, 1, 5, 1))
                .isInstanceOf(DeviceResult.Failed.class);
            assertThat(value(client.read(RegisterTable.HOLDING, 2, 6, 1)).unsigned16(0))
                .isEqualTo(6);
          }
        });
  }

  @Test
  void anAnswerOfAnotherLengthIsNotTaken() throws IOException {
    try (RawModbusServer server = server(request -> request.registers(new byte[4]));
        ModbusClient client = client(server.endpoint(), PATIENT)) {
      assertThat(code(client.read(RegisterTable.HOLDING, 1, 0, 3))).isEqualTo(FailureCode.GARBLED);
      assertThat(client.read(RegisterTable.HOLDING, 1, 0, 2)).isInstanceOf(DeviceResult.Ok.class);
      assertThat(server.connections()).as("nothing of a garbled connection is used").isEqualTo(2);
    }
  }

  @Test
  void connectsAgainToAServerThatWasRestarted() throws Exception {
    int port = TestPorts.pick();
    try (ModbusClient client = client(new Endpoint("127.0.0.1", port), PATIENT)) {
      assertThat(code(client.read(RegisterTable.HOLDING, 1, 0, 1)))
          .isEqualTo(FailureCode.DISCONNECTED);
      for (int i = 0; i < 2; i++) {
        try (RawModbusServer server =
            TestPorts.listen(() -> new RawModbusServer(port, Request::countingRegisters, wire()))) {
          Eventually.until(
              "it is connected",
              () -> client.read(RegisterTable.HOLDING, 1, 0, 1) instanceof DeviceResult.Ok);
          assertThat(server.requests()).isPositive();
        }
      }
    }
  }

  @Test
  void aClosedClientReadsNothing() throws IOException {
    try (RawModbusServer server = server(Request::countingRegisters);
        ModbusClient client = client(server.endpoint(), PATIENT)) {
      client.close();
      assertThat(code(client.read(RegisterTable.HOLDING, 1, 0, 1)))
          .isEqualTo(FailureCode.DISCONNECTED);
    }
  }

  RawModbusServer server(Function<Request, byte[]> behaviour) throws IOException {
    return new RawModbusServer(0, behaviour, wire());
  }

  ModbusClient client(Endpoint endpoint, Duration timeout) {
    return new DigitalpetriModbusClient(
        endpoint,
        connection(),
        new ModbusOptions(timeout, 3, Duration.ZERO, Duration.ZERO),
        InstantSource.system());
  }

  static RegisterBlock value(DeviceResult<RegisterBlock> result) {
    assertThat(result).isInstanceOf(DeviceResult.Ok.class);
    return ((DeviceResult.Ok<RegisterBlock>) result).value();
  }

  static FailureCode code(DeviceResult<RegisterBlock> result) {
    assertThat(result).isInstanceOf(DeviceResult.Failed.class);
    return ((DeviceResult.Failed<RegisterBlock>) result).failure().code();
  }
}
