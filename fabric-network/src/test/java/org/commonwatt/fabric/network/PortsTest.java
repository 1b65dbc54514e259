package org.commonwatt.fabric.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("ports.properties");
  }

  @Test
  void chosenPortsDifferAreFreeAndKept() {
    Ports chosen = Ports.loadOrChoose(file);

    assertThat(all(chosen)).doesNotHaveDuplicates().allMatch(Ports::isFree);
    assertThat(all(Ports.loadOrChoose(file))).isEqualTo(all(chosen));
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    Ports chosen = Ports.loadOrChoose(file);
    int port = chosen.get(Ports.peer(Organisation.REGULATOR));

    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(chosen::requireFree)
          .isInstanceOf(FabricException.class)
          .hasMessageContaining("port " + port + " (peer-regulator) is taken");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "65536", "999999", "12a", "1e3"})
  void aDamagedFileIsRefusedAndSaysWhatToDo(String port) throws IOException {
    Ports.loadOrChoose(file);
    Files.writeString(
        file, Files.readString(file).replaceAll("(?m)^orderer=.*$", "orderer=" + port));

    assertThatThrownBy(() -> Ports.load(file))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("names no port for orderer");
  }

  private static java.util.List<Integer> all(Ports ports) {
    return Stream.of(
            Ports.ORDERER,
            Ports.ORDERER_ADMIN,
            Ports.peer(Organisation.EXCHANGE),
            Ports.peer(Organisation.GRID_OPERATOR),
            Ports.peer(Organisation.REGULATOR),
            Ports.chaincodeListener(Organisation.REGULATOR),
            Ports.chaincode(Organisation.EXCHANGE),
            Ports.chaincode(Organisation.GRID_OPERATOR))
        .map(ports::get)
        .toList();
  }
}
