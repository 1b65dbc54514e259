package org.commonwatt.engine.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Where one engine keeps its snapshots. A snapshot is there whole or not at all, as far as the disk
 * keeps its word; its checksum finds out where it does not. For use by one thread.
 */
public interface SnapshotStore {

  /** The names of all snapshots, the newest first. */
  List<String> names() throws IOException;

  /** The bytes of a snapshot, from their start. */
  InputStream open(String name) throws IOException;

  /**
   * Keeps a snapshot, and drops those that are too old.
   *
   * @param sequence the engine sequence of its last event; a higher one is newer
   * @param content writes its bytes
   */
  void write(long sequence, Content content) throws IOException;

  /** Writes the bytes of a snapshot. */
  @FunctionalInterface
  interface Content {
    /** Writes them all to a stream, which it does not close. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Drops the snapshots that are older than one.
   *
   * @param sequence the engine sequence of the oldest that stays
   * @return how many were dropped
   */
  int dropBefore(long sequence) throws IOException;
}
