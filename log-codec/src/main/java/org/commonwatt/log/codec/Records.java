package org.commonwatt.log.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import org.commonwatt.log.codec.proto.RecordProto.LogRecord;
import org.commonwatt.model.Ids;

/** Puts the header (type, version, market) around a body and takes it off again. */
final class Records {

  private Records() {}

  /** What can fail while bytes become a value. */
  interface Decoding<T> {
    T run() throws InvalidProtocolBufferException;
  }

  /** A record whose header was checked. */
  record Opened(RecordType type, int version, String market, ByteString body) {}

  /** The bytes of a record; {@link IllegalArgumentException} when the market is not an id. */
  static byte[] wrap(RecordType type, String market, MessageLite body) {
    return wrap(type, FormatVersions.FIRST, market, body);
  }

  /** The bytes of a record in a version. */
  static byte[] wrap(RecordType type, int version, String market, MessageLite body) {
    return LogRecord.newBuilder()
        .setType(type.code())
        .setVersion(version)
        .setMarket(Ids.require("market", market))
        .setBody(body.toByteString())
        .build()
        .toByteArray();
  }

  /** Checks the header of a record of any type. */
  static Opened open(byte[] bytes) throws InvalidProtocolBufferException {
    LogRecord record = LogRecord.parseFrom(bytes);
    if (record.getType() == 0) {
      throw CodecException.missingField("type");
    }
    RecordType type = RecordType.of(record.getType());
    type.requireVersion(record.getVersion());
    Fields.known(record);
    if (record.getMarket().isEmpty()) {
      throw CodecException.missingField("market");
    }
    Ids.require("market", record.getMarket());
    return new Opened(type, record.getVersion(), record.getMarket(), record.getBody());
  }

  /** Checks the header of a record of one type and returns its body. */
  static ByteString open(byte[] bytes, RecordType expected) throws InvalidProtocolBufferException {
    return openAs(bytes, expected).body();
  }

  /** Checks the header of a record of one type. */
  static Opened openAs(byte[] bytes, RecordType expected) throws InvalidProtocolBufferException {
    Opened opened = open(bytes);
    if (opened.type() != expected) {
      throw CodecException.otherType(opened.type(), expected);
    }
    return opened;
  }

  /** Checks that a value is one that its stated version can say. */
  static <T> T inVersion(int stated, int needed, T value) {
    if (needed > stated) {
      throw CodecException.outOfRange(
          "version " + stated + " cannot hold what only version " + needed + " can say");
    }
    return value;
  }

  /**
   * Runs a decoding so that only {@link CodecException} leaves it: the values of {@code
   * energy-model} refuse what is out of range with an {@link IllegalArgumentException}.
   */
  static <T> T decode(Decoding<T> decoding) {
    try {
      return decoding.run();
    } catch (InvalidProtocolBufferException e) {
      throw CodecException.notARecord(e);
    } catch (IllegalArgumentException e) {
      throw CodecException.outOfRange(e);
    }
  }
}
