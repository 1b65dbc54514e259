package org.commonwatt.log.codec;

import com.google.protobuf.ByteString;
import java.util.List;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.RecordProto.EventFrame;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;

/**
 * Records of the topic {@code events}: frames of events, one per command frame. An event is encoded
 * once; its bytes are then stored, hashed and compared as they are and never encoded again.
 */
public final class EventCodec {

  private EventCodec() {}

  /**
   * The bytes of one event with its place on the log.
   *
   * @throws IllegalArgumentException when the welfare of an auction does not fit in 128 bits
   */
  public static byte[] encodeEvent(EventEnvelope event) {
    return EventConverter.encode(event).toByteArray();
  }

  /**
   * The record of a frame.
   *
   * @param market id of the market
   * @param events bytes of {@link #encodeEvent}, in order, at least one
   * @throws IllegalArgumentException when the market is not an id or there is no event
   */
  public static byte[] encodeFrame(String market, List<byte[]> events) {
    if (events.isEmpty()) {
      throw new IllegalArgumentException("a frame has at least one event");
    }
    EventFrame.Builder frame = EventFrame.newBuilder();
    events.forEach(event -> frame.addEvent(ByteString.copyFrom(event)));
    return Records.wrap(RecordType.EVENT_FRAME, market, frame.build());
  }

  /**
   * The stored bytes of the events of a record, in order; each goes to {@link #decodeEvent} and
   * {@link #hash}.
   *
   * @throws CodecException when the bytes are not a frame of events that this version knows; the
   *     events themselves are not looked at
   */
  public static List<byte[]> splitFrame(byte[] record) {
    return Records.decode(
        () -> {
          EventFrame frame =
              Fields.known(EventFrame.parseFrom(Records.open(record, RecordType.EVENT_FRAME)));
          if (frame.getEventCount() == 0) {
            throw CodecException.missingField("event");
          }
          return frame.getEventList().stream().map(ByteString::toByteArray).toList();
        });
  }

  /**
   * The event of its stored bytes.
   *
   * @throws CodecException when the bytes are not an event that this version knows
   */
  public static EventEnvelope decodeEvent(byte[] event) {
    return Records.decode(() -> EventConverter.decode(EventProto.EventEnvelope.parseFrom(event)));
  }

  /** The hash of an event's stored bytes, which the next event carries as its predecessor. */
  public static Hash hash(byte[] event) {
    return Hash.of(event);
  }
}
