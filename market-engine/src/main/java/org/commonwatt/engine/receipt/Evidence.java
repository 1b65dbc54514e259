package org.commonwatt.engine.receipt;

import org.commonwatt.model.Hash;

/**
 * Where on the log a command stands and what came of it.
 *
 * @param commandOffset offset of its frame on {@code commands}
 * @param commandIndex its place in the frame, from 0
 * @param commandHash SHA-256 of its stored bytes: its {@code Entry} of the frame
 * @param sequence the engine's number of its first event, which says what came of it
 * @param eventHash SHA-256 of that event's stored bytes
 */
public record Evidence(
    long commandOffset, int commandIndex, Hash commandHash, long sequence, Hash eventHash) {
  /** Four lines, of which receipts are made: index, hash, sequence, hash of the event. */
  String lines() {
    return commandIndex
        + "\n"
        + commandHash.hex()
        + "\n"
        + sequence
        + "\n"
        + eventHash.hex()
        + "\n";
  }
}
