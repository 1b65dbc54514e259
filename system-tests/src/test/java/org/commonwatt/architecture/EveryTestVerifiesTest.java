package org.commonwatt.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Wherever a test may hold an auction, the audit is on its class path and judges the result:
 * decision record 0010.
 */
class EveryTestVerifiesTest {
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<groupId>org\\.commonwatt</groupId>\\s*<artifactId>([a-z-]+)</artifactId>(.*)");

  @Test
  void everyModuleThatSeesTheAuctionTestsWithTheAudit() throws IOException {
    Map<String, String> poms = poms();
    assertThat(poms).containsKeys("market-core", "market-engine", "simulation", "commonwatt-cli");
    assertThat(unverified(poms)).isEmpty();
  }

  @Test
  void aModuleThatForgetsItIsFound() throws IOException {
    Map<String, String> poms = poms();
    poms.computeIfPresent(
        "simulation",
        (name, pom) ->
            pom.replaceAll("<dependency>.*<artifactId>audit</artifactId>.*</dependency>", ""));
    assertThat(unverified(poms)).containsExactly("simulation");
  }

  /** Modules with tests that see the core, but not the audit. */
  private static Set<String> unverified(Map<String, String> poms) {
    Set<String> unverified = new TreeSet<>();
    for (String module : poms.keySet()) {
      Set<String> seen = new TreeSet<>(Set.of(module));
      Matcher direct = DEPENDENCY.matcher(poms.getOrDefault(module, ""));
      while (direct.find()) {
        collect(direct.group(1), poms, seen);
      }
      if (seen.contains("market-core") && !seen.contains("audit")) {
        unverified.add(module);
      }
    }
    return unverified;
  }

  /** What a module brings along: its own dependencies, without those of its tests. */
  private static void collect(String module, Map<String, String> poms, Set<String> seen) {
    if (seen.add(module)) {
      Matcher further = DEPENDENCY.matcher(poms.getOrDefault(module, ""));
      while (further.find()) {
        if (!further.group(2).contains("<scope>test</scope>")) {
          collect(further.group(1), poms, seen);
        }
      }
    }
  }

  /** The text of each module's pom, by name of the module. */
  private static Map<String, String> poms() throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    Map<String, String> poms = new TreeMap<>();
    Matcher module =
        Pattern.compile("<module>(.*)</module>").matcher(Files.readString(root.resolve("pom.xml")));
    while (module.find()) {
      poms.put(module.group(1), Files.readString(root.resolve(module.group(1)).resolve("pom.xml")));
    }
    return poms;
  }
}
