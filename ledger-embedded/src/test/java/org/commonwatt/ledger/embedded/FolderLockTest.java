package org.commonwatt.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.commonwatt.ledger.LedgerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir Path folder;

  @Test
  void aRefusedSecondUseInOneProcessLeavesTheLockToTheFirst() throws Exception {
    try (FolderLock first = FolderLock.take(folder)) {
      assertThat(first).isNotNull();
      Path sameFolder = folder.resolve("../" + folder.getFileName());
      assertThatThrownBy(() -> FolderLock.take(sameFolder))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("is in use");

      assertThat(inAnotherProcess()).contains("is in use");
    }

    assertThat(inAnotherProcess()).isEqualTo("taken");
  }

  @Test
  void whoeverClosesTwiceLeavesTheLockToTheNext() {
    FolderLock first = FolderLock.take(folder);
    first.close();

    try (FolderLock second = FolderLock.take(folder)) {
      assertThat(second).isNotNull();
      first.close();
      assertThatThrownBy(() -> FolderLock.take(folder)).isInstanceOf(LedgerException.class);
    }
  }

  private String inAnotherProcess() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Taker.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String told =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return told;
  }

  /** Another process that wants the folder. */
  static final class Taker {
    private Taker() {}

    /** Takes the folder and says so, or why it could not. */
    public static void main(String[] arguments) {
      try (FolderLock lock = FolderLock.take(Path.of(arguments[0]))) {
        System.out.println(lock == null ? "" : "taken");
      } catch (LedgerException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
