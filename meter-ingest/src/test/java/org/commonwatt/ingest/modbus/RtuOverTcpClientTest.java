package org.commonwatt.ingest.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.commonwatt.ingest.Eventually;
import org.commonwatt.ingest.modbus.RawModbusServer.Request;
import org.junit.jupiter.api.Test;

class RtuOverTcpClientTest extends ModbusClientKit {
  @Override
  Wire wire() {
    return Wire.RTU;
  }

  @Override
  Connection connection() {
    return new Connection(Transport.RTU_OVER_TCP, null);
  }

  @Test
  void anAnswerWithAWrongChecksumIsNotTaken() throws IOException {
    try (RawModbusServer server =
            new RawModbusServer(0, Request::countingRegisters, Wire.RTU_WITH_WRONG_CHECKSUMS);
        ModbusClient client = client(server.endpoint(), Duration.ofSeconds(60))) {
      assertThat(code(client.read(RegisterTable.HOLDING, 1, 0, 2))).isEqualTo(FailureCode.GARBLED);
    }
  }

  /**
   * Serial frames have no number: the answer to the first question looks like one to the second.
   */
  @Test
  void anAnswerThatComesTooLateIsNotTakenForTheNextOne() throws Exception {
    Eventually.undisturbed(
        () -> {
          AtomicInteger asked = new AtomicInteger();
          try (RawModbusServer server =
                  server(
                      request ->
                          asked.getAndIncrement() == 0
                              ? late(request)
                              : request.countingRegisters());
              ModbusClient client = client(server.endpoint(), Duration.ofMillis(400))) {
            assertThat(code(client.read(RegisterTable.HOLDING, 1, 100, 1)))
                .isEqualTo(FailureCode.TIMEOUT);
            assertThat(value(client.read(RegisterTable.HOLDING, 1, 200, 1)).unsigned16(0))
                .isEqualTo(200);
            assertThat(server.connections()).as("one for each question").isEqualTo(2);
          }
        });
  }

  private static byte[] late(Request request) {
    try {
      Thread.sleep(600);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return request.countingRegisters();
  }
}
