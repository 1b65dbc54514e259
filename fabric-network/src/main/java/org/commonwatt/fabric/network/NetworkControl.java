package org.commonwatt.fabric.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks at a network and stops it from outside the process that runs it. */
public final class NetworkControl {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
  private static final long LOOK_MILLIS = 100;
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s*(\\d+) kB");
  private static final Pattern HEIGHT = Pattern.compile("\"height\":(\\d+)");

  private final NetworkFiles files;

  private NetworkControl(NetworkFiles files) {
    this.files = files;
  }

  /**
   * The network of a folder, running or not.
   *
   * @throws FabricException when the folder holds none
   */
  public static NetworkControl of(Path folder) {
    NetworkFiles files = new NetworkFiles(folder.toAbsolutePath().normalize());
    if (!Files.exists(files.ports())) {
      throw new FabricException(
          folder + " holds no Fabric network: make one with `commonwatt fabric up --data DIR`");
    }
    return new NetworkControl(files);
  }

  /** How each process does; asks the running peers for their ledger's height. */
  public List<NodeStatus> status(FabricCommands commands) {
    Ports ports = Ports.load(files.ports());
    Map<String, Organisation> peers = new LinkedHashMap<>();
    for (Organisation organisation : Organisation.values()) {
      peers.put(Ports.peer(organisation), organisation);
    }
    PeerCommand peer = new PeerCommand(files, ports, commands);
    return Nodes.names().stream()
        .map(
            name -> {
              OptionalLong pid = pid(name);
              Organisation asked = pid.isPresent() ? peers.get(name) : null;
              return new NodeStatus(
                  name,
                  ports.address(name),
                  pid,
                  pid.isPresent() ? resident(pid.getAsLong()) : OptionalLong.empty(),
                  asked == null ? OptionalLong.empty() : height(peer, asked));
            })
        .toList();
  }

  /** The log file of each process by its name; a process that never started has none. */
  public Map<String, Path> logs() {
    Map<String, Path> logs = new LinkedHashMap<>();
    for (String name : Nodes.names()) {
      if (Files.exists(files.log(name))) {
        logs.put(name, files.log(name));
      }
    }
    return logs;
  }

  /**
   * Stops the network: asks the process that runs it, and when that is gone ends what is left.
   * Returns when nothing runs any more.
   *
   * @return whether anything ran
   * @throws FabricException when the process that runs it does not stop it within 45 seconds, as
   *     one that needs it itself; all runs on then
   */
  public boolean down() {
    return down(STOP_LIMIT);
  }

  boolean down(Duration limit) {
    if (!FolderLock.isTaken(files.lock())) {
      return killStragglers(files);
    }
    NetworkFiles.write(files.stopMark(), "");
    long end = System.nanoTime() + limit.toNanos();
    while (FolderLock.isTaken(files.lock())) {
      if (System.nanoTime() - end > 0) {
        throw stillRuns(FolderLock.owner(files.lock()), limit);
      }
      Pauses.sleep(LOOK_MILLIS);
    }
    killStragglers(files);
    return true;
  }

  /** Killing its processes would not help: whoever runs the network starts them again. */
  private FabricException stillRuns(String owner, Duration limit) {
    return new FabricException(
        "process "
            + owner
            + " runs the network in "
            + files.root()
            + " and has not stopped it within "
            + limit.toSeconds()
            + " s: a demo stops it at its own end, so stop that process (Ctrl-C, or kill "
            + owner
            + "); a start under way stops when it is done");
  }

  /**
   * Revokes a certificate that an organisation of the running network has issued: from the block
   * with this change on, peers and orderer refuse whoever uses it. Of a client that the network
   * made the folder is set aside, and the client's next certificate is a new one.
   *
   * @param certificate PEM file
   * @return false when it was revoked before
   * @throws FabricException when nobody here has issued it, or the network does not run
   */
  public boolean revoke(FabricCommands commands, Path certificate, InstantSource clock) {
    PeerCommand peer = new PeerCommand(files, Ports.load(files.ports()), commands);
    return new Revocation(files, peer).revoke(certificate, clock);
  }

  /** The file that tells the ledger's client how to reach an organisation's peer. */
  public Path connection(Organisation organisation) {
    return files.connection(organisation);
  }

  /** Ends processes that have outlived their guards; returns whether there were any. */
  static boolean killStragglers(NetworkFiles files) {
    List<ProcessHandle> left =
        Nodes.names().stream().flatMap(name -> PidFile.read(files.node(name)).stream()).toList();
    left.forEach(ProcessHandle::destroyForcibly);
    left.forEach(process -> process.onExit().join());
    return !left.isEmpty();
  }

  private OptionalLong pid(String name) {
    return PidFile.read(files.node(name)).stream().mapToLong(ProcessHandle::pid).findFirst();
  }

  private static OptionalLong height(PeerCommand peer, Organisation organisation) {
    try {
      return number(
          HEIGHT,
          peer.run(organisation, List.of("channel", "getinfo", "-c", FabricNetwork.CHANNEL)));
    } catch (FabricException e) {
      // A peer that starts or dies has no answer yet or any more.
      return OptionalLong.empty();
    }
  }

  /** Linux tells the memory of a process; elsewhere it stays unknown. */
  private static OptionalLong resident(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try (Stream<String> lines = Files.lines(status)) {
      OptionalLong kib = number(RESIDENT, String.join("\n", lines.toList()));
      return kib.isPresent() ? OptionalLong.of(kib.getAsLong() * 1024) : kib;
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
  }
}
