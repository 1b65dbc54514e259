package org.commonwatt.engine.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.commonwatt.engine.snapshot.SnapshotStore;

/** A disk that keeps nothing: every engine replays the whole log. */
final class NoSnapshots implements SnapshotStore {
  @Override
  public List<String> names() {
    return List.of();
  }

  @Override
  public InputStream open(String name) throws IOException {
    throw new IOException("nothing is kept");
  }

  @Override
  public void write(long sequence, Content content) throws IOException {
    throw new IOException("no space left on device");
  }

  @Override
  public int dropBefore(long sequence) {
    return 0;
  }
}
