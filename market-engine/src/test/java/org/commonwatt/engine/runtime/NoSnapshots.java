package org.commonwatt.engine.runtime;

import java.io.IOException;
import java.util.List;
import org.commonwatt.engine.snapshot.SnapshotStore;

/** A disk that keeps nothing: every engine replays the whole log. */
final class NoSnapshots implements SnapshotStore {
  @Override
  public List<String> names() {
    return List.of();
  }

  @Override
  public byte[] read(String name) throws IOException {
    throw new IOException("nothing is kept");
  }

  @Override
  public void write(long sequence, byte[] bytes) throws IOException {
    throw new IOException("no space left on device");
  }
}
