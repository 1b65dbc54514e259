package org.commonwatt.engine.snapshot;

import java.io.IOException;
import java.util.List;

/**
 * Where one engine keeps its snapshots. A snapshot is there whole or not at all, as far as the disk
 * keeps its word; its checksum finds out where it does not. For use by one thread.
 */
public interface SnapshotStore {

  /** The names of all snapshots, the newest first. */
  List<String> names() throws IOException;

  /** The bytes of a snapshot. */
  byte[] read(String name) throws IOException;

  /**
   * Keeps a snapshot, and drops those that are too old.
   *
   * @param sequence the engine sequence of its last event; a higher one is newer
   */
  void write(long sequence, byte[] bytes) throws IOException;

  /**
   * Drops the snapshots that are older than one.
   *
   * @param sequence the engine sequence of the oldest that stays
   * @return how many were dropped
   */
  default int dropBefore(long sequence) throws IOException {
    throw new UnsupportedOperationException("this store drops snapshots by their number only");
  }
}
