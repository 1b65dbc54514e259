package org.commonwatt.log.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.RecordProto.EventFrame;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;

/**
 * Records of the topic {@code events}: frames of events, one per command frame. An event is encoded
 * once; its bytes are then stored, hashed and compared as they are and never encoded again.
 */
public final class EventCodec {
  /** The highest version of a record that this build writes, and reads with all before it. */
  public static final int HIGHEST_VERSION = FormatVersions.HIGHEST;

  /** The {@link #kind} of a {@code RulebookActivated}. */
  public static final int RULEBOOK_ACTIVATED = EventProto.Event.RULEBOOK_ACTIVATED_FIELD_NUMBER;

  /** The {@link #kind} of an {@code AuctionCleared}. */
  public static final int AUCTION_CLEARED = EventProto.Event.AUCTION_CLEARED_FIELD_NUMBER;

  /** The {@link #kind} of a {@code ContinuousTrade}. */
  public static final int CONTINUOUS_TRADE = EventProto.Event.CONTINUOUS_TRADE_FIELD_NUMBER;

  /** The {@link #kind} of a {@code MeterPointAssigned}. */
  public static final int METER_POINT_ASSIGNED = EventProto.Event.METER_POINT_ASSIGNED_FIELD_NUMBER;

  /** The {@link #kind} of a {@code BillPart}. */
  public static final int BILL_PART = EventProto.Event.BILL_PART_FIELD_NUMBER;

  /** The {@link #kind} of a {@code SlotSettled}. */
  public static final int SLOT_SETTLED = EventProto.Event.SLOT_SETTLED_FIELD_NUMBER;

  /** The {@link #kind} of a {@code SlotRevised}. */
  public static final int SLOT_REVISED = EventProto.Event.SLOT_REVISED_FIELD_NUMBER;

  /** The {@link #kind} of a {@code DisputeOpened}. */
  public static final int DISPUTE_OPENED = EventProto.Event.DISPUTE_OPENED_FIELD_NUMBER;

  /** The {@link #kind} of a {@code DisputeDecided}. */
  public static final int DISPUTE_DECIDED = EventProto.Event.DISPUTE_DECIDED_FIELD_NUMBER;

  /** The {@link #kind} of a {@code DisputeWithdrawn}. */
  public static final int DISPUTE_WITHDRAWN = EventProto.Event.DISPUTE_WITHDRAWN_FIELD_NUMBER;

  /** The {@link #kind} of a {@code BatchRecorded}. */
  public static final int BATCH_RECORDED = EventProto.Event.BATCH_RECORDED_FIELD_NUMBER;

  private static final Set<Integer> OF_HEADS =
      Set.of(
          EventProto.Event.TIME_ADVANCED_FIELD_NUMBER, SLOT_SETTLED, SLOT_REVISED, BATCH_RECORDED);

  private EventCodec() {}

  /**
   * The bytes of one event with its place on the log.
   *
   * @throws IllegalArgumentException when the welfare of an auction does not fit in 128 bits
   */
  public static byte[] encodeEvent(EventEnvelope event) {
    return encodeEvent(event, Keyring.NONE);
  }

  /**
   * The bytes of one event with its place on the log; positions with a secret and lines with a seal
   * are sealed.
   *
   * @param keyring keys to seal with
   * @throws IllegalArgumentException when the welfare of an auction does not fit in 128 bits
   * @throws IllegalStateException when a key is missing, or the event was erased
   */
  public static byte[] encodeEvent(EventEnvelope event, Keyring keyring) {
    return EventConverter.encode(event, Seals.with(keyring)).toByteArray();
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
    events.forEach(event -> frame.addEvent(UnsafeByteOperations.unsafeWrap(event)));
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
    return decodeEvent(event, Keyring.NONE);
  }

  /**
   * The event of its stored bytes; a position whose key was erased is a {@code PositionErased}, and
   * a line an {@code ErasedLine}.
   *
   * @param keyring keys to open with
   * @throws CodecException when the bytes are not an event that this version knows, a sealed
   *     payload is damaged, or its key is missing
   */
  public static EventEnvelope decodeEvent(byte[] event, Keyring keyring) {
    return Records.decode(
        () ->
            EventConverter.decode(EventProto.EventEnvelope.parseFrom(event), Seals.with(keyring)));
  }

  /**
   * Where an event stands; what it says is not looked at, nor opened.
   *
   * @throws CodecException when the bytes are not an event of a version that is known
   */
  public static Place place(byte[] event) {
    return Records.decode(
        () -> {
          EventProto.EventEnvelope envelope = EventProto.EventEnvelope.parseFrom(event);
          RecordType.EVENT_FRAME.requireVersion(envelope.getVersion(), FormatVersions.HIGHEST);
          return new Place(
              envelope.getSequence(), envelope.getCommandOffset(), envelope.getCommandIndex());
        });
  }

  /**
   * Which event it is, by the number of its kind in the log's schema; 0 when it has none. Nothing
   * else is looked at, so it costs little to pass over events that one is not interested in.
   *
   * @throws CodecException when the bytes are not a message
   */
  public static int kind(byte[] event) {
    return Records.decode(
        () -> {
          try {
            return kind(CodedInputStream.newInstance(event));
          } catch (InvalidProtocolBufferException e) {
            throw e;
          } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory were read", e);
          }
        });
  }

  private static int kind(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == EventProto.EventEnvelope.EVENT_FIELD_NUMBER) {
        in.readUInt32(); // the length of the event
        return WireFormat.getTagFieldNumber(in.readTag());
      }
      in.skipField(tag);
    }
    return 0;
  }

  /**
   * The place of an event.
   *
   * @param sequence the engine's number of it
   * @param commandOffset offset of the command's frame on {@code commands}
   * @param commandIndex index of the command in its frame
   */
  public record Place(long sequence, long commandOffset, int commandIndex) {}

  /**
   * Whether events of a {@link #kind} tell the market's clock, a batch, or that it is on the
   * ledger: what a tree head is made of beside all events' bytes.
   */
  public static boolean isOfHeads(int kind) {
    return OF_HEADS.contains(kind);
  }

  /** The hash of an event's stored bytes, which the next event carries as its predecessor. */
  public static Hash hash(byte[] event) {
    return Hash.of(event);
  }
}
