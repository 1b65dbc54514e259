package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.fabric.network.FabricCommands;
import org.commonwatt.fabric.network.FabricException;
import org.commonwatt.log.seal.FileKeyring;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code commonwatt doctor}: names what is wrong with machine or folder. */
@Command(
    name = "doctor",
    description =
        "Check the machine, and a data folder with --data; say how to mend what is wrong.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final long GIB = 1L << 30;
  private static final long NEEDED_MEMORY = 3 * GIB;
  private static final long NEEDED_DISK = 2 * GIB;

  @Spec private CommandSpec spec;

  @Option(names = "--data", paramLabel = "DIR", description = "A data folder to check too.")
  private @Nullable Path folder;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "The API's port (default: ${DEFAULT-VALUE}).")
  private int port;

  /** One check: null when all is well, else what is wrong and how to mend it. */
  private record Finding(String subject, @Nullable String problem) {}

  @Override
  public Integer call() {
    Options.requireRange(spec, "--port", port, 1, 65_535);
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding("Java " + Runtime.version().feature(), javaProblem()));
    findings.add(new Finding("memory", memoryProblem()));
    findings.add(new Finding("disk", diskProblem(folder == null ? Path.of("") : folder)));
    findings.add(new Finding("port " + port, portProblem(port)));
    findings.add(new Finding("PostgreSQL as this user", postgresProblem()));
    if (folder != null) {
      findings.add(new Finding("folder " + folder, folderProblem(folder)));
    }
    PrintWriter out = spec.commandLine().getOut();
    for (Finding finding : findings) {
      out.println(
          finding.problem() == null
              ? "ok    " + finding.subject()
              : "WRONG " + finding.subject() + ": " + finding.problem());
    }
    out.println(fabric());
    if (folder != null) {
      new FileKeyring(folder.resolve("keys"))
          .retired()
          .forEach(key -> out.println("      erasure pending: " + key.name()));
    }
    return findings.stream().allMatch(finding -> finding.problem() == null) ? 0 : 1;
  }

  private static @Nullable String javaProblem() {
    return Runtime.version().feature() >= 17
        ? null
        : "a JDK 17 or newer is needed: install one or set JAVA_HOME";
  }

  private static @Nullable String memoryProblem() {
    long total =
        java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : Long.MAX_VALUE;
    return total >= NEEDED_MEMORY
        ? null
        : "the machine has " + total / (1 << 20) + " MiB, 3 GiB are needed";
  }

  private static @Nullable String diskProblem(Path path) {
    Path existing = path.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      return free >= NEEDED_DISK
          ? null
          : "only " + free / (1 << 20) + " MiB are free at " + existing + ", 2 GiB are needed";
    } catch (IOException e) {
      return "cannot look at " + existing + ": " + e.getMessage();
    }
  }

  /** Most of the product does without Fabric, so its absence is nothing wrong. */
  private static String fabric() {
    try {
      FabricCommands found = FabricCommands.find(System.getenv());
      return "ok    Fabric " + found.version() + " in " + found.folder();
    } catch (FabricException e) {
      return "      no Fabric, which only `commonwatt fabric` and `demo --ledger fabric` need: "
          + e.getMessage();
    }
  }

  static @Nullable String portProblem(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound() ? null : "it cannot be bound";
    } catch (IOException e) {
      return "it is taken: stop what listens there, or choose another with --port";
    }
  }

  /** PostgreSQL refuses to run as root; as root we start it in a user namespace. */
  private static @Nullable String postgresProblem() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return null;
    }
    try {
      Process process =
          new ProcessBuilder("unshare", "-U", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
          ? null
          : "`unshare -U` is not allowed here: run as another user than root";
    } catch (IOException e) {
      return "`unshare` is missing: install util-linux, or run as another user than root";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static @Nullable String folderProblem(Path folder) {
    if (!Files.isDirectory(folder)) {
      return "it does not exist: make it with `commonwatt init " + folder + "`";
    }
    if (!Files.isWritable(folder)) {
      return "it is not writable";
    }
    String user = DataFolder.user(folder);
    if (user != null) {
      return "it is in use by " + user;
    }
    try {
      CommunityFile.read(folder.resolve(CommunityFile.NAME));
      return null;
    } catch (UserError e) {
      return e.getMessage();
    }
  }
}
