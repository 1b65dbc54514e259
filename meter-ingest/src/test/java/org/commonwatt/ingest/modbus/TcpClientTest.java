package org.commonwatt.ingest.modbus;

class TcpClientTest extends ModbusClientKit {
  @Override
  Wire wire() {
    return Wire.TCP;
  }

  @Override
  Connection connection() {
    return Connection.TCP;
  }
}
