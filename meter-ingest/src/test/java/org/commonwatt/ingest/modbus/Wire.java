package org.commonwatt.ingest.modbus;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.commonwatt.ingest.modbus.RawModbusServer.Request;

/** What the frames of a hand-written server travel in. */
interface Wire {
  /** Plain Modbus TCP. */
  Wire TCP = new Wire() {};

  /** Frames of the serial line. */
  Wire RTU = new Serial(0);

  /** The same, with checksums that are wrong by a bit. */
  Wire RTU_WITH_WRONG_CHECKSUMS = new Serial(1);

  /** Modbus TCP inside TLS, for clients that show a certificate which the context trusts. */
  static Wire tls(SSLContext context) {
    return new Wire() {
      @Override
      public ServerSocket listen(int port) throws IOException {
        SSLServerSocket socket =
            (SSLServerSocket)
                context
                    .getServerSocketFactory()
                    .createServerSocket(port, 50, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(true);
        return socket;
      }
    };
  }

  /** Listens on the loopback interface; 0 for a free port. */
  default ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
  }

  /** The next request. */
  default Request read(DataInputStream in) throws IOException {
    int transaction = in.readUnsignedShort();
    in.readInt(); // protocol and length
    return new Request(
        transaction,
        in.readUnsignedByte(),
        in.readUnsignedByte(),
        in.readUnsignedShort(),
        in.readUnsignedShort());
  }

  /** A frame of Modbus TCP as it travels. */
  default byte[] frame(byte[] answer) {
    return answer;
  }

  /** Unit, function and data, then a checksum instead of a header before them. */
  record Serial(int error) implements Wire {
    private static final int HEADER = 6;

    @Override
    public Request read(DataInputStream in) throws IOException {
      Request request =
          new Request(
              0,
              in.readUnsignedByte(),
              in.readUnsignedByte(),
              in.readUnsignedShort(),
              in.readUnsignedShort());
      in.readUnsignedShort();
      return request;
    }

    @Override
    public byte[] frame(byte[] answer) {
      if (answer.length == 0) {
        return answer;
      }
      int length = answer.length - HEADER;
      return ByteBuffer.allocate(length + 2)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put(answer, HEADER, length)
          .putShort((short) (crc(answer, HEADER) ^ error))
          .array();
    }

    /** CRC-16/MODBUS, bit by bit, as the specification writes it. */
    private static int crc(byte[] bytes, int from) {
      int crc = 0xffff;
      for (int i = from; i < bytes.length; i++) {
        crc ^= bytes[i] & 0xff;
        for (int bit = 0; bit < 8; bit++) {
          crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0xa001;
        }
      }
      return crc;
    }
  }
}
