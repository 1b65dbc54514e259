package org.commonwatt.fabric.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong before anything of Fabric runs. */
class NetworkFaultsTest {
  @TempDir Path folder;

  @Test
  void aFolderWithoutANetworkHasNoStatus() {
    assertThatThrownBy(() -> NetworkControl.of(folder))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("holds no Fabric network")
        .hasMessageContaining("fabric up");
  }

  @Test
  void aNetworkNeedsChaincode() {
    FabricCommands commands = new FabricCommands(folder, "v3.1.5");

    assertThatThrownBy(
            () -> new FabricOptions(folder, commands, List.of(), 1, List.of(), 1, line -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new FabricOptions(folder, commands, List.of("a"), 1, List.of(), 0, line -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new FabricOptions(folder, commands, List.of("a"), 0, List.of(), 1, line -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFailedStartLeavesTheFolderFreeForTheNext() throws IOException {
    FakeCommands fake = new FakeCommands(folder.resolve("bin"));
    fake.script("cryptogen", "echo no certificates today >&2; exit 1");
    FabricOptions options = FabricOptions.of(folder.resolve("net"), fake.commands(), folder);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> FabricNetwork.up(options))
          .isInstanceOf(FabricException.class)
          .hasMessageContaining("`cryptogen generate` failed: no certificates today");
    }

    assertThat(NetworkControl.of(folder.resolve("net")).down()).as("anything ran").isFalse();
  }

  @Test
  void aFolderInUseIsRefusedAndSeenToBe() {
    Path file = folder.resolve("lock");
    assertThat(FolderLock.isTaken(file)).isFalse();

    try (FolderLock lock = FolderLock.take(file)) {
      assertThat(lock).isNotNull();
      assertThat(FolderLock.isTaken(file)).isTrue();
      assertThatThrownBy(() -> FolderLock.take(file))
          .isInstanceOf(FabricException.class)
          .hasMessageContaining("fabric down");
    }

    assertThat(FolderLock.isTaken(file)).isFalse();
  }

  @Test
  void aRefusedSecondUseInOneProcessLeavesTheLockToTheFirst() throws Exception {
    Path file = folder.resolve("lock");

    try (FolderLock lock = FolderLock.take(file)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(
              () -> FolderLock.take(folder.resolve("../" + folder.getFileName() + "/lock")))
          .isInstanceOf(FabricException.class);
      assertThat(FolderLock.isTaken(file)).isTrue();

      assertThat(inAnotherProcess(file)).isEqualTo("true");
    }
    assertThat(inAnotherProcess(file)).isEqualTo("false");
  }

  private static String inAnotherProcess(Path file) {
    return Commands.run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                IsTaken.class.getName(),
                file.toString()),
            Map.of())
        .strip();
  }

  /** Another process that asks. */
  static final class IsTaken {
    private IsTaken() {}

    /** Prints whether the lock is taken. */
    public static void main(String[] arguments) {
      System.out.println(FolderLock.isTaken(Path.of(arguments[0])));
    }
  }

  @Test
  void whoeverRunsTheNetworkAndDoesNotStopItIsNamed() {
    NetworkFiles files = new NetworkFiles(folder);
    Ports.loadOrChoose(files.ports());
    NetworkControl control = NetworkControl.of(folder);

    try (FolderLock lock = FolderLock.take(files.lock())) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> control.down(Duration.ofMillis(300)))
          .isInstanceOf(FabricException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid() + " runs the network")
          .hasMessageContaining("stop that process");
      assertThat(files.stopMark()).as("it is asked all the same").exists();
    }

    assertThat(control.down(Duration.ofMillis(300))).as("anything ran").isFalse();
  }

  @Test
  void downWaitsForWhoeverStopsTheNetwork() throws Exception {
    NetworkFiles files = new NetworkFiles(folder);
    Ports.loadOrChoose(files.ports());
    FolderLock lock = FolderLock.take(files.lock());

    CompletableFuture<Boolean> down =
        CompletableFuture.supplyAsync(() -> NetworkControl.of(folder).down(Duration.ofMinutes(2)));
    Waiting.until(() -> Files.exists(files.stopMark()));
    assertThat(down).isNotDone();
    lock.close();

    assertThat(down.get(120, TimeUnit.SECONDS)).as("anything ran").isTrue();
  }

  @Test
  void clientsHavePlainNames() {
    Identities identities = new Identities(new NetworkFiles(folder));

    for (String name : List.of("", "Ann", "../ann", "a\"b", "x".repeat(64))) {
      assertThatThrownBy(() -> identities.client(Organisation.EXCHANGE, name, "submitter"))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> identities.client(Organisation.EXCHANGE, "ann", name))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void secretsAreForTheirOwnerOnly() throws IOException {
    Path secret = folder.resolve("tls/key.pem");

    NetworkFiles.writeSecret(secret, "secret");
    Path encoded = NetworkFiles.base64Of(secret);

    assertThat(Files.getPosixFilePermissions(secret).toString()).doesNotContain("GROUP", "OTHERS");
    assertThat(Files.getPosixFilePermissions(encoded))
        .isEqualTo(Files.getPosixFilePermissions(secret));
    assertThat(encoded).hasContent("c2VjcmV0");
  }
}
