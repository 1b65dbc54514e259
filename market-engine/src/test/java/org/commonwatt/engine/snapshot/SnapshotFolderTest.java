package org.commonwatt.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
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
      folder.write(sequence, out -> out.write((int) sequence));
    }
    assertThat(folder.names()).hasSize(2);
    assertThat(bytes(folder, 0)).containsExactly(100);
    assertThat(bytes(folder, 1)).containsExactly(10);
  }

  @Test
  void aLogThatBecameShorterLeavesNoSnapshotsAheadOfTheNewOne() throws Exception {
    SnapshotFolder folder = new SnapshotFolder(temp, 3);
    for (long sequence : new long[] {40, 100, 101}) {
      folder.write(sequence, out -> out.write(1));
    }
    folder.write(50, out -> out.write(2));
    assertThat(folder.names()).hasSize(2);
    assertThat(bytes(folder, 0)).containsExactly(2);
  }

  @Test
  void aHalfWrittenFileOfACrashIsNoSnapshotAndIsWrittenOver() throws Exception {
    SnapshotFolder folder = new SnapshotFolder(temp, 2);
    Files.write(temp.resolve("writing"), new byte[1_000]);
    assertThat(folder.names()).isEmpty();
    folder.write(1, out -> out.write(7));
    assertThat(bytes(folder, 0)).containsExactly(7);
    assertThat(temp.resolve("writing")).doesNotExist();
  }

  @Test
  void aSnapshotThatCannotBeWrittenToItsEndIsNone() throws Exception {
    SnapshotFolder folder = new SnapshotFolder(temp, 2);
    folder.write(1, out -> out.write(7));
    assertThatThrownBy(
            () ->
                folder.write(
                    2,
                    out -> {
                      out.write(8);
                      throw new IOException("simulated: no space left on device");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(folder.names()).hasSize(1);
    assertThat(bytes(folder, 0)).containsExactly(7);
  }

  private static byte[] bytes(SnapshotFolder folder, int which) throws IOException {
    try (InputStream in = folder.open(folder.names().get(which))) {
      return in.readAllBytes();
    }
  }

  @Test
  void atLeastOneIsKept() {
    assertThatThrownBy(() -> new SnapshotFolder(temp, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
