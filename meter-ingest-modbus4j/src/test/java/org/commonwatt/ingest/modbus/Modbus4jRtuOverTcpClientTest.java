package org.commonwatt.ingest.modbus;

import java.time.Duration;
import java.time.InstantSource;
import org.commonwatt.ingest.modbus4j.Modbus4jClient;

class Modbus4jRtuOverTcpClientTest extends ModbusClientKit {
  @Override
  Wire wire() {
    return Wire.RTU;
  }

  @Override
  Connection connection() {
    return new Connection(Transport.RTU_OVER_TCP, null);
  }

  @Override
  ModbusClient client(Endpoint endpoint, Duration timeout) {
    return new Modbus4jClient(
        endpoint,
        connection().transport(),
        new ModbusOptions(timeout, 3, Duration.ZERO, Duration.ZERO),
        InstantSource.system());
  }
}
