package org.commonwatt.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file behind all logins. */
class MasterKeyTest {
  @TempDir private Path dir;

  @Test
  void itIsMadeOnceAndOnlyItsOwnerReadsIt() throws IOException {
    Path file = dir.resolve("new/access.key");
    String login = MasterKey.open(file).token("a").text();
    assertThat(MasterKey.open(file).token("a").text()).isEqualTo(login);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(MasterKey.open(dir.resolve("other.key")).token("a").text()).isNotEqualTo(login);
  }

  @Test
  void aFileThatOthersMayReadOrItsGroupMayWriteIsRefused() throws IOException {
    Path file = dir.resolve("access.key");
    MasterKey.open(file);
    for (String permissions : List.of("rw----r--", "rw-rw----", "rw-r--r--")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      assertThatThrownBy(() -> MasterKey.open(file))
          .as(permissions)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("chmod 600");
    }
  }

  @Test
  void aFileThatItsGroupMayReadIsTaken() throws IOException {
    Path file = dir.resolve("access.key");
    String login = MasterKey.open(file).token("a").text();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    assertThat(MasterKey.open(file).token("a").text()).isEqualTo(login);
  }

  @Test
  void aFileThatIsNoKeyIsNamed() throws IOException {
    Path file = dir.resolve("access.key");
    MasterKey.writeOwnerOnly(file, "AAAA\n");
    assertThatThrownBy(() -> MasterKey.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aKeyThatIsThereIsNotOverwritten() throws IOException {
    Path file = dir.resolve("access.key");
    MasterKey.ofSeed("one").write(file);
    assertThatThrownBy(() -> MasterKey.ofSeed("two").write(file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(MasterKey.open(file).token("a").text())
        .isEqualTo(MasterKey.ofSeed("one").token("a").text());
    try (var files = Files.list(dir)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void everyKeyHasASecretOfItsOwn() {
    MasterKey master = MasterKey.ofSeed("one");
    assertThat(master.token("a").text()).isNotEqualTo(master.token("b").text());
    assertThat(master.token("a").secret()).isNotEqualTo(master.token("b").secret());
  }
}
