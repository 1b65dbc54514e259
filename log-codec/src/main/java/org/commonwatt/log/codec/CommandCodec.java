package org.commonwatt.log.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.CommandFrame;

/** Records of the topic {@code commands}. */
public final class CommandCodec {

  private CommandCodec() {}

  /**
   * The bytes of a frame.
   *
   * @param market id of the market
   * @param frame 1 to {@value CommandFrame#MAX_ENTRIES} commands
   * @throws IllegalArgumentException when the market is not an id
   */
  public static byte[] encode(String market, CommandFrame frame) {
    return encode(market, frame, Keyring.NONE);
  }

  /**
   * The bytes of a frame; positions with a secret are sealed.
   *
   * @param market id of the market
   * @param frame 1 to {@value CommandFrame#MAX_ENTRIES} commands
   * @param keyring keys to seal with
   * @throws IllegalArgumentException when the market is not an id
   * @throws IllegalStateException when a key is missing
   */
  public static byte[] encode(String market, CommandFrame frame, Keyring keyring) {
    return Records.wrap(
        RecordType.COMMAND_FRAME,
        FormatVersions.of(frame),
        market,
        CommandConverter.encode(frame, Seals.with(keyring)));
  }

  /**
   * The frame of a record.
   *
   * @throws CodecException when the bytes are not a frame of commands that this version knows
   */
  public static CommandFrame decode(byte[] record) {
    return decode(record, Keyring.NONE);
  }

  /**
   * The frame of a record; a position whose key was erased is a {@code ReportErasedPosition}.
   *
   * @param keyring keys to open with
   * @throws CodecException when the bytes are not a frame of commands that this version knows, a
   *     sealed payload is damaged, or its key is missing
   */
  public static CommandFrame decode(byte[] record, Keyring keyring) {
    return Records.decode(
        () -> {
          Records.Opened opened = Records.openAs(record, RecordType.COMMAND_FRAME);
          CommandFrame frame =
              CommandConverter.decode(
                  CommandProto.CommandFrame.parseFrom(opened.body()), Seals.with(keyring));
          return Records.inVersion(opened.version(), FormatVersions.of(frame), frame);
        });
  }

  /**
   * The stored bytes of the commands of a record, each with its origin, in order: what a receipt
   * has the hash of.
   *
   * @throws CodecException when the bytes are not a record of commands; the commands themselves are
   *     not looked at
   */
  public static List<byte[]> splitFrame(byte[] record) {
    return Records.decode(
        () -> {
          try {
            return entries(Records.open(record, RecordType.COMMAND_FRAME).newCodedInput());
          } catch (InvalidProtocolBufferException e) {
            throw e;
          } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory were read", e);
          }
        });
  }

  private static List<byte[]> entries(CodedInputStream in) throws IOException {
    List<byte[]> entries = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == CommandProto.CommandFrame.ENTRIES_FIELD_NUMBER) {
        entries.add(in.readByteArray());
      } else {
        in.skipField(tag);
      }
    }
    return entries;
  }
}
