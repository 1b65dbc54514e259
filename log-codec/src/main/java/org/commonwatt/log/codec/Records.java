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
  record Opened(RecordType type, String market, ByteString body) {}

  /** The bytes of a record; {@link IllegalArgumentException} when the market is not an id. */
  static byte[] wrap(RecordType type, String market, MessageLite body) {
    return LogRecord.newBuilder()
        .setType(type.code())
        .setVersion(RecordType.VERSION)
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
    return new Opened(type, record.getMarket(), record.getBody());
  }

  /** Checks the header of a record of one type and returns its body. */
  static ByteString open(byte[] bytes, RecordType expected) throws InvalidProtocolBufferException {
    Opened opened = open(bytes);
    if (opened.type() != expected) {
      throw CodecException.otherType(opened.type(), expected);
    }
    return opened.body();
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
