package org.commonwatt.engine.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.EventEnvelope;

/**
 * A frame of commands and what it did.
 *
 * @param entry the frame as it stands on {@code commands}
 * @param frame the commands
 * @param events per command, its events
 * @param bytes the bytes of all events, in order, as they are stored
 */
record AppliedFrame(
    LogEntry entry, CommandFrame frame, List<List<EventEnvelope>> events, List<byte[]> bytes) {
  /** A record of events grows up to this, and beyond it only for a single event. */
  static final int RECORD_BYTES = 1 << 20;

  /** The frame's place on {@code commands}. */
  long offset() {
    return entry.offset();
  }

  /** The frame as those hear of it who are told. */
  CommittedFrame committed() {
    return new CommittedFrame(entry.offset(), entry.value(), frame, events, bytes);
  }

  /**
   * The records to write: one for nearly every frame, several when a command has very many events,
   * as a tick after a long standstill has. Each is made when it is asked for, as all of them
   * together may be as large as the state.
   *
   * @throws EngineHaltedException when a single event is larger than the log takes
   */
  List<Piece> pieces(String market) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    long size = 0;
    for (int i = 0; i < bytes.size(); i++) {
      int length = bytes.get(i).length;
      if (i > from && size + length > RECORD_BYTES) {
        pieces.add(piece(market, from, i, size));
        from = i;
        size = 0;
      }
      size += length;
    }
    pieces.add(piece(market, from, bytes.size(), size));
    return pieces;
  }

  /**
   * Events that become one record.
   *
   * @param bytes how many they have
   * @param record makes the record
   */
  record Piece(long bytes, Supplier<byte[]> record) {}

  private Piece piece(String market, int from, int to, long size) {
    if (size > RECORD_BYTES) {
      requireRoom(EventCodec.encodeFrame(market, bytes.subList(from, to)));
    }
    return new Piece(size, () -> EventCodec.encodeFrame(market, bytes.subList(from, to)));
  }

  private void requireRoom(byte[] record) {
    if (record.length > EventWriter.MAX_RECORD_BYTES) {
      throw new EngineHaltedException(
          "an event of the commands at offset "
              + offset()
              + " has "
              + record.length
              + " bytes, more than the log takes");
    }
  }
}
