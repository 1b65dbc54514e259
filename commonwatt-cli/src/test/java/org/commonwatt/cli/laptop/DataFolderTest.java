package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.commonwatt.cli.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir private Path temp;

  @Test
  void aNewFolderIsMadeAndLocked() {
    Path root = temp.resolve("new");
    try (DataFolder folder = DataFolder.create(root)) {
      assertThat(folder.root()).isDirectory();
      assertThat(DataFolder.user(root)).isNotNull();
    }
    assertThat(DataFolder.user(root)).isNull();
  }

  @Test
  void aUsedFolderIsRefused() throws IOException {
    Files.writeString(temp.resolve("something"), "here");
    assertThatThrownBy(() -> DataFolder.create(temp))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("already used");
  }

  @Test
  void aFolderInUseIsRefused() {
    Path root = temp.resolve("busy");
    try (DataFolder folder = DataFolder.create(root)) {
      folder.writeCommunity("x");
      assertThatThrownBy(() -> DataFolder.open(root))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void aFolderWithoutACommunityIsRefused() {
    assertThatThrownBy(() -> DataFolder.open(temp))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("commonwatt init");
  }

  @Test
  void aFolderThatCannotBeMadeIsRefused() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "not a folder");
    assertThatThrownBy(() -> DataFolder.create(file.resolve("below")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot write");
  }

  @Test
  void aDemoIsMarked() {
    try (DataFolder folder = DataFolder.create(temp.resolve("demo"))) {
      assertThat(folder.isDemo()).isFalse();
      folder.markDemo();
      assertThat(folder.isDemo()).isTrue();
    }
  }
}
