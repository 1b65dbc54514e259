package org.commonwatt.flink;

import java.io.Serializable;
import java.nio.file.Path;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.Keyring;
import org.jspecify.annotations.Nullable;

/** The job's keys: what travels to the operators is where they are, never a key itself. */
final class JobKeys implements Serializable {
  private static final long serialVersionUID = 1L;
  static final JobKeys NONE = new JobKeys(null);

  private final @Nullable String folder;
  private transient @Nullable Keyring opened;

  JobKeys(@Nullable String folder) {
    this.folder = folder;
  }

  Keyring keyring() {
    Keyring keys = opened;
    if (keys == null) {
      keys = folder == null ? Keyring.NONE : new FileKeyring(Path.of(folder));
      opened = keys;
    }
    return keys;
  }
}
