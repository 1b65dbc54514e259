package org.commonwatt.ingest.modbus;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import org.commonwatt.ingest.modbus4j.Modbus4jClient;
import org.junit.jupiter.api.Test;

class Modbus4jTcpClientTest extends ModbusClientKit {
  @Override
  Wire wire() {
    return Wire.TCP;
  }

  @Override
  Connection connection() {
    return Connection.TCP;
  }

  @Override
  ModbusClient client(Endpoint endpoint, Duration timeout) {
    return new Modbus4jClient(
        endpoint,
        connection().transport(),
        new ModbusOptions(timeout, 3, Duration.ZERO, Duration.ZERO),
        InstantSource.system());
  }

  @Test
  void tlsIsRefused() {
    assertThatThrownBy(
            () ->
                new Modbus4jClient(
                    new Endpoint("127.0.0.1", 802),
                    Transport.TLS,
                    ModbusOptions.defaults(),
                    InstantSource.system()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
