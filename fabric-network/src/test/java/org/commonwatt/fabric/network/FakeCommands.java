package org.commonwatt.fabric.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of scripts in the place of Fabric's commands. */
final class FakeCommands {
  private final Path folder;

  FakeCommands(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    for (String name : List.of("orderer", "configtxgen", "cryptogen", "osnadmin")) {
      script(name, "exit 0");
    }
    peerVersion("v" + FabricCommands.TESTED);
  }

  /** Replaces a command by a shell script. */
  void script(String name, String body) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file + " executable");
    }
  }

  /** What {@code peer version} says. */
  void peerVersion(String version) throws IOException {
    script("peer", "printf 'peer:\\n Version: " + version + "\\n Go version: go1.99\\n'");
  }

  FabricCommands commands() {
    return FabricCommands.in(folder);
  }
}
