package org.commonwatt.fuzz;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.commonwatt.log.codec.AlertCodec;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EngineKeyCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.RejectedReadingCodec;

/** Records of the log: bytes that a broker hands over. */
final class LogParsers {
  private LogParsers() {}

  static List<Parser> all() {
    Supplier<List<byte[]>> seeds = () -> Seeds.hex("log-codec/src/test/resources/golden");
    return List.of(
        new Parser("log-commands", seeds, input -> takes(input, CommandCodec::decode)),
        new Parser("log-events", seeds, LogParsers::events),
        new Parser("log-others", seeds, LogParsers::others));
  }

  /** A frame of events, or one. */
  private static boolean events(byte[] input) {
    return takes(input, frame -> EventCodec.splitFrame(frame).forEach(EventCodec::decodeEvent))
        | takes(input, EventCodec::decodeEvent);
  }

  private static boolean others(byte[] input) {
    boolean taken = takes(input, PositionCodec::decode);
    taken |= takes(input, ReadingCodec::decode);
    taken |= takes(input, RejectedReadingCodec::decode);
    taken |= takes(input, AlertCodec::decode);
    return taken | takes(input, EngineKeyCodec::decode);
  }

  private static boolean takes(byte[] input, Consumer<byte[]> decoder) {
    try {
      decoder.accept(input);
      return true;
    } catch (CodecException e) {
      return false;
    }
  }
}
