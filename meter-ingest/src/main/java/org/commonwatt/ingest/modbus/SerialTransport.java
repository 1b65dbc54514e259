package org.commonwatt.ingest.modbus;

import com.digitalpetri.modbus.ModbusRtuFrame;
import com.digitalpetri.modbus.client.ModbusRtuClientTransport;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Serial frames over TCP, with the code of the last exception that a device answered: the library
 * gives the function in its place.
 */
final class SerialTransport implements ModbusRtuClientTransport {
  private static final int EXCEPTION = 0x80;

  private final ModbusRtuClientTransport inner;
  private volatile int exceptionCode;

  SerialTransport(ModbusRtuClientTransport inner) {
    this.inner = inner;
  }

  /** The code of the last answer that was an exception; 0 before the first. */
  int exceptionCode() {
    return exceptionCode;
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
  public CompletionStage<Void> send(ModbusRtuFrame frame) {
    return inner.send(frame);
  }

  @Override
  public void receive(Consumer<ModbusRtuFrame> frames) {
    inner.receive(
        frame -> {
          ByteBuffer pdu = frame.pdu();
          if (pdu.remaining() > 1 && (pdu.get(pdu.position()) & EXCEPTION) != 0) {
            exceptionCode = pdu.get(pdu.position() + 1) & 0xff;
          }
          frames.accept(frame);
        });
  }

  @Override
  public void resetFrameParser() {
    inner.resetFrameParser();
  }
}
