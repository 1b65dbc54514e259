package org.commonwatt.fabric.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FabricCommandsTest {
  @TempDir Path folder;

  @Test
  void theVariableNamesTheFolder() throws IOException {
    new FakeCommands(folder.resolve("fabric"));

    FabricCommands found =
        FabricCommands.find(
            Map.of(FabricCommands.HOME_VARIABLE, folder.resolve("fabric").toString()));

    assertThat(found.folder()).isEqualTo(folder.resolve("fabric"));
    assertThat(found.version()).isEqualTo("v2.5.0");
  }

  @Test
  void theVariableMayNameTheFolderAboveBin() throws IOException {
    new FakeCommands(folder.resolve("fabric/bin"));

    FabricCommands found =
        FabricCommands.find(
            Map.of(FabricCommands.HOME_VARIABLE, folder.resolve("fabric").toString()));

    assertThat(found.folder()).isEqualTo(folder.resolve("fabric/bin"));
  }

  @Test
  void withoutTheVariableTheUsersCacheIsLookedAt() throws IOException {
    new FakeCommands(folder.resolve(".cache/commonwatt/fabric/bin"));
    new FakeCommands(folder.resolve("other/commonwatt/fabric/bin"));

    assertThat(FabricCommands.find(Map.of("HOME", folder.toString())).folder())
        .isEqualTo(folder.resolve(".cache/commonwatt/fabric/bin"));
    assertThat(
            FabricCommands.find(
                    Map.of(
                        "HOME",
                        folder.toString(),
                        "XDG_CACHE_HOME",
                        folder.resolve("other").toString()))
                .folder())
        .isEqualTo(folder.resolve("other/commonwatt/fabric/bin"));
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    new FakeCommands(folder);
    Files.delete(folder.resolve("orderer"));
    Files.delete(folder.resolve("osnadmin"));

    assertThatThrownBy(() -> FabricCommands.in(folder))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("orderer, osnadmin are not in " + folder)
        .hasMessageContaining("run scripts/install-fabric")
        .hasMessageContaining(FabricCommands.HOME_VARIABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2.4.9", "v2.50.1", "v3.0.0", "v3.11.0", "4.0.0", ""})
  void aVersionThatIsNotAcceptedIsRefused(String version) throws IOException {
    new FakeCommands(folder).peerVersion(version);

    assertThatThrownBy(() -> FabricCommands.in(folder))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("put the commands of Fabric 2.5 or 3.1 there");
  }

  @ParameterizedTest
  @CsvSource({"v2.5.0, v2.5.0", "v3.1.0, v3.1.0", "3.1.5, v3.1.5", "latest, latest"})
  void aTestedVersionOrOneThatDoesNotKnowItselfIsTaken(String said, String version)
      throws IOException {
    FakeCommands fake = new FakeCommands(folder);
    fake.peerVersion(said);

    assertThat(fake.commands().version()).isEqualTo(version);
  }

  @Test
  void aCommandThatDoesNotRunIsNamed() throws IOException {
    new FakeCommands(folder).script("peer", "echo broken >&2; exit 7");

    assertThatThrownBy(() -> FabricCommands.in(folder))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("`peer version` failed: broken");
  }
}
