package org.commonwatt.audit.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message in the wire format of Protocol Buffers, without its schema: numbers and strings of
 * bytes by field. A second reader of what Fabric's own classes read elsewhere.
 */
final class Wire {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;
  private static final int LAST_SHIFT = 63;

  private record Field(int number, long value, byte[] bytes) {}

  private final List<Field> fields = new ArrayList<>();
  private final byte[] message;
  private int at;

  /**
   * @throws BundleException when the bytes are no message
   */
  Wire(byte[] message) {
    this.message = message;
    while (at < message.length) {
      long tag = varint();
      int number = Math.toIntExact(tag >>> 3 & Integer.MAX_VALUE);
      switch ((int) (tag & 7)) {
        case VARINT -> fields.add(new Field(number, varint(), new byte[0]));
        case FIXED_64 -> take(Long.BYTES);
        case BYTES -> fields.add(new Field(number, 0, take(varint())));
        case FIXED_32 -> take(Integer.BYTES);
        default -> throw new BundleException("bytes that are no message of Protocol Buffers");
      }
    }
  }

  /**
   * The number of a field, 0 when it is absent.
   *
   * @throws BundleException when it stands in the message more than once
   */
  long number(int field) {
    Field found = one(field);
    return found == null ? 0 : found.value();
  }

  /**
   * The bytes of a field, none when it is absent.
   *
   * @throws BundleException when it stands in the message more than once
   */
  byte[] bytes(int field) {
    Field found = one(field);
    return found == null ? new byte[0] : found.bytes();
  }

  /** Of a field that is there twice others may take the first or join both: so it may not be. */
  private @Nullable Field one(int field) {
    Field found = null;
    for (Field one : fields) {
      if (one.number() == field) {
        if (found != null) {
          throw new BundleException("field " + field + " is there more than once");
        }
        found = one;
      }
    }
    return found;
  }

  String text(int field) {
    return new String(bytes(field), StandardCharsets.UTF_8);
  }

  /** The message of a field along a way of fields. */
  Wire message(int... way) {
    Wire here = this;
    for (int field : way) {
      here = new Wire(here.bytes(field));
    }
    return here;
  }

  /** The bytes of each time that a field stands in the message. */
  List<byte[]> all(int field) {
    return fields.stream().filter(one -> one.number() == field).map(Field::bytes).toList();
  }

  /** Writes a field of bytes. */
  static void put(ByteArrayOutputStream out, int field, byte[] bytes) {
    varint(out, (long) field << 3 | BYTES);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  /** Writes a field of a number, which is left out when it is 0. */
  static void put(ByteArrayOutputStream out, int field, long number) {
    if (number != 0) {
      varint(out, (long) field << 3);
      varint(out, number);
    }
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift <= LAST_SHIFT; shift += 7) {
      if (at == message.length) {
        break;
      }
      byte one = message[at++];
      value |= (one & 0x7fL) << shift;
      if (one >= 0) {
        return value;
      }
    }
    throw new BundleException("a number that does not end");
  }

  private byte[] take(long length) {
    if (length < 0 || length > message.length - at) {
      throw new BundleException("a message that ends too early");
    }
    byte[] taken = new byte[(int) length];
    System.arraycopy(message, at, taken, 0, taken.length);
    at += taken.length;
    return taken;
  }
}
