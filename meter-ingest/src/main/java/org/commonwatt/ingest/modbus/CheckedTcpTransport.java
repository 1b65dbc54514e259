package org.commonwatt.ingest.modbus;

import com.digitalpetri.modbus.ModbusTcpFrame;
import com.digitalpetri.modbus.client.ModbusTcpClientTransport;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Hands on only answers that carry the unit and the protocol of the request under way. The library
 * compares the transaction alone, so a gateway that mixes up its units would give one meter's
 * registers for another's. What is dropped shows as a time-out.
 */
final class CheckedTcpTransport implements ModbusTcpClientTransport {
  private final ModbusTcpClientTransport inner;
  private volatile int expectedUnit = -1;

  CheckedTcpTransport(ModbusTcpClientTransport inner) {
    this.inner = inner;
  }

  @Override
  public CompletionStage<Void> connect() {
    return inner.connect();
  }

  @Override
  public CompletionStage<Void> disconnect() {
    return inner.disconnect();
  }

  @Override
  public boolean isConnected() {
    return inner.isConnected();
  }

  @Override
  public CompletionStage<Void> send(ModbusTcpFrame frame) {
    expectedUnit = frame.header().unitId();
    return inner.send(frame);
  }

  @Override
  public void receive(Consumer<ModbusTcpFrame> frames) {
    inner.receive(
        frame -> {
          if (frame.header().unitId() == expectedUnit && frame.header().protocolId() == 0) {
            frames.accept(frame);
          }
        });
  }
}
