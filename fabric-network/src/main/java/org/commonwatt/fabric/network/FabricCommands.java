package org.commonwatt.fabric.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fabric's commands on this machine.
 *
 * @param folder holds {@code peer}, {@code orderer}, {@code configtxgen}, {@code cryptogen} and
 *     {@code osnadmin}
 * @param version what {@code peer version} calls itself, such as {@code v2.5.0}, or {@code latest}
 *     for a build that was not told its version
 */
public record FabricCommands(Path folder, String version) {
  /** The environment variable that names the commands' folder. */
  public static final String HOME_VARIABLE = "COMMONWATT_FABRIC_HOME";

  /** The version that the product's tests run on. */
  public static final String TESTED = "2.5.0";

  /** The versions that are accepted, up to their patch numbers. */
  public static final List<String> ACCEPTED = List.of("2.5", "3.1");

  private static final String ACCEPTED_TEXT = String.join(" or ", ACCEPTED);
  private static final List<String> NEEDED =
      List.of("peer", "orderer", "configtxgen", "cryptogen", "osnadmin");
  private static final Pattern VERSION = Pattern.compile("(?m)^ *Version: *v?(\\S+)");

  /**
   * Finds the commands where the environment says: in {@code COMMONWATT_FABRIC_HOME} (or {@code
   * bin} in it), else in {@code commonwatt/fabric/bin} of the user's cache folder.
   *
   * @throws FabricException when they are missing, incomplete, do not run, or are of a version that
   *     is not accepted
   */
  public static FabricCommands find(Map<String, String> environment) {
    Path home = home(environment);
    return in(Files.isDirectory(home.resolve("bin")) ? home.resolve("bin") : home);
  }

  /**
   * The commands in a folder.
   *
   * @throws FabricException as {@link #find}
   */
  public static FabricCommands in(Path folder) {
    List<String> missing =
        NEEDED.stream().filter(name -> !Files.isExecutable(folder.resolve(name))).toList();
    if (!missing.isEmpty()) {
      throw new FabricException(
          "Fabric's commands "
              + String.join(", ", missing)
              + " are not in "
              + folder
              + ": run scripts/install-fabric, or put those of Fabric "
              + ACCEPTED_TEXT
              + " there, or name their folder in "
              + HOME_VARIABLE
              + " (docs/operations/fabric.md)");
    }
    Path absolute = folder.toAbsolutePath().normalize();
    return new FabricCommands(absolute, versionOf(absolute.resolve("peer")));
  }

  /** One of the commands. */
  String path(String name) {
    return folder.resolve(name).toString();
  }

  /** Whether a peer can refuse proposals whose time is far from its own; 2.5 stops at the name. */
  boolean checksTime() {
    return version.startsWith("v3.");
  }

  private static Path home(Map<String, String> environment) {
    String named = environment.getOrDefault(HOME_VARIABLE, "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        cache.isEmpty() ? Path.of(environment.getOrDefault("HOME", "."), ".cache") : Path.of(cache);
    return base.resolve("commonwatt/fabric/bin");
  }

  private static String versionOf(Path peer) {
    Matcher found = VERSION.matcher(Commands.run(List.of(peer.toString(), "version"), Map.of()));
    String version = Optional.of(found).filter(Matcher::find).map(m -> m.group(1)).orElse("?");
    if (ACCEPTED.stream().anyMatch(one -> version.equals(one) || version.startsWith(one + "."))) {
      return "v" + version;
    }
    if (version.equals("latest")) {
      return version;
    }
    throw new FabricException(
        peer
            + " is of Fabric "
            + version
            + ": put the commands of Fabric "
            + ACCEPTED_TEXT
            + " there");
  }
}
