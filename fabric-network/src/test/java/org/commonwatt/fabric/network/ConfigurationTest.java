package org.commonwatt.fabric.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Fabric's processes read, compared with the files in {@code src/test/resources/golden}. */
class ConfigurationTest {
  @TempDir Path folder;
  private NetworkFiles files;

  @BeforeEach
  void write() throws IOException {
    files = new NetworkFiles(folder.resolve("net"));
    Files.createDirectories(files.root());
    Files.writeString(files.ports(), golden("ports.properties"));
    configuration().write(FabricOptions.QUERY_LIMIT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orderer/config/orderer.yaml",
        "peer-exchange/config/core.yaml",
        "peer-gridoperator/config/core.yaml",
        "peer-regulator/config/core.yaml",
        "config/configtx.yaml",
        "config/crypto-config.yaml"
      })
  void eachFileIsAsItWas(String file) throws IOException {
    String written = Files.readString(files.root().resolve(file));

    assertThat(written.replace(files.root().toString(), "/network")).isEqualTo(golden(file));
  }

  @Test
  void aPeerOf31IsToldToRefuseProposalsOfAnotherTime() throws IOException {
    FakeCommands fake = new FakeCommands(folder.resolve("newer"));
    fake.peerVersion("v3.1.5");

    new Configuration(files, Ports.load(files.ports()), fake.commands())
        .write(FabricOptions.QUERY_LIMIT);

    String peer = Files.readString(files.config("peer-exchange").resolve("core.yaml"));
    assertThat(peer).contains("{name: ExpirationCheck}, {name: TimeWindowCheck}]");
  }

  @Test
  void certificatesAndFirstBlockAreMadeOnce() throws IOException {
    assertThat(calls()).hasSize(2);
    assertThat(calls().get(0)).startsWith("cryptogen generate").contains("crypto-config.yaml");
    assertThat(calls().get(1)).startsWith("configtxgen -profile Commonwatt");

    configuration().write(FabricOptions.QUERY_LIMIT);

    assertThat(calls()).hasSize(2);
  }

  @Test
  void halfMadeCertificatesAreThrownAway() throws IOException {
    Files.delete(files.firstBlock());
    Files.move(files.crypto(), files.root().resolve("crypto.new"));
    Files.writeString(files.root().resolve("crypto.new/half"), "a certificate");

    configuration().write(FabricOptions.QUERY_LIMIT);

    assertThat(files.crypto().resolve("half")).doesNotExist();
    assertThat(files.crypto().resolve("made")).exists();
  }

  @Test
  void theBuilderTakesOnlyServersOfChaincode() throws Exception {
    Path detect = files.builder().resolve("bin/detect");
    Path source = Files.createDirectories(folder.resolve("metadata"));
    Path metadata = source.resolve("metadata.json");

    Files.writeString(metadata, "{\"type\":\"ccaas\",\"label\":\"x\"}");
    assertThat(exitCode(detect, "unused", source.toString())).isZero();
    Files.writeString(metadata, "{\"type\":\"golang\",\"label\":\"ccaas\"}");
    assertThat(exitCode(detect, "unused", source.toString())).isNotZero();
  }

  @Test
  void theBuilderHandsTheConnectionToThePeer() throws Exception {
    Path source = Files.createDirectories(folder.resolve("source"));
    Path built = Files.createDirectories(folder.resolve("built"));
    Path released = Files.createDirectories(folder.resolve("released"));
    Files.writeString(source.resolve("connection.json"), "{}");
    Path bin = files.builder().resolve("bin");

    assertThat(exitCode(bin.resolve("build"), source.toString(), "unused", built.toString()))
        .isZero();
    assertThat(exitCode(bin.resolve("release"), built.toString(), released.toString())).isZero();

    assertThat(released.resolve("chaincode/server/connection.json")).hasContent("{}");
  }

  @Test
  void aTemplateWithoutAValueIsAFault() {
    assertThatThrownBy(() -> Template.fill("orderer.yaml", Map.of("node", "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("orderer.yaml needs a value for");
  }

  private Configuration configuration() throws IOException {
    FakeCommands fake = new FakeCommands(folder.resolve("bin"));
    Path calls = folder.resolve("calls");
    fake.script(
        "cryptogen",
        "echo \"cryptogen $*\" >>"
            + calls
            + "\nmkdir -p "
            + files.root()
            + "/crypto.new && : >"
            + files.root()
            + "/crypto.new/made");
    fake.script(
        "configtxgen",
        "echo \"configtxgen $*\" >>" + calls + "\n: >" + files.root() + "/first-block.new");
    return new Configuration(files, Ports.load(files.ports()), fake.commands());
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  private static int exitCode(Path script, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(script.toString());
    builder.command().addAll(List.of(arguments));
    return builder.start().waitFor();
  }

  private static String golden(String file) throws IOException {
    try (InputStream in = ConfigurationTest.class.getResourceAsStream("/golden/" + file)) {
      assertThat(in).as(file).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
