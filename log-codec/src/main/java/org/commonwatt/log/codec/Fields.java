package org.commonwatt.log.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import java.math.BigInteger;
import java.util.Set;
import org.commonwatt.model.Hash;

/** Fields that Protobuf has no type for, and the checks that it does not make. */
final class Fields {

  private static final int HASH_BYTES = 32;
  private static final int MAX_INTEGER_BYTES = 16;

  private Fields() {}

  /**
   * Returns the message if it has only fields of this version. A new field raises the version, so
   * an unknown one under a known version is damage.
   */
  static <M extends Message> M known(M message) {
    if (!message.getUnknownFields().isEmpty()) {
      throw CodecException.notARecord(
          "unknown field "
              + message.getUnknownFields().asMap().keySet().iterator().next()
              + " in "
              + message.getDescriptorForType().getName());
    }
    return message;
  }

  /** Returns the sub-message if it is there. */
  static <M extends Message> M required(boolean present, M message, String field) {
    if (!present) {
      throw CodecException.missingField(field);
    }
    return known(message);
  }

  /** What to throw when a message that holds one of several kinds holds none that is known. */
  static CodecException unknownKind(String what, Message holder) {
    Set<Integer> unknown = holder.getUnknownFields().asMap().keySet();
    return unknown.isEmpty()
        ? CodecException.missingField(what)
        : CodecException.unknownType("of " + what + ": " + unknown.iterator().next());
  }

  static ByteString bytes(Hash hash) {
    return UnsafeByteOperations.unsafeWrap(hash.bytes()); // a copy already
  }

  static Hash hash(ByteString bytes, String field) {
    if (bytes.isEmpty()) {
      throw CodecException.missingField(field);
    }
    if (bytes.size() != HASH_BYTES) {
      throw CodecException.outOfRange(field + " has " + bytes.size() + " bytes instead of 32");
    }
    return Hash.ofBytes(bytes.toByteArray());
  }

  /** Two's complement; {@link IllegalArgumentException} beyond 128 bits. */
  static ByteString bytes(BigInteger value) {
    byte[] bytes = value.toByteArray();
    if (bytes.length > MAX_INTEGER_BYTES) {
      throw new IllegalArgumentException("an amount must fit in 128 bits, not " + value);
    }
    return ByteString.copyFrom(bytes);
  }

  static BigInteger integer(ByteString bytes, String field) {
    if (bytes.isEmpty()) {
      throw CodecException.missingField(field);
    }
    if (bytes.size() > MAX_INTEGER_BYTES) {
      throw CodecException.outOfRange(field + " has more than 128 bits");
    }
    return new BigInteger(bytes.toByteArray());
  }
}
