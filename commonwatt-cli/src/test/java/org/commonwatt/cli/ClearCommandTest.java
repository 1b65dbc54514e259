package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that {@code clear} and {@code bench} open, and how they say that there is none. */
class ClearCommandTest {
  @TempDir private Path folder;

  @Test
  void opensAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("cases.jsonl"), "{}");
    try (InputStream in = ClearCommand.open(file.toString())) {
      assertThat(in.readAllBytes()).hasSize(2);
    }
  }

  @Test
  void saysThatThereIsNoFile() {
    String missing = folder.resolve("none").toString();
    assertThatThrownBy(() -> ClearCommand.open(missing))
        .isInstanceOf(UserError.class)
        .hasMessage("there is no file " + missing + ": name one, or - for standard input");
  }

  @Test
  void saysThatAFolderIsNoFile() {
    assertThatThrownBy(() -> ClearCommand.open(folder.toString()))
        .isInstanceOf(UserError.class)
        .hasMessage(folder + " is a folder: name a file, or - for standard input");
  }
}
