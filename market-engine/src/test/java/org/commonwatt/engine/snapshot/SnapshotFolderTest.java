package org.commonwatt.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFolderTest {
  @TempDir private Path temp;

  @Test
  void theNewestAreKeptNewestFirst() throws Exception {
    SnapshotFolder folder = new SnapshotFolder(temp.resolve("made/on/first/use"), 2);
    assertThat(folder.names()).isEmpty();
    for (long sequence : new long[] {9, 10, 100}) {
      folder.write(sequence, new byte[] {(byte) sequence});
    }
    assertThat(folder.names()).hasSize(2);
    assertThat(folder.read(folder.names().get(0))).containsExactly(100);
    assertThat(folder.read(folder.names().get(1))).containsExactly(10);
  }

  @Test
  void aHalfWrittenFileOfACrashIsNoSnapshotAndIsWrittenOver() throws Exception {
    SnapshotFolder folder = new SnapshotFolder(temp, 2);
    Files.write(temp.resolve("writing"), new byte[1_000]);
    assertThat(folder.names()).isEmpty();
    folder.write(1, new byte[] {7});
    assertThat(folder.read(folder.names().get(0))).containsExactly(7);
    assertThat(temp.resolve("writing")).doesNotExist();
  }

  @Test
  void atLeastOneIsKept() {
    assertThatThrownBy(() -> new SnapshotFolder(temp, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
