package org.commonwatt.log.codec;

import org.commonwatt.log.codec.proto.CommandProto;
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
    return Records.wrap(
        RecordType.COMMAND_FRAME, FormatVersions.of(frame), market, CommandConverter.encode(frame));
  }

  /**
   * The frame of a record.
   *
   * @throws CodecException when the bytes are not a frame of commands that this version knows
   */
  public static CommandFrame decode(byte[] record) {
    return Records.decode(
        () -> {
          Records.Opened opened = Records.openAs(record, RecordType.COMMAND_FRAME);
          CommandFrame frame =
              CommandConverter.decode(CommandProto.CommandFrame.parseFrom(opened.body()));
          return Records.inVersion(opened.version(), FormatVersions.of(frame), frame);
        });
  }
}
