package org.commonwatt.benchmarks.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.commonwatt.engine.snapshot.SnapshotStore;

/** Keeps none: every start replays the whole log. */
final class NoSnapshots implements SnapshotStore {
  @Override
  public List<String> names() {
    return List.of();
  }

  @Override
  public InputStream open(String name) throws IOException {
    throw new IOException("there are no snapshots");
  }

  @Override
  public void write(long sequence, Content content) {
    // Forgotten.
  }

  @Override
  public int dropBefore(long sequence) {
    return 0;
  }
}
