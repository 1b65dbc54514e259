package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import org.commonwatt.model.Hash;

/** Small conversions between the forms of bytes. */
final class Bytes {
  private Bytes() {}

  static ByteString string(byte[] bytes) {
    return ByteString.copyFrom(bytes);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  static ByteString sha256(ByteString... parts) {
    byte[][] bytes = new byte[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = parts[i].toByteArray();
    }
    return ByteString.copyFrom(Hash.of(bytes).bytes());
  }
}
