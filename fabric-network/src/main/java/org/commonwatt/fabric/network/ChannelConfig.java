package org.commonwatt.fabric.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Asks the orderer for the channel's configuration, and hands changes of it in. */
final class ChannelConfig {
  private final NetworkFiles files;
  private final PeerCommand peer;

  ChannelConfig(NetworkFiles files, PeerCommand peer) {
    this.files = files;
    this.peer = peer;
  }

  /** The newest block of configuration, as an organisation's administrator gets it. */
  byte[] newest(Organisation organisation) {
    Path block = files.root().resolve("config/newest.pb");
    fetch(organisation, "config", block);
    try {
      return Files.readAllBytes(block);
    } catch (IOException e) {
      throw new FabricException("cannot read " + block, e);
    }
  }

  /** Writes a block of the channel: its number, or {@code config} for the newest configuration. */
  void fetch(Organisation organisation, String which, Path block) {
    channel(organisation, List.of("fetch", which, block.toString()));
  }

  /**
   * Hands a change in.
   *
   * @param name of the file that keeps it
   * @param signers whose administrators sign it; the last one hands it in
   */
  void submit(String name, byte[] update, List<Organisation> signers) {
    Path file = files.root().resolve("config").resolve(name);
    try {
      Files.write(file, update);
    } catch (IOException e) {
      throw new FabricException("cannot write " + file, e);
    }
    int last = signers.size() - 1;
    for (Organisation signer : signers.subList(0, last)) {
      peer.run(signer, List.of("channel", "signconfigtx", "-f", file.toString()));
    }
    channel(signers.get(last), List.of("update", "-f", file.toString()));
  }

  private void channel(Organisation organisation, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("channel"));
    command.addAll(arguments);
    command.addAll(List.of("-c", FabricNetwork.CHANNEL));
    command.addAll(peer.ordererArguments());
    peer.run(organisation, command);
  }
}
