package org.commonwatt.ingest.modbus;

import com.digitalpetri.modbus.client.ModbusRtuClient;
import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.tcp.client.NettyClientTransportConfig;
import com.digitalpetri.modbus.tcp.client.NettyRtuClientTransport;
import com.digitalpetri.modbus.tcp.client.NettyTcpClientTransport;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A client of the digitalpetri library, for one connection of any transport. */
final class LibraryClient {
  private final com.digitalpetri.modbus.client.ModbusClient client;
  private final @Nullable SerialTransport serial;

  private LibraryClient(
      com.digitalpetri.modbus.client.ModbusClient client, @Nullable SerialTransport serial) {
    this.client = client;
    this.serial = serial;
  }

  /** A client that is not connected yet. */
  static LibraryClient create(Endpoint endpoint, Connection connection, ModbusOptions options) {
    NettyClientTransportConfig config = config(endpoint, connection, options);
    if (connection.transport() == Transport.RTU_OVER_TCP) {
      SerialTransport serial = new SerialTransport(new NettyRtuClientTransport(config));
      return new LibraryClient(
          ModbusRtuClient.create(serial, client -> client.requestTimeout = options.timeout()),
          serial);
    }
    return new LibraryClient(
        ModbusTcpClient.create(
            new CheckedTcpTransport(new NettyTcpClientTransport(config)),
            client -> client.requestTimeout = options.timeout()),
        null);
  }

  CompletionStage<Void> connect() {
    return client.connectAsync();
  }

  void disconnect() {
    client.disconnectAsync();
  }

  boolean isConnected() {
    return client.isConnected();
  }

  /** The bytes of registers; their number is not checked against the question. */
  CompletionStage<byte[]> read(RegisterTable table, int unit, int address, int count) {
    return switch (table) {
      case HOLDING ->
          client
              .readHoldingRegistersAsync(unit, new ReadHoldingRegistersRequest(address, count))
              .thenApply(answer -> answer.registers());
      case INPUT ->
          client
              .readInputRegistersAsync(unit, new ReadInputRegistersRequest(address, count))
              .thenApply(answer -> answer.registers());
    };
  }

  /** The code of an exception that a device answered. */
  int code(ModbusResponseException refused) {
    return serial == null ? refused.getExceptionCode() : serial.exceptionCode();
  }

  private static NettyClientTransportConfig config(
      Endpoint endpoint, Connection connection, ModbusOptions options) {
    TlsIdentity identity = connection.identity();
    return NettyClientTransportConfig.create(
        config -> {
          config.hostname = endpoint.host();
          config.port = endpoint.port();
          config.connectTimeout = options.timeout();
          config.connectPersistent = false;
          if (identity != null) {
            config.tlsEnabled = true;
            config.keyManagerFactory = identity.keys();
            config.trustManagerFactory = identity.trusted();
          }
        });
  }
}
